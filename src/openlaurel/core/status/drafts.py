"""The drafts from which Bitstring Status List came, for reading only: Status List 2021 and Revocation List 2020.

They left open in which order bits stand in a byte until February 2023 (w3c/vc-bitstring-status-list, 36), and issuers
wrote them either way. So a status counts only where both ways of reading say the same; else it can't be told, which is
neither revoked nor fine.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Any

from openlaurel.core.status.bitstring import MAXIMUM_BITS, MINIMUM_LENGTH
from openlaurel.core.status.errors import StatusError


@dataclass(frozen=True)
class Draft:
    """How one draft calls its entry, its list and the list's credential; a `purpose` where entries say none."""

    entry: str
    list: str
    credential: str
    index: str
    address: str
    purpose: str = ""


STATUS_LIST_2021 = Draft(
    "StatusList2021Entry",
    "StatusList2021",
    "StatusList2021Credential",
    "statusListIndex",
    "statusListCredential",
)
REVOCATION_LIST_2020 = Draft(
    "RevocationList2020Status",
    "RevocationList2020",
    "RevocationList2020Credential",
    "revocationListIndex",
    "revocationListCredential",
    "revocation",
)
DRAFTS = {draft.entry: draft for draft in (STATUS_LIST_2021, REVOCATION_LIST_2020)}


def read_bit(encoded: Any, index: int) -> int:
    """This function will return the bit `index` of an `encodedList` of a draft: base64 of a gzip or zlib stream.

    Raises StatusError for one that can't be read, and where it depends on the order of bits in a byte.
    """
    bits = _bits(encoded)
    if len(bits) * 8 < MINIMUM_LENGTH:
        raise StatusError(f"A status list has at least {MINIMUM_LENGTH} entries, a multiple of 8.")
    if index >= len(bits) * 8:
        raise StatusError(f"The index {index} is outside the list of {len(bits) * 8} entries.")
    byte, place = bits[index // 8], index % 8
    from_left, from_right = byte >> 7 - place & 1, byte >> place & 1
    if from_left != from_right:
        raise StatusError(
            "The status list is of a draft that left open in which order its bits stand, and the two orders say "
            "different things here."
        )
    return from_left


def _bits(encoded: Any) -> bytes:
    if not isinstance(encoded, str):
        raise StatusError("The status list holds no encodedList.")
    try:
        raw = encoded.rstrip("=").replace("+", "-").replace("/", "_").encode("ascii")
        data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise StatusError("The encodedList isn't base64url.") from error
    reader = zlib.decompressobj(wbits=47)  # a gzip or a zlib header, whichever is there
    try:
        bits = reader.decompress(data, MAXIMUM_BITS // 8 + 1)
    except zlib.error as error:
        raise StatusError("The status list isn't valid gzip.") from error
    if len(bits) > MAXIMUM_BITS // 8:
        raise StatusError(f"The status list has more than {MAXIMUM_BITS} bits.")
    if not reader.eof:
        raise StatusError("The status list's gzip is cut off.")
    return bits
