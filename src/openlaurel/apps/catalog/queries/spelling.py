"""Words that somebody typed, as the catalogue has them: a slip of the keyboard finds what was meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import QuerySet

from openlaurel.apps.catalog.models import SearchWord
from openlaurel.apps.catalog.models.listings import LONGEST_WORD
from openlaurel.apps.catalog.search_index import AnyOf
from openlaurel.core.searching import slips_between, without_letters

SHORTEST_WITH_A_SLIP, SHORTEST_WITH_TWO = 4, 8
MOST_INSTEAD = 4
_MOST_COMPARED = 400
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Spelled:
    """A word as it was typed, and those that are looked for instead, because nothing has a word that begins with it."""

    typed: str
    instead: tuple[str, ...] = ()

    @property
    def wanted(self) -> AnyOf:
        return [(word, False) for word in self.instead] or [(self.typed, True)]


def spelled(words: Sequence[str]) -> list[Spelled]:
    """This function will return each word with what to look for instead of it, if the catalogue has none like it."""
    return [Spelled(word, () if _beginning_with(word).exists() else _nearest(word)) for word in words]


def _nearest(typed: str) -> tuple[str, ...]:
    """The words with the fewest slips between: at most one, from eight letters on two; none for a short word or a number."""
    if not SHORTEST_WITH_A_SLIP <= len(typed) < LONGEST_WORD or not typed.isalpha():
        return ()
    most = 2 if len(typed) >= SHORTEST_WITH_TWO else 1
    alike = SearchWord.objects.filter(forms__text__in=without_letters(typed, most)).distinct()
    found = {
        word: slips
        for word in alike.values_list("text", flat=True)[:_MOST_COMPARED]
        if (slips := slips_between(typed, word)) <= most
    }
    fewest = min(found.values(), default=0)
    return tuple(sorted(word for word, slips in found.items() if slips == fewest))[:MOST_INSTEAD]


def _beginning_with(word: str) -> QuerySet[SearchWord]:
    rows = SearchWord.objects.all()
    if connections[rows.db].vendor == "sqlite":
        # LIKE would look at every word; the bytes of the column are in order.
        return rows.filter(text__gte=word, text__lt=word + _LAST)
    return rows.filter(text__startswith=word)
