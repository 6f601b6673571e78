"""What an archive holds of one badge, as files, and how these are named.

The form is told in docs/reference/wallet-archive.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.issuing.queries import award_url, baked_png, credential_bytes
from openlaurel.apps.verifier.reading import kind_of, read_document
from openlaurel.apps.verifier.services import Gathered, VerifierError, verify_gathering
from openlaurel.apps.verifier.verdicts import verdict_of
from openlaurel.apps.wallet.held import HeldBadge
from openlaurel.core.verification import is_older_badge

FORMAT, VERSION = "openlaurel.wallet", 1
MANIFEST, PAGE = "manifest.json", "index.html"
LONGEST_NAME = 40


@dataclass(frozen=True)
class Pieces:
    """The files of one badge by path, and what the manifest says of it."""

    files: Mapping[str, bytes]
    said: Mapping[str, Any]


def pieces_of(held: HeldBadge, number: int, *, gathered: Gathered, now: datetime) -> Pieces:
    """This function will return the files of a badge: as it was signed, its picture, and the report of a verification.

    What that looks up, over the network for badges of others, is put into `gathered`.
    """
    base = f"{number:04}-{plain_name(held.name)}"
    brought = b"" if held.kept is None else bytes(held.kept.content)
    document = credential_bytes(held.award) if held.award else _bytes(read_document(brought))
    credential = f"credentials/{base}.{kind_of(document)}"
    files = {credential: document}
    picture = _picture(held, brought)
    if picture:
        files[f"pictures/{base}.png"] = picture
    if kind_of(brought) == "svg":
        files[f"pictures/{base}.svg"] = brought
    report, verdict = _report(brought or document, gathered, now)
    files[f"reports/{base}.json"] = orjson.dumps(report, option=orjson.OPT_INDENT_2)
    said = {
        "number": number,
        "origin": "issued_here" if held.award else "brought_in",
        "credential": credential,
        "picture": f"pictures/{base}.png" if picture else None,
        "report": f"reports/{base}.json",
        "found": verdict,
        "older_version": is_older_badge(document),
        "page": award_url(held.id) if held.award and held.visibility != Visibility.PRIVATE else None,
    }
    return Pieces(files, said)


def plain_name(text: str) -> str:
    """This function will return a name of letters, digits and hyphens that every system takes for a file."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or "badge"


def _bytes(document: bytes | str) -> bytes:
    return document if isinstance(document, bytes) else document.encode("utf-8", "surrogatepass")


def _picture(held: HeldBadge, brought: bytes) -> bytes | None:
    """A PNG: with the badge in it where there is one, else what the badge's document shows, drawn anew."""
    if held.award:
        return baked_png(held.award)
    if kind_of(brought) == "png":
        return brought
    assert held.kept is not None
    return bytes(held.kept.picture) or None


def _report(data: bytes, gathered: Gathered, now: datetime) -> tuple[dict[str, Any], str]:
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        report = verify_gathering(data, gathered=gathered, now=now)
    except VerifierError as error:
        return {"verified": False, "checked_at": moment, "problem": str(error)}, "unreadable"
    said = report.as_json()
    del said["credential"]  # it stands in a file of its own
    return {"checked_at": moment, **said}, verdict_of(report).kind
