"""Searching the catalogue: words, filters and an order, all of which stand in the page's address."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, overload
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.models import AchievementVersion, Listing
from openlaurel.apps.catalog.queries.achievements import published_versions
from openlaurel.apps.catalog.queries.spelling import Spelled, spelled
from openlaurel.apps.catalog.search_index import matching
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import language_name
from openlaurel.core.searching import search_form, words_of

HOURS: dict[str, tuple[Promise, tuple[int, int]]] = {
    "10": (_("Up to 10 hours"), (0, 10)),
    "40": (_("11 to 40 hours"), (11, 40)),
    "100": (_("41 to 100 hours"), (41, 100)),
    "more": (_("More than 100 hours"), (101, 1_000_000)),
}
PRICES: dict[str, Promise] = {"free": _("Free"), "paid": _("With a price")}
ORDERS: dict[str, Promise] = {
    "best": _("Best match"),
    "newest": _("Newest first"),
    "name": _("Name, A to Z"),
    "shortest": _("Shortest first"),
}
PAGE_SIZE = 24
_WORDS_USED = 8
_ORDERED_BY = {
    "name": ("name", "id"),
    "shortest": ("workload_hours", "name", "id"),
    "newest": ("-published_at", "id"),
}


@dataclass(frozen=True)
class Filters:
    """What somebody looks for. Empty means any; `only` are the achievements to choose from, None meaning all."""

    words: str = ""
    level: str = ""
    language: str = ""
    organisation: str = ""
    hours: str = ""
    price: str = ""
    delivery: str = ""
    credit: bool = False
    order: str = "best"
    only: "frozenset[UUID] | QuerySet[Any] | None" = None

    @property
    def is_narrowed(self) -> bool:
        narrowing = (
            self.words, self.level, self.language, self.organisation, self.hours, self.price, self.delivery
        )  # fmt: skip
        return any(narrowing) or self.credit or self.only is not None


@dataclass(frozen=True)
class Found(Sequence[AchievementVersion]):
    """Published achievements in order, read when they are asked for; and the words that were read as others."""

    listings: QuerySet[Listing]
    spelled: tuple[Spelled, ...] = field(default=())

    def count(self, value: Any = None) -> int:
        """This function will return how many there are."""
        return self.listings.count()

    def __len__(self) -> int:
        return self.count()

    @overload
    def __getitem__(self, wanted: int) -> AchievementVersion: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[AchievementVersion]: ...
    def __getitem__(self, wanted: int | slice) -> AchievementVersion | list[AchievementVersion]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        ids = [listing.version_id for listing in self.listings.only("version_id")[wanted]]
        versions = published_versions().in_bulk(ids)
        return [versions[version_id] for version_id in ids if version_id in versions]


def search_catalogue(
    filters: Filters, page: int | str | None = 1, size: int | None = None
) -> Page[AchievementVersion]:
    """This function will return one page of the published achievements that match, in the order asked for.

    Words are looked for without regard to case and accents in the name, description, outcomes, skills, what else those
    are called, tags, awarding body and organisation, and all must be found, each at least as the beginning of one. A
    word that no listing has is read as the nearest that one has.
    """
    return page_found(found_versions(filters), page, size)


def page_found(found: Found, page: int | str | None = 1, size: int | None = None) -> Page[AchievementVersion]:
    """This function will return one page of what was found; one that doesn't exist gives the nearest one."""
    return Paginator(found, size or PAGE_SIZE).get_page(page)


def found_versions(filters: Filters) -> Found:
    """This function will return all published achievements that match, in the order asked for."""
    listings, words = Listing.objects.all(), words_of(filters.words)[:_WORDS_USED]
    exact = {
        "level": filters.level,
        "language": filters.language,
        "organisation__handle": filters.organisation,
        "participation": filters.delivery,
    }
    listings = listings.filter(**{column: value for column, value in exact.items() if value})
    if filters.hours in HOURS:
        listings = listings.filter(workload_hours__range=HOURS[filters.hours][1])
    if filters.price in PRICES:
        listings = listings.filter(is_free=filters.price == "free")
    if filters.credit:
        listings = listings.filter(bears_credit=True)
    if filters.only is not None:
        listings = listings.filter(achievement__in=filters.only)
    if not words:
        # What was typed holds no letter and no digit: nothing is called that.
        listings = listings.none() if filters.words.strip() else listings
        return Found(listings.order_by(*_ORDERED_BY.get(filters.order, _ORDERED_BY["newest"])))
    read = spelled(words)
    phrase = search_form(filters.words)
    listings = matching(listings, [one.wanted for one in read]).annotate(
        begins=Case(
            When(name__startswith=phrase, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
    )
    order = _ORDERED_BY.get(filters.order, ("begins", "distance", "name", "id"))
    return Found(listings.order_by(*order), tuple(one for one in read if one.instead))


def catalogue_languages() -> list[tuple[str, str]]:
    """This function will return (code, own name) of the languages in which something is offered."""
    codes = Listing.objects.order_by().values_list("language", flat=True).distinct()
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1].casefold())


def catalogue_organisations() -> list[tuple[str, str]]:
    """This function will return (handle, name) of the organisations that offer something, by name."""
    offering = Listing.objects.order_by().values("organisation")
    return list(
        Profile.objects.filter(id__in=offering)
        .order_by("search_name", "handle")
        .values_list("handle", "name")
    )
