"""What people earned next, in numbers that say nothing about a single person."""

from collections.abc import Collection
from uuid import UUID

from openlaurel.apps.figures.models import Sequel

# A number is told as the next of these below, so that one person more or fewer can't be seen.
_STEPS = tuple(step * 10**power for power in range(8) for step in (1, 2, 5))[2:]
MOST = 5


def sequels_of(achievement_ids: Collection[UUID]) -> list[tuple[UUID, UUID, int]]:
    """This function will return (achievement, what was earned next, by at least how many people), most people first.

    For each achievement at most five.
    """
    rows = Sequel.objects.filter(achievement__in=achievement_ids).order_by("-people", "following")
    found: dict[UUID, list[tuple[UUID, UUID, int]]] = {}
    for first, second, people in rows.values_list("achievement", "following", "people"):
        own = found.setdefault(first, [])
        if len(own) < MOST:
            own.append((first, second, at_least(people)))
    return [line for own in found.values() for line in own]


def at_least(people: int) -> int:
    """This function will round a number of people down to 5, 10, 20, 50, 100 and so on."""
    return max(step for step in _STEPS if step <= people)
