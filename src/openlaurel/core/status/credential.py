"""Status list credentials on the wire (Bitstring Status List 1.0, section 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from openlaurel.core.credentials import read_envelope
from openlaurel.core.proofs.contexts import CREDENTIALS_V2
from openlaurel.core.status.bitstring import Bitstring
from openlaurel.core.status.drafts import read_bit
from openlaurel.core.status.entry import StatusEntry
from openlaurel.core.status.errors import StatusError
from openlaurel.core.status.unpacked import UnpackedLists

MAXIMUM_TTL = timedelta(days=3650)
_unpacked = UnpackedLists()


@dataclass(frozen=True)
class Status:
    """What a list says of one credential. `value` 0 is unset; `ttl` is how long the list may be kept, None if unsaid.

    `ttl` only shortens how long a copy is kept; a list doesn't count past its validUntil whatever it says (2.2).
    """

    purpose: str
    value: int
    message: str
    ttl: timedelta | None = None


def build_status_list_credential(
    *, url: str, issuer: str, purpose: str, bits: Bitstring, valid_from: datetime
) -> dict[str, Any]:
    """This function will return the unsigned BitstringStatusListCredential whose address is `url`.

    How many bits a value has is said by the entries that refer to it, not by the list (2.1).
    """
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


def read_status(document: Any, entry: StatusEntry) -> Status:
    """This function will return what the list `document` says of `entry` (section 3.2, Validate Algorithm).

    The list's proof is verified by the caller. Raises StatusError when the list isn't the one that is named.
    """
    envelope, draft = read_envelope(document), entry.draft
    if (draft.credential if draft else "BitstringStatusListCredential") not in envelope.types:
        raise StatusError("What is at the status list's address isn't a status list.")
    if envelope.id is not None and envelope.id != entry.list_url:
        raise StatusError("The status list names another address than the one it was fetched from.")
    subject = envelope.subjects[0]
    if draft and draft.list not in (subject.get("type"), *_listed(subject.get("type"))):
        raise StatusError("What is at the status list's address isn't a status list.")
    purposes = draft.purpose if draft and draft.purpose else subject.get("statusPurpose")
    if entry.purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise StatusError(f"The status list isn't one for {entry.purpose}.")
    encoded = subject.get("encodedList")
    if draft:
        value = read_bit(encoded, entry.index)
        return Status(entry.purpose, value, entry.message(value))
    if not isinstance(encoded, str):
        raise StatusError("The status list holds no encodedList.")
    value = _unpacked.value(encoded, entry.index, size=entry.size)
    return Status(entry.purpose, value, entry.message(value), _ttl(subject.get("ttl")))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _ttl(raw: Any) -> timedelta | None:
    """Milliseconds on the wire (2.2); longer than MAXIMUM_TTL is no longer."""
    if raw is None:
        return None
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise StatusError(f"The status list's ttl must be a number of milliseconds, not {str(raw)[:40]!r}.")
    return min(timedelta(milliseconds=min(raw, 10**15)), MAXIMUM_TTL)
