"""Which index the next credential gets: every index once, in an order that tells nothing."""

import hashlib
import hmac
import struct
from collections.abc import Sequence

ROUNDS = 8
_WORDS = struct.Struct(">16I")


def random_indexes(key: bytes, counters: Sequence[int], capacity: int) -> list[int]:
    """This function will return the indexes of the credentials with these numbers in a list of `capacity` entries.

    A Feistel network keyed with `key` permutes the next power of four; values beyond the capacity walk on to the
    next (cycle walking), so that 0 ≤ counter < capacity gives each index exactly once.
    Raises ValueError for a counter outside the list.
    """
    half = max(1, ((capacity - 1).bit_length() + 1) // 2)
    rounds = [_round(key, number, half) for number in range(ROUNDS)]
    indexes = []
    for counter in counters:
        if not 0 <= counter < capacity:
            raise ValueError(f"The list of {capacity} entries is full.")
        index = _permute(rounds, counter, half)
        while index >= capacity:
            index = _permute(rounds, index, half)
        indexes.append(index)
    return indexes


def _round(key: bytes, number: int, half: int) -> list[int]:
    """What a round adds to the left half, for each value of the right half: 16 values from one digest."""
    mask = (1 << half) - 1
    return [
        word & mask
        for block in range((mask >> 4) + 1)
        for word in _WORDS.unpack(
            hmac.digest(key, bytes([number]) + block.to_bytes(8, "big"), hashlib.sha512)
        )
    ]


def _permute(rounds: Sequence[Sequence[int]], value: int, half: int) -> int:
    left, right = value >> half, value & (1 << half) - 1
    for added in rounds:
        left, right = right, left ^ added[right]
    return left << half | right
