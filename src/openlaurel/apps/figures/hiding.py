"""What is hidden so that figures say nothing about a single person (docs/guides/figures.md explains why it suffices)."""

import hmac
from collections.abc import Mapping
from hashlib import sha256

LEAST = 5


def hide_small(counts: Mapping[str, int]) -> dict[str, int | None]:
    """This function will replace counts of 1 to 4 by None, and one more where the hidden ones could be told from a total.

    What is hidden together is at least five, unless there is nothing else to hide it among.
    """
    hidden = {name for name, count in counts.items() if 0 < count < LEAST}
    while hidden and sum(counts[name] for name in hidden) < LEAST:
        others = [name for name, count in counts.items() if count and name not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda name: counts[name]))
    return {name: None if name in hidden else count for name, count in counts.items()}


def rounded(count: int, *, most: int, cell: str, key: bytes) -> int:
    """This function will return a multiple of five near `count`, at most `most`: the one above or below it, by chance.

    The chance is such that it is right on average, and it is drawn once for each `cell`, from the installation's key:
    asking again, or for a larger group, tells no more.
    """
    lift = hmac.digest(key, cell.encode(), sha256)[0] % LEAST
    return min(LEAST * ((count + lift) // LEAST), LEAST * (most // LEAST))
