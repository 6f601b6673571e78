"""Answers for visitors that a web process keeps at hand, so that a badge that many look at is verified and set once.

An answer is given again only while what it rests on is the same in the database, which each request asks: so a badge
that is revoked, suspended, corrected or hidden shows so at once, whichever process did it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.http import HttpResponse
from django.urls import ResolverMatch
from django.utils import timezone

from openlaurel.apps.figures.services import Countable, countable
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.pages.queries.award_page import is_public
from openlaurel.apps.pages.queries.stamps import Stamp

# What no stamp has, such as the name of a skill, and the moment at which a page says that it was checked, is at most so old.
LONGEST = timedelta(minutes=5)
# Beside its bytes an answer takes so many more: its headers, its stamp, its place.
BESIDE = 4096
VIEW = "view"


@dataclass(frozen=True)
class Keepable:
    """A view says by this, in the attribute `keepable` of an answer, that it is the same for all who aren't signed in.

    `until` is when it begins to differ without anybody's doing; `counted_as` is VIEW, the channel of a share when it
    was asked for on the badge's page, or empty.
    """

    award: Countable
    until: datetime
    counted_as: str = ""


def may_keep(response: HttpResponse, award: Award, counted_as: str = "") -> HttpResponse:
    """This function will mark an answer about an award that everybody may see as one that may be kept.

    The badge that took the place of one that was renewed may be hidden by itself, so that the page of the former isn't kept.
    """
    if is_public(award) and award.renewed_by_id is None:
        now = timezone.now()
        turns = [moment for moment in (award.valid_from, award.valid_until) if moment and moment > now]
        keepable = Keepable(countable(award), min([now + LONGEST, *turns]), counted_as)
        response.keepable = keepable  # type: ignore[attr-defined]
    return response


@dataclass(frozen=True)
class KeptAnswer:
    keepable: Keepable
    stamp: Stamp
    etag: str
    headers: dict[str, str]
    body: bytes
    match: ResolverMatch | None

    @property
    def size(self) -> int:
        return len(self.body) + BESIDE


class Shelf:
    """Holds answers by what they were asked with, at most `most` bytes of them; what wasn't asked for longest goes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return self._size

    def get(self, key: Hashable) -> KeptAnswer | None:
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: KeptAnswer) -> None:
        """Keeps an answer in place of the one before; one that would take an eighth of the room isn't kept."""
        self.drop(key)
        if answer.size > self.most // 8:
            return
        with self._lock:
            self._kept[key] = answer
            self._size += answer.size
            while self._size > self.most:
                _, oldest = self._kept.popitem(last=False)
                self._size -= oldest.size

    def drop(self, key: Hashable) -> None:
        with self._lock:
            gone = self._kept.pop(key, None)
            self._size -= gone.size if gone is not None else 0

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0


shelf = Shelf(settings.PAGE_MEMORY * 1024 * 1024)
