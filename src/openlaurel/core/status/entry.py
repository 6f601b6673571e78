"""What a credential says of where its status is (Bitstring Status List 1.0, section 2.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from openlaurel.core.status.bitstring import MAXIMUM_SIZE
from openlaurel.core.status.drafts import DRAFTS, Draft
from openlaurel.core.status.errors import StatusError

PURPOSES = ("revocation", "suspension", "refresh", "message")
UNSET_OR_SET = ("unset", "set")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]{1,4}").fullmatch


@dataclass(frozen=True)
class StatusEntry:
    """Where a credential's value is: `size` bits, and in `messages` what each value means, by value."""

    list_url: str
    index: int
    purpose: str = "revocation"
    size: int = 1
    messages: tuple[str, ...] = ()
    draft: Draft | None = None

    @property
    def id(self) -> str:
        """The entry's own address."""
        return f"{self.list_url}#{self.index}"

    def as_json(self) -> dict[str, Any]:
        """This function will return the entry on the wire; `statusSize` and `statusMessage` only where they say more."""
        told: dict[str, Any] = {"statusSize": self.size} if self.size > 1 else {}
        if self.messages:
            told["statusMessage"] = [
                {"status": f"{value:#x}", "message": message} for value, message in enumerate(self.messages)
            ]
        return {
            "id": self.id,
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_url,
            **told,
        }

    def message(self, value: int) -> str:
        """This function will return what `value` means: as the entry says, else "set" or "unset" (2.1)."""
        return (self.messages or UNSET_OR_SET)[value]


def read_entry(entry: dict[str, Any]) -> StatusEntry:
    """This function will read a `credentialStatus` entry, of a draft too; raises StatusError for others."""
    if draft := DRAFTS.get(str(entry.get("type"))):
        return _read_draft(entry, draft)
    if entry.get("type") != "BitstringStatusListEntry":
        raise StatusError(f"A status of the type {str(entry.get('type'))[:80]!r} can't be checked.")
    url, index = _place(entry.get("statusListCredential"), entry.get("statusListIndex"))
    purpose = entry.get("statusPurpose")
    if purpose not in PURPOSES:
        raise StatusError(f"A status with the purpose {str(purpose)[:40]!r} can't be checked.")
    size = entry.get("statusSize", 1)
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MAXIMUM_SIZE:
        raise StatusError(
            f"The statusSize must be a number from 1 to {MAXIMUM_SIZE}, not {str(size)[:40]!r}."
        )
    return StatusEntry(url, index, str(purpose), size, _messages(entry.get("statusMessage"), size))


def _place(url: Any, index: Any) -> tuple[str, int]:
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise StatusError("The status entry names no list.")
    if not isinstance(index, str) or not index.isascii() or not index.isdigit() or len(index) > 12:
        raise StatusError("The status entry's index must be a number written as a string.")
    return url, int(index)


def _read_draft(entry: dict[str, Any], draft: Draft) -> StatusEntry:
    """A draft's entry has one bit; older ones say what it is for by their kind."""
    url, index = _place(entry.get(draft.address), entry.get(draft.index))
    purpose = draft.purpose or entry.get("statusPurpose")
    if purpose not in ("revocation", "suspension"):
        raise StatusError(f"A status with the purpose {str(purpose)[:40]!r} can't be checked.")
    return StatusEntry(url, index, str(purpose), draft=draft)


def _messages(raw: Any, size: int) -> tuple[str, ...]:
    """One message for each value that `size` bits can have, each value once (2.1)."""
    if raw is None and size == 1:
        return ()
    if not isinstance(raw, list) or len(raw) != 2**size:
        found = len(raw) if isinstance(raw, list) else "none"
        raise StatusError(
            f"A statusSize of {size} needs {2**size} messages in statusMessage; it has {found}."
        )
    messages: dict[int, str] = {}
    for one in raw:
        status, message = (one.get("status"), one.get("message")) if isinstance(one, dict) else (None, None)
        if not isinstance(status, str) or not _HEXADECIMAL(status) or not isinstance(message, str):
            raise StatusError("Each statusMessage must have a status like '0x1' and a message.")
        messages[int(status, 16)] = message
    if set(messages) != set(range(2**size)):
        raise StatusError(f"The statusMessage must name each value from 0x0 to {2**size - 1:#x} once.")
    return tuple(messages[value] for value in range(2**size))
