"""Searching the catalogue: words, filters and an order, all of which stand in the page's address."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries.achievements import published_versions
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import language_name
from openlaurel.core.searching import search_form

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


@dataclass(frozen=True)
class Filters:
    """What somebody looks for. Empty means any; `only` are the achievements to choose from, None meaning all."""

    words: str = ""
    level: str = ""
    language: str = ""
    organisation: str = ""
    hours: str = ""
    price: str = ""
    order: str = "best"
    only: "frozenset[UUID] | QuerySet[Any] | None" = None

    @property
    def is_narrowed(self) -> bool:
        narrowing = (self.words, self.level, self.language, self.organisation, self.hours, self.price)
        return any(narrowing) or self.only is not None


def search_catalogue(
    filters: Filters, page: int | str | None = 1, size: int | None = None
) -> Page[AchievementVersion]:
    """This function will return one page of the published achievements that match, in the order asked for.

    Words are looked for without regard to case and accents in the name, description, outcomes, skills, tags,
    awarding body and organisation, and all must be found. A page that doesn't exist gives the nearest one.
    """
    return Paginator(found_versions(filters), size or PAGE_SIZE).get_page(page)


def found_versions(filters: Filters) -> QuerySet[AchievementVersion]:
    """This function will return all published achievements that match, in the order asked for."""
    versions = published_versions()
    phrase = search_form(filters.words)
    for word in phrase.split()[:_WORDS_USED]:
        versions = versions.filter(
            Q(search_text__contains=word) | Q(achievement__organisation__search_name__contains=word)
        )
    exact = {
        "level": filters.level,
        "language": filters.language,
        "achievement__organisation__handle": filters.organisation,
    }
    versions = versions.filter(**{column: value for column, value in exact.items() if value})
    if filters.hours in HOURS:
        versions = versions.filter(workload_hours__range=HOURS[filters.hours][1])
    if filters.price == "free":
        versions = versions.filter(price_amount=0)
    elif filters.price == "paid":
        versions = versions.filter(price_amount__gt=0)
    if filters.only is not None:
        versions = versions.filter(achievement__in=filters.only)
    return _ordered(versions, filters.order, phrase)


def _ordered(versions: QuerySet[AchievementVersion], order: str, phrase: str) -> QuerySet[AchievementVersion]:
    # `search_text` begins with the name in its search form, so it also sorts names without regard to accents.
    match order:
        case "name":
            return versions.order_by("search_text", "id")
        case "shortest":
            return versions.order_by("workload_hours", "search_text", "id")
        case "newest":
            return versions.order_by("-published_at", "id")
    if not phrase:
        return versions.order_by("-published_at", "id")
    closeness = Case(
        When(search_text__startswith=phrase, then=Value(0)),
        When(search_text__contains=phrase, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return versions.annotate(closeness=closeness).order_by("closeness", "search_text", "id")


def catalogue_languages() -> list[tuple[str, str]]:
    """This function will return (code, own name) of the languages in which something is offered."""
    codes = published_versions().order_by().values_list("language", flat=True).distinct()
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1].casefold())


def catalogue_organisations() -> list[tuple[str, str]]:
    """This function will return (handle, name) of the organisations that offer something, by name."""
    offering = published_versions().order_by().values("achievement__organisation")
    return list(
        Profile.objects.filter(id__in=offering)
        .order_by("search_name", "handle")
        .values_list("handle", "name")
    )
