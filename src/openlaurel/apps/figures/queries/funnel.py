"""How far badges get: the stages of the funnel, why badges were lost at each, and how long people took to accept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.figures.hiding import LEAST, hide_small
from openlaurel.apps.figures.queries.selection import REACHED, WAITS, Selection, tallies, units

STAGES = {
    "issued": _("Issued"),
    "sent": _("Sent"),
    "delivered": _("Delivered"),
    "opened": _("Claim page opened"),
    "accepted": _("Accepted"),
    "shared": _("Shared"),
    "viewed": _("Viewed by others"),
    "verified": _("Verified"),
}
# By stage, the columns of those who got to the one before and no further.
LOSSES: Mapping[str, Mapping[str, object]] = {
    "sent": {
        "quiet": _("Issued without a mail"),
        "waiting": _("The mail waits to leave"),
        "unsent_revoked": _("Revoked before"),
    },
    "delivered": {"failed": _("The mail couldn't be handed over")},
    "opened": {"unopened": _("Not opened so far"), "unopened_revoked": _("Revoked before")},
    "accepted": {
        "unanswered": _("Opened and not answered"),
        "declined": _("Declined"),
        "unanswered_revoked": _("Revoked before"),
    },
    "shared": {"not_shared": _("Not shared by a button")},
    "viewed": {"not_viewed": _("No visitor so far")},
    "verified": {"not_verified": _("Nobody had it verified")},
}
WAIT_WORDS = {
    "within_hour": _("Within an hour"),
    "within_day": _("1 to 24 hours"),
    "within_three_days": _("1 to 3 days"),
    "within_week": _("3 to 7 days"),
    "within_month": _("7 to 30 days"),
    "later": _("After 30 days"),
}


@dataclass(frozen=True)
class Part:
    """A number of badges with its name; `count` is None where it is hidden, `percent` is of the whole."""

    code: str
    label: str
    count: int | None
    percent: int | None


@dataclass(frozen=True)
class Stage(Part):
    """A stage of the funnel, and by cause the badges that got to the one before and not to this one.

    `of` is the whole that `percent` is about; `is_about` says that `count` is rounded to fives.
    """

    losses: Sequence[Part] = ()
    of: int | None = None
    is_about: bool = False


@dataclass(frozen=True)
class Funnel:
    """`issued` is None when fewer than five badges were issued, 0 when none was: then there are no stages.

    `counted` of the accepted badges are in groups of at least five, of which it is told what holders did.
    """

    issued: int | None
    accepted: int = 0
    counted: int = 0
    stages: Sequence[Stage] = ()
    waits: Sequence[Part] = ()
    median_wait: str = ""


COLUMNS = ("issued", *(name for of in LOSSES.values() for name in of if not name.startswith("not_")), *WAITS)


def funnel_of(selection: Selection) -> Funnel:
    """This function will return how far the badges of a selection got."""
    found = tallies(selection).aggregate(**{name: Sum(name, default=0) for name in COLUMNS})
    return _funnel(found, selection)


def share_of(part: int, whole: int) -> int:
    """This function will return the part in percent of the whole; never 0 or 100 for what isn't."""
    if not whole:
        return 0
    percent = round(part * 100 / whole)
    return min(max(percent, 1 if part else 0), 99 if part < whole else 100)


def parts_of(counts: Mapping[str, int], words: Mapping[str, object], whole: int) -> list[Part]:
    """This function will name counts as parts of `whole`, and hide the small ones."""
    shown = hide_small(counts)
    return [Part(name, str(words[name]), shown[name], _percent(shown[name], whole)) for name in counts]


def _funnel(found: Mapping[str, int], selection: Selection) -> Funnel:
    issued = found["issued"]
    if issued < LEAST:
        return Funnel(issued=None if issued else 0)
    stages = [Stage("issued", str(STAGES["issued"]), issued, 100, of=issued)]
    left = issued
    for code in ("sent", "delivered", "opened", "accepted"):
        counts = {name: found[name] for name in LOSSES[code]}
        left -= sum(counts.values())
        losses = [part for part in parts_of(counts, LOSSES[code], issued) if part.count != 0]
        stages.append(Stage(code, str(STAGES[code]), left, share_of(left, issued), losses, issued))
    published = units(selection)
    counted = sum(unit.accepted for unit in published)
    stages += [_reached(name, counted, sum(unit.reached[name] for unit in published)) for name in REACHED]
    waits = {name: found[name] for name in WAITS}
    return Funnel(
        issued=issued,
        accepted=left,
        counted=counted,
        stages=stages,
        waits=parts_of(waits, WAIT_WORDS, left) if left >= LEAST else (),
        median_wait=_median(waits) if left >= LEAST else "",
    )


def _reached(name: str, counted: int, count: int) -> Stage:
    """What holders did, of those accepted badges of which it may be told."""
    label = str(STAGES[name])
    if not counted:
        return Stage(name, label, None, None)
    missing = counted - count
    loss = Part(f"not_{name}", str(LOSSES[name][f"not_{name}"]), missing, share_of(missing, counted))
    losses = [loss] if missing else []
    return Stage(name, label, count, share_of(count, counted), losses, counted, is_about=True)


def _median(waits: Mapping[str, int]) -> str:
    """In which span of time lies the one by which half of them had accepted."""
    half, seen = sum(waits.values()) / 2, 0
    for name, count in waits.items():
        seen += count
        if seen >= half:
            return str(WAIT_WORDS[name])
    return ""


def _percent(count: int | None, whole: int) -> int | None:
    return None if count is None else share_of(count, whole)
