"""The bundled JSON-LD contexts, each proved by its digest; nothing is ever fetched."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from openlaurel.core.proofs.contexts import ContextBundle

PINS = Path(__file__).parent / "contexts.toml"
BUILT = Path(__file__).parent.parent / "built" / "contexts"


class BundleError(Exception):
    """The bundled contexts can't be used; the message says what to do."""


@cache
def load_bundle(folder: Path = BUILT, pins: Path = PINS) -> ContextBundle:
    """This function will return the contexts that contexts.toml lists, read once.

    Raises BundleError for a file that is missing or isn't the one whose SHA-256 is listed.
    """
    return ContextBundle({url: json.loads(data) for url, data in load_files(folder, pins).items()})


@cache
def load_files(folder: Path = BUILT, pins: Path = PINS) -> Mapping[str, bytes]:
    """This function will return the same by address as they are on disk, byte for byte; raises as `load_bundle`."""
    files = {}
    for pin in tomllib.loads(pins.read_text("utf-8"))["context"]:
        file = folder / pin["file"]
        try:
            data = file.read_bytes()
        except OSError as error:
            raise BundleError(
                f"The context {pin['url']} is missing. Run ./run once, it builds it."
            ) from error
        digest = hashlib.sha256(data).hexdigest()
        if digest != pin["sha256"]:
            raise BundleError(
                f"The file of the context {pin['url']} has the SHA-256 {digest}, not {pin['sha256']}. "
                "Delete src/openlaurel/built and run ./run."
            )
        files[pin["url"]] = data
    return files
