"""Status lists that were unpacked: all badges of a programme name the same few lists.

What a text unpacks to depends on nothing but the text. Whether the list counts (its proof, its issuer, its validity) is
asked for each badge.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from openlaurel.core.status.bitstring import Bitstring

MAX_BYTES = 16 * 1024 * 1024


class UnpackedLists:
    """The lists that were asked for last, as many as fit into `max_bytes` with their texts. Threads may share one."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes, self._bytes = max_bytes, 0
        self._lists: OrderedDict[tuple[str, int], Bitstring] = OrderedDict()
        self._lock = Lock()

    @property
    def bytes_held(self) -> int:
        """How many bytes the texts and the bits that are remembered take."""
        return self._bytes

    def value(self, encoded: str, index: int, *, size: int = 1) -> int:
        """This function will return the value at `index` of an `encodedList` of values of `size` bits.

        Raises StatusError as `Bitstring.decode` and `Bitstring.get`. A list that can't be read is not remembered.
        """
        key = encoded, size
        with self._lock:
            bits = self._lists.get(key)
            if bits is not None:
                self._lists.move_to_end(key)
        if bits is None:
            bits = Bitstring.decode(encoded, size=size)
            self._remember(key, bits)
        return bits.get(index)

    def _remember(self, key: tuple[str, int], bits: Bitstring) -> None:
        needed = _bytes_of(key, bits)
        with self._lock:
            if needed > self._max_bytes or key in self._lists:
                return
            self._lists[key] = bits
            self._bytes += needed
            while self._bytes > self._max_bytes:
                self._bytes -= _bytes_of(*self._lists.popitem(last=False))


def _bytes_of(key: tuple[str, int], bits: Bitstring) -> int:
    return len(key[0]) + len(bits) * bits.size // 8
