"""Status lists and status entries on the wire (Bitstring Status List 1.0, sections 2.1 and 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openlaurel.core.credentials import read_envelope
from openlaurel.core.proofs.contexts import CREDENTIALS_V2
from openlaurel.core.status.bitstring import Bitstring
from openlaurel.core.status.errors import StatusError

PURPOSES = ("revocation", "suspension")


@dataclass(frozen=True)
class StatusEntry:
    """Where a credential's bit is."""

    list_url: str
    index: int
    purpose: str = "revocation"

    def as_json(self) -> dict[str, Any]:
        return {
            "id": f"{self.list_url}#{self.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_url,
        }


def read_entry(entry: dict[str, Any]) -> StatusEntry:
    """This function will read a `credentialStatus` entry; raises StatusError for kinds that can't be checked."""
    if entry.get("type") != "BitstringStatusListEntry":
        raise StatusError(f"A status of the type {str(entry.get('type'))[:80]!r} can't be checked.")
    url, index, purpose = (entry.get(n) for n in ("statusListCredential", "statusListIndex", "statusPurpose"))
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise StatusError("The status entry names no list.")
    if not isinstance(index, str) or not index.isascii() or not index.isdigit() or len(index) > 12:
        raise StatusError("The status entry's index must be a number written as a string.")
    if purpose not in PURPOSES:
        raise StatusError(f"A status with the purpose {str(purpose)[:40]!r} can't be checked.")
    if entry.get("statusSize", 1) != 1:
        raise StatusError("A status of more than one bit can't be checked.")
    return StatusEntry(url, int(index), str(purpose))


def build_status_list_credential(
    *, url: str, issuer: str, purpose: str, bits: Bitstring, valid_from: datetime
) -> dict[str, Any]:
    """This function will return the unsigned BitstringStatusListCredential whose address is `url`."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": valid_from.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.encode(),
        },
    }


def read_status(document: Any, entry: StatusEntry) -> bool:
    """This function will return the bit of `entry` in the list `document` (section 3.2, Validate Algorithm).

    The list's proof is verified by the caller. Raises StatusError when the list isn't the one that is named.
    """
    envelope = read_envelope(document)
    if "BitstringStatusListCredential" not in envelope.types:
        raise StatusError("What is at the status list's address isn't a status list.")
    if envelope.id is not None and envelope.id != entry.list_url:
        raise StatusError("The status list names another address than the one it was fetched from.")
    subject = envelope.subjects[0]
    purposes = subject.get("statusPurpose")
    if entry.purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise StatusError(f"The status list isn't one for {entry.purpose}.")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise StatusError("The status list holds no encodedList.")
    return Bitstring.decode(encoded).get(entry.index)
