"""The identifiers that this installation gives out, and reading them back, at present and former addresses."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from openlaurel.core.keys import did_web_of

_HANDLE = re.compile(r"[a-z0-9-]{1,60}").fullmatch
_PICTURES = ("json", "png", "svg")


@dataclass(frozen=True)
class Place:
    """What an identifier names: kind is "award", "status" or "did"; `base` the address it belongs to."""

    kind: str
    key: str
    base: str
    form: str = ""


def issuer_did(handle: str, base: str = "") -> str:
    """This function will return the DID of an organisation, at the present address or at `base`."""
    return did_web_of(f"{base or settings.OPENLAUREL_URL}/profiles/{handle}")


def award_url(award_id: UUID) -> str:
    """This function will return the address of an award's page, which is its credential's id."""
    return f"{settings.OPENLAUREL_URL}/awards/{award_id}"


def status_list_url(list_id: UUID, base: str) -> str:
    return f"{base}/status/{list_id}"


def revocation_list_url(handle: str, base: str = "") -> str:
    """This function will return the address of an organisation's 1EdTechRevocationList, present or at `base`."""
    return f"{base or settings.OPENLAUREL_URL}/profiles/{handle}/revocations.json"


def read_identifier(identifier: str) -> Place | None:
    """This function will say what an address or a DID of this installation names; None for anything else."""
    identifier = identifier.split("#")[0]
    for base in settings.INSTALLATION.urls:
        prefix = did_web_of(f"{base}/profiles") + ":"
        if identifier.startswith(prefix):
            handle = identifier.removeprefix(prefix)
            return Place("did", handle, base) if _HANDLE(handle) else None
        if identifier.startswith(base + "/"):
            return _read_path(identifier.removeprefix(base), base)
    return None


def _read_path(path: str, base: str) -> Place | None:
    if match := re.fullmatch(r"/profiles/([a-z0-9-]{1,60})/did\.json", path):
        return Place("did", match[1], base)
    if match := re.fullmatch(r"/status/([0-9a-f-]{36})", path):
        return _with_uuid("status", match[1], base)
    if match := re.fullmatch(rf"/awards/([0-9a-f-]{{36}})(?:\.({'|'.join(_PICTURES)}))?", path):
        return _with_uuid("award", match[1], base, match[2] or "json")
    return None


def _with_uuid(kind: str, text: str, base: str, form: str = "") -> Place | None:
    try:
        return Place(kind, str(UUID(text)), base, form)
    except ValueError:
        return None
