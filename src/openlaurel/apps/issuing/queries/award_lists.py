"""The list of an organisation's badges: filtered, searched, and read page by page however long it is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.search_index import sought
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries.long_pages import (
    MOST_COUNTED,
    Line,
    Place,
    counted,
    in_order,
)
from openlaurel.core.searching import search_form

HIDDEN_COLUMNS = ("version__artwork_svg", "version__artwork_png", "version__search_text")
# So many badges are read in order before an index is asked.
NEAR = 5_000
# What an issuer asks of a list of badges, finer than the states: how far each one got.
STAGES = {
    "unmailed": gettext_lazy("Not mailed"),
    "mail_failed": gettext_lazy("Mail failed"),
    "mailed": gettext_lazy("Mailed"),
    "opened": gettext_lazy("Claim page opened"),
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
    "revoked": gettext_lazy("Revoked"),
    "expired": gettext_lazy("Expired"),
    "suspended": gettext_lazy("Suspended"),
}


@dataclass(frozen=True)
class AwardFilters:
    """Which awards of an organisation to list. `stage` is a key of STAGES; empty fields filter nothing."""

    words: str = ""
    stage: str = ""
    achievement: str = ""


def list_awards(
    organisation: Profile, filters: AwardFilters = AwardFilters(), *, now: datetime
) -> QuerySet[Award]:
    """This function will return an organisation's awards, newest first, without the pictures' bytes.

    Of the words each begins a word of the recipient's name or address.
    """
    awards = _narrowed(organisation, filters, now)
    words = " ".join(word for word, _ in sought(search_form(filters.words)))
    return awards.filter(search_text__finds=search_form(filters.words)) if words else awards


def award_line(
    organisation: Profile, filters: AwardFilters, place: Place, most: int, *, now: datetime
) -> Line[Award]:
    """This function will return `list_awards` in the way in which `most` of them are read soonest from `place` on.

    That takes the same time whether few badges match or most do. Where so many match words, nobody counts them.
    """
    by = "valid_until" if filters.stage == "expired" else "created_at"
    rows = list_awards(organisation, filters, now=now)
    if not filters.words and not filters.achievement:
        return Line.of(rows, by)
    everything = Award.objects.filter(organisation=organisation)
    in_line = _narrowed(organisation, filters, now)
    if not everything.order_by()[NEAR : NEAR + 1].exists():
        return Line.of(in_line, by)
    if _is_dense(everything, in_line, place, most, by):
        return Line(in_line, by, None if filters.words else counted(rows))
    few = list(rows.order_by().values_list("pk", by)[: MOST_COUNTED + 1])
    if len(few) <= MOST_COUNTED:
        return Line(rows, by, len(few), few)
    return Line.of(rows, by)


def _is_dense(
    everything: QuerySet[Award], in_line: QuerySet[Award], place: Place, size: int, by: str
) -> bool:
    """Whether a page is full after reading not too far from its place on: then no index is asked."""
    line = in_order(everything.filter(**{f"{by}__isnull": False}), place, by)
    edge = line.values_list(by, flat=True)[NEAR : NEAR + 1].first()
    if edge is None:
        return True
    sign = "gte" if place.is_forward else "lte"
    near = in_order(in_line, place, by).filter(**{f"{by}__{sign}": edge})
    return len(near.values_list("pk", flat=True)[: size + 1]) > size


def _narrowed(organisation: Profile, filters: AwardFilters, now: datetime) -> QuerySet[Award]:
    """What a list holds, told from each badge alone, without the index of words."""
    awards = _whole(Award.objects.filter(organisation=organisation))
    for word in search_form(filters.words).split():
        awards = awards.filter(search_text__contains=word)
    if filters.achievement:
        versions = AchievementVersion.objects.filter(
            achievement__organisation=organisation, achievement__slug=filters.achievement
        )
        awards = awards.filter(version__in=list(versions.values_list("pk", flat=True)))
    if filters.stage in STAGES:
        awards = awards.filter(_stage(filters.stage, now))
    return awards


def _whole(awards: QuerySet[Award]) -> QuerySet[Award]:
    return awards.select_related("organisation", "version__achievement", "own_fields__field_set").defer(
        *HIDDEN_COLUMNS
    )


def _stage(stage: str, now: datetime) -> Q:
    if stage == "expired":
        return Q(valid_until__lte=now) & ~Q(state=AwardState.REVOKED)
    return Q(suspended_at__isnull=False) if stage == "suspended" else Q(stage=stage)


def stage_of(award: Award) -> str:
    """This function will return how far an award got, as a key of STAGES; "expired" and "suspended" are never among them."""
    if award.state != AwardState.OFFERED:
        return award.state
    if award.mail_error:
        return "mail_failed"
    if award.opened_at is not None:
        return "opened"
    return "mailed" if award.mailed_at is not None else "unmailed"
