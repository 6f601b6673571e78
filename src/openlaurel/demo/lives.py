"""What people do with badges, drawn by chance: most answer within a day, some never, and some show what they have."""

import random
from dataclasses import dataclass

WAITS = ((0.34, 1.0), (0.66, 20.0), (0.82, 70.0), (0.93, 160.0), (0.98, 600.0), (1.0, 1500.0))
ORIGINS = ("social",) * 9 + ("direct",) * 6 + ("jobs",) * 4 + ("mail",) * 2 + ("search", "other", "own")
CHANNELS = (
    ("linkedin",) * 10
    + ("post",) * 4
    + ("certificate",) * 4
    + ("mail",) * 3
    + ("picture",) * 2
    + ("document",)
)


@dataclass(frozen=True)
class Life:
    """What becomes of one badge. Hours count from issuing, and None means that it doesn't happen."""

    opened: float | None = None
    accepted: float | None = None
    declined: float | None = None
    revoked: float | None = None
    shows_name: bool = False
    channels: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    verifications: tuple[str, ...] = ()


def draw_life(chance: random.Random, progress: float) -> Life:
    """This function will draw one life. `progress` goes from 0 to 1 over the time that the story takes.

    The further it is, the more people answer, and the more of them show what they have.
    """
    luck, wait = chance.random(), _wait(chance)
    accepts = 0.66 + 0.12 * progress
    if luck > accepts + 0.13:
        return Life()
    if luck > accepts + 0.03:
        return Life(opened=wait)
    if luck > accepts:
        return Life(opened=wait, declined=wait + 0.2)
    shares = chance.random() < 0.35 + 0.2 * progress
    channels = tuple(chance.choice(CHANNELS) for _ in range(chance.choice((1, 1, 1, 2)))) if shares else ()
    views = tuple(chance.choice(ORIGINS) for _ in range(int(chance.expovariate(0.28 if shares else 1.4))))
    checks = tuple(
        chance.choice((*ORIGINS[6:], "program"))
        for _ in range(int(chance.expovariate(1.1))) if shares or chance.random() < 0.2
    )  # fmt: skip
    return Life(
        opened=wait,
        accepted=wait + 0.05,
        revoked=wait + 700 if chance.random() < 0.006 else None,
        shows_name=chance.random() < 0.67,
        channels=channels,
        views=views if views or not checks else ("direct",),
        verifications=checks,
    )


def _wait(chance: random.Random) -> float:
    luck, before = chance.random(), 0.05
    for share, hours in WAITS:
        if luck <= share:
            return before + (hours - before) * chance.random()
        before = hours
    return before
