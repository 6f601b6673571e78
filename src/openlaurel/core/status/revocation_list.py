"""1EdTech's list of revoked credentials by their ids (Revocation List Status Method 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openlaurel.core.status.credential import Status
from openlaurel.core.status.errors import StatusError

REVOCATION_LIST = "1EdTechRevocationList"
MAXIMUM_REVOKED = 200_000
_NO_LIST = "What is at the status list's address isn't a status list."


@dataclass(frozen=True)
class RevocationListEntry:
    """Where the list is in which a credential's id is looked for."""

    list_url: str

    def as_json(self) -> dict[str, Any]:
        """This function will return the `credentialStatus` that names the list."""
        return {"id": self.list_url, "type": REVOCATION_LIST}


@dataclass(frozen=True)
class RevokedCredential:
    """A line of the list; one that isn't `revoked` was and counts again."""

    id: str
    revoked: bool = True
    reason: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def as_json(self) -> dict[str, Any]:
        """This function will return the line as it stands in the list."""
        told = {"revocationReason": self.reason} if self.reason else {}
        return {"id": self.id, "revoked": self.revoked, **told, **self.unknown}


@dataclass(frozen=True)
class RevocationList:
    """What an issuer publishes at `url`, unsigned: it counts for credentials that name the address under a signature."""

    url: str
    issuer: str
    lines: tuple[RevokedCredential, ...]
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def as_json(self) -> dict[str, Any]:
        """This function will return the list as it is published."""
        lines = [line.as_json() for line in self.lines]
        return {"id": self.url, "issuer": self.issuer, "revokedCredentials": lines, **self.unknown}

    def status_of(self, credential_id: str) -> Status:
        """This function will return what the list says of a credential; of several lines any that revokes counts."""
        found = [line for line in self.lines if line.id == credential_id and line.revoked]
        return Status("revocation", int(bool(found)), found[0].reason if found else "unset")


def read_revocation_entry(entry: Mapping[str, Any]) -> RevocationListEntry:
    """This function will read a `credentialStatus` of this type; raises StatusError.

    Some issuers name a line of the list behind a `#`; the list is what is fetched, and the credential's id is looked for.
    """
    if entry.get("type") != REVOCATION_LIST:
        raise StatusError(f"A status of the type {str(entry.get('type'))[:80]!r} can't be checked.")
    url = entry.get("id")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise StatusError("The status entry names no list.")
    return RevocationListEntry(url.partition("#")[0])


def read_revocation_list(document: Any, entry: RevocationListEntry, *, issuer: str) -> RevocationList:
    """This function will read the list that `entry` names, as published by `issuer`; raises StatusError."""
    left = dict(document) if isinstance(document, dict) else {}
    lines = left.pop("revokedCredentials", None)
    if not isinstance(lines, list) or len(lines) > MAXIMUM_REVOKED:
        raise StatusError(_NO_LIST)
    if left.pop("id", entry.list_url) != entry.list_url:
        raise StatusError("The status list names another address than the one it was fetched from.")
    stated = left.pop("issuer", issuer)
    if (stated.get("id") if isinstance(stated, dict) else stated) != issuer:
        raise StatusError("The status list is another issuer's.")
    return RevocationList(entry.list_url, issuer, tuple(map(_read_line, lines)), left)


def _read_line(line: Any) -> RevokedCredential:
    left = dict(line) if isinstance(line, dict) else {}
    identifier, revoked = left.pop("id", None), left.pop("revoked", True)
    reason = left.pop("revocationReason", "")
    if not isinstance(identifier, str) or not isinstance(revoked, bool) or not isinstance(reason, str):
        raise StatusError(_NO_LIST)
    return RevokedCredential(identifier, revoked, reason, left)
