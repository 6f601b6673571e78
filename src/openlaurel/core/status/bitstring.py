"""The values of a Bitstring Status List (W3C Bitstring Status List 1.0, section 3)."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib

from openlaurel.core.status.errors import StatusError

MINIMUM_LENGTH = 131_072
MAXIMUM_BITS = 67_108_864
MAXIMUM_SIZE = 8


class Bitstring:
    """A list of `length` values of `size` bits each; index 0 is at the left, the most significant bit first (3.3)."""

    def __init__(self, length: int = MINIMUM_LENGTH, data: bytes | None = None, *, size: int = 1) -> None:
        if not 1 <= size <= MAXIMUM_SIZE:
            raise StatusError(f"A status has 1 to {MAXIMUM_SIZE} bits, not {size}.")
        if length < MINIMUM_LENGTH or (data is None and length % 8):
            raise StatusError(f"A status list has at least {MINIMUM_LENGTH} entries, a multiple of 8.")
        self.size = size
        self._length = length
        self._bytes = bytearray(length * size // 8 if data is None else data)
        if len(self._bytes) * 8 // size != length:
            raise StatusError("The bits don't fill the list.")

    def __len__(self) -> int:
        return self._length

    def get(self, index: int) -> int:
        """This function will return the value at `index`, 0 to 2^size - 1; raises StatusError outside of the list."""
        first, last, shift = self._place(index)
        return int.from_bytes(self._bytes[first:last], "big") >> shift & self._mask

    def set(self, index: int, value: int = 1) -> None:
        """This function will put `value` at `index`; raises StatusError for one that doesn't fit."""
        if not 0 <= value <= self._mask:
            raise StatusError(f"The value {int(value)} doesn't fit into a status of {self.size} bits.")
        first, last, shift = self._place(index)
        others = int.from_bytes(self._bytes[first:last], "big") & ~(self._mask << shift)
        self._bytes[first:last] = (others | int(value) << shift).to_bytes(last - first, "big")

    @property
    def _mask(self) -> int:
        return (1 << self.size) - 1

    def _place(self, index: int) -> tuple[int, int, int]:
        """The bytes that hold a value, from and to, and how far it is from the right of them."""
        if not 0 <= index < self._length:
            raise StatusError(f"The index {index} is outside the list of {self._length} entries.")
        end = (index + 1) * self.size
        last = (end + 7) // 8
        return index * self.size // 8, last, last * 8 - end

    def compress(self) -> bytes:
        """This function will return the gzip of the bits; the same bits give the same bytes."""
        return gzip.compress(bytes(self._bytes), mtime=0)

    def encode(self) -> str:
        """This function will return the `encodedList`: multibase base64url of the gzip (3.2)."""
        return "u" + base64.urlsafe_b64encode(self.compress()).rstrip(b"=").decode()

    @classmethod
    def decompress(cls, data: bytes, *, size: int = 1, maximum: int = MAXIMUM_BITS) -> Bitstring:
        """This function will read the gzip of at most `maximum` bits; raises StatusError."""
        reader = zlib.decompressobj(wbits=31)
        try:
            bits = reader.decompress(data, maximum // 8 + 1)
        except zlib.error as error:
            raise StatusError("The status list isn't valid gzip.") from error
        if len(bits) > maximum // 8:
            raise StatusError(f"The status list has more than {maximum} bits.")
        if not reader.eof:
            raise StatusError("The status list's gzip is cut off.")
        length = len(bits) * 8 // max(size, 1)
        return cls(length, bits, size=size)

    @classmethod
    def decode(cls, text: str, *, size: int = 1, maximum: int = MAXIMUM_BITS) -> Bitstring:
        """This function will read an `encodedList`; raises StatusError."""
        if not text.startswith("u"):
            raise StatusError("The encodedList must be multibase base64url and start with 'u'.")
        try:
            raw = text[1:].rstrip("=").encode("ascii")
            data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error) as error:
            raise StatusError("The encodedList isn't base64url.") from error
        return cls.decompress(data, size=size, maximum=maximum)
