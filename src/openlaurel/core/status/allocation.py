"""Which index the next credential gets: every index once, in an order that tells nothing."""

import hashlib
import hmac

ROUNDS = 8


def random_index(key: bytes, counter: int, capacity: int) -> int:
    """This function will return the index of credential number `counter` in a list of `capacity` entries.

    A Feistel network keyed with `key` permutes the next power of four; values beyond the capacity walk on to the
    next (cycle walking), so that 0 ≤ counter < capacity gives each index exactly once.
    Raises ValueError for a counter outside the list.
    """
    if not 0 <= counter < capacity:
        raise ValueError(f"The list of {capacity} entries is full.")
    half = max(1, ((capacity - 1).bit_length() + 1) // 2)
    index = _permute(key, counter, half)
    while index >= capacity:
        index = _permute(key, index, half)
    return index


def _permute(key: bytes, value: int, half: int) -> int:
    mask = (1 << half) - 1
    left, right = value >> half, value & mask
    for number in range(ROUNDS):
        digest = hmac.digest(key, bytes([number]) + right.to_bytes(8, "big"), hashlib.sha256)
        left, right = right, left ^ (int.from_bytes(digest[:8], "big") & mask)
    return left << half | right
