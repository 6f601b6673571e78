"""What apps above the catalogue add to its pages: how something is earned here, and who holds it.

They register in their `ready()`; the catalogue doesn't know them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import Achievement


@dataclass(frozen=True)
class Earning:
    """The course by which an achievement is earned on this site.

    `enrol_url` takes a POST; `url` is the course's page. `steps` are sentences such as "3 lessons, about 2 hours".
    """

    title: str
    summary: str
    language: str
    url: str
    enrol_url: str
    steps: tuple[str, ...] = ()
    is_enrolled: bool = False
    is_completed: bool = False


@dataclass(frozen=True)
class PartOf:
    """A programme that an achievement belongs to."""

    name: str
    language: str
    url: str


Earnable = Callable[[], QuerySet[Any]]
EarningOf = Callable[[Achievement, Account | None], Earning | None]
HoldersOf = Callable[[Achievement], dict[UUID, int]]
ProgrammesOf = Callable[[Achievement], list[PartOf]]


@dataclass
class _Registered:
    earnable: Earnable | None = None
    earning_of: EarningOf | None = None
    holders_of: HoldersOf | None = None
    programmes_of: ProgrammesOf | None = None


_registered = _Registered()


def register_earning(*, earnable: Earnable, earning_of: EarningOf) -> None:
    """This function will have the catalogue say what can be earned here.

    `earnable()` gives the ids of achievements with a published course, as a queryset of one column;
    `earning_of(achievement, account)` the course of one of them, seen by that account.
    """
    _registered.earnable, _registered.earning_of = earnable, earning_of


def register_holders(holders_of: HoldersOf) -> None:
    """This function will have the workspace say how many hold each version: {version id: number of valid awards}."""
    _registered.holders_of = holders_of


def register_programmes(programmes_of: ProgrammesOf) -> None:
    """This function will have an achievement's page say which programmes it belongs to."""
    _registered.programmes_of = programmes_of


def programmes_of(achievement: Achievement) -> list[PartOf]:
    return _registered.programmes_of(achievement) if _registered.programmes_of else []


def earnable_ids() -> QuerySet[Any] | frozenset[UUID]:
    return _registered.earnable() if _registered.earnable else frozenset()


def earning_of(achievement: Achievement, account: Account | None) -> Earning | None:
    return _registered.earning_of(achievement, account) if _registered.earning_of else None


def holders_of(achievement: Achievement) -> dict[UUID, int]:
    return _registered.holders_of(achievement) if _registered.holders_of else {}
