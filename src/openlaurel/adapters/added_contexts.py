"""JSON-LD contexts that an operator added beside the bundled ones: files in the data folder, pinned by their digest."""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from openlaurel.adapters.contexts import BundleError, load_bundle
from openlaurel.adapters.installation import DEFAULT_DATA, data_folder, write_private
from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.errors import ProofsError
from openlaurel.core.proofs.jsonld import Processor

MAX_BYTES = 1024 * 1024


class ContextRefused(BundleError):
    """A context can't be added; the message says what is wrong with it."""


@dataclass(frozen=True)
class AddedContext:
    """One that an operator added: its address and the SHA-256 of its file, in hexadecimal."""

    url: str
    sha256: str


def load_contexts() -> ContextBundle:
    """This function will return the bundled contexts and those of this installation, read once a process.

    Raises BundleError for a file that is missing or isn't the one that was added.
    """
    return contexts_of(data_folder(dict(os.environ), default_data=DEFAULT_DATA))


@cache
def contexts_of(data: Path) -> ContextBundle:
    """This function will return the same of the installation in the folder `data`."""
    contexts = dict(load_bundle())
    for added in added_contexts(data):
        contexts[added.url] = _read(data, added)
    return ContextBundle(contexts)


def added_contexts(data: Path) -> tuple[AddedContext, ...]:
    """This function will return what was added, in the order of the addresses."""
    file = _pins(data)
    if not file.exists():
        return ()
    return tuple(
        AddedContext(url, sha256) for url, sha256 in sorted(json.loads(file.read_text("utf-8")).items())
    )


def add_context(data: Path, url: str, content: bytes) -> AddedContext:
    """This function will pin `content` as the context at `url`, durable when it returns; the same one again is fine.

    Raises ContextRefused for an address that is bundled, that was pinned to another file or that isn't https, and for
    a file that isn't a context, is longer than MAX_BYTES, refers to one that isn't here or would make compiled shapes
    unsound.
    """
    added = AddedContext(url, hashlib.sha256(content).hexdigest())
    pinned = {each.url: each.sha256 for each in added_contexts(data)}
    _check_address(url)
    if pinned.get(url, added.sha256) != added.sha256:
        raise ContextRefused(
            f"{url} is pinned to the file with the SHA-256 {pinned[url]}, and badges may be signed with it. "
            f"The new file has {added.sha256}: publish it at an address of its own."
        )
    document = _parsed(content)
    _check_use(data, url, document)
    folder = _pins(data).parent
    folder.mkdir(mode=0o700, exist_ok=True)
    write_private(folder / f"{added.sha256}.json", content)
    write_private(_pins(data), json.dumps({**pinned, url: added.sha256}, indent=2).encode())
    contexts_of.cache_clear()
    return added


def _pins(data: Path) -> Path:
    return data / "contexts" / "pins.json"


def _read(data: Path, added: AddedContext) -> Any:
    file = _pins(data).with_name(f"{added.sha256}.json")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BundleError(
            f"The file of the added context {added.url} is missing: {file}. Put it back from a backup."
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != added.sha256:
        raise BundleError(
            f"The file of the added context {added.url} was changed: its SHA-256 is {digest}, not {added.sha256}. "
            f"Put {file} back from a backup."
        )
    return json.loads(content)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or parts.fragment:
        raise ContextRefused(f"A context is added by its https address, as documents write it; got {url!r}.")
    if url in load_bundle():
        raise ContextRefused(f"{url} is bundled already, pinned by its digest.")


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise ContextRefused(f"The file has {len(content):,} bytes; a context may have {MAX_BYTES:,}.")
    try:
        document = parse_json(content)
    except CredentialsError as error:
        raise ContextRefused(f"The file is no JSON that can be used: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("@context"), dict | list):
        raise ContextRefused("The file is no JSON-LD context: it must be an object with @context.")
    return document


def _check_use(data: Path, url: str, document: dict[str, Any]) -> None:
    """Reads a document with the context and all that are here, as signing and verifying will."""
    try:
        bundle = ContextBundle({**contexts_of(data), url: document})
        Processor(bundle).expand({"@context": url, "@id": "urn:uuid:00000000-0000-4000-8000-000000000000"})
    except ProofsError as error:
        raise ContextRefused(f"The context can't be used: {error}") from error
