"""The bits of a Bitstring Status List (W3C Bitstring Status List 1.0, section 3)."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib

from openlaurel.core.status.errors import StatusError

MINIMUM_LENGTH = 131_072
MAXIMUM_LENGTH = 67_108_864


class Bitstring:
    """A list of bits, the first being the most significant of the first byte (3.3)."""

    def __init__(self, length: int = MINIMUM_LENGTH, data: bytes | None = None) -> None:
        if length < MINIMUM_LENGTH or length % 8:
            raise StatusError(f"A status list has at least {MINIMUM_LENGTH} entries, a multiple of 8.")
        self._bytes = bytearray(length // 8 if data is None else data)
        if len(self._bytes) * 8 != length:
            raise StatusError("The bits don't fill the list.")

    def __len__(self) -> int:
        return len(self._bytes) * 8

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise StatusError(f"The index {index} is outside the list of {len(self)} entries.")
        return index // 8, 0x80 >> index % 8

    def get(self, index: int) -> bool:
        byte, mask = self._place(index)
        return bool(self._bytes[byte] & mask)

    def set(self, index: int, value: bool = True) -> None:
        byte, mask = self._place(index)
        self._bytes[byte] = self._bytes[byte] | mask if value else self._bytes[byte] & ~mask

    def compress(self) -> bytes:
        """This function will return the gzip of the bits; the same bits give the same bytes."""
        return gzip.compress(bytes(self._bytes), mtime=0)

    def encode(self) -> str:
        """This function will return the `encodedList`: multibase base64url of the gzip (3.2)."""
        return "u" + base64.urlsafe_b64encode(self.compress()).rstrip(b"=").decode()

    @classmethod
    def decompress(cls, data: bytes, *, maximum: int = MAXIMUM_LENGTH) -> Bitstring:
        """This function will read the gzip of at most `maximum` bits; raises StatusError."""
        reader = zlib.decompressobj(wbits=31)
        try:
            bits = reader.decompress(data, maximum // 8 + 1)
        except zlib.error as error:
            raise StatusError("The status list isn't valid gzip.") from error
        if len(bits) > maximum // 8:
            raise StatusError(f"The status list has more than {maximum} entries.")
        if not reader.eof:
            raise StatusError("The status list's gzip is cut off.")
        return cls(len(bits) * 8, bits)

    @classmethod
    def decode(cls, text: str, *, maximum: int = MAXIMUM_LENGTH) -> Bitstring:
        """This function will read an `encodedList`; raises StatusError."""
        if not text.startswith("u"):
            raise StatusError("The encodedList must be multibase base64url and start with 'u'.")
        try:
            raw = text[1:].rstrip("=").encode("ascii")
            data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error) as error:
            raise StatusError("The encodedList isn't base64url.") from error
        return cls.decompress(data, maximum=maximum)
