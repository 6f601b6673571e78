"""Figures as charts: numbers in words, and the geometry of what is drawn. Each chart says in its table what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from openlaurel.apps.figures.queries import MONTH, Cohort, Funnel, Month, Part, Stage

WIDTH, HEIGHT, TOP, FOOT, SIDE = 440, 240, 12, 30, 46
# What the name of a month takes to each side of its middle.
HALF_NAME = 30
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Bar:
    """One row of a chart of bars: `width` in percent of the longest."""

    code: str
    label: str
    count: str
    share: str
    width: float
    losses: Sequence["Bar"] = ()
    is_about: bool = False


@dataclass(frozen=True)
class Column:
    """One month of a chart: a rectangle in the drawing's coordinates, or none where the number is hidden."""

    label: str
    count: str
    x: float
    y: float
    width: float
    height: float
    is_labelled: bool

    @property
    def middle(self) -> float:
        """Where its name stands, so far from the edges that the drawing has all of it."""
        return round(min(max(self.x + self.width / 2, HALF_NAME), WIDTH - HALF_NAME), 1)


@dataclass(frozen=True)
class Line:
    """A line across the chart with its number beside it."""

    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    """Columns over months. Drawn from right to left in languages that are written so."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    text_x: float
    anchor: str
    start: float
    end: float
    base: float = HEIGHT - FOOT
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Tile:
    """A number that stands for a chart, with the course of it over the months as a line."""

    label: str
    number: str
    note: str
    path: str


def funnel_bars(funnel: Funnel) -> list[Bar]:
    """This function will return the rows of the funnel, each with the causes of what was lost before it."""
    return [_stage_bar(stage) for stage in funnel.stages]


def part_bars(parts: Sequence[Part]) -> list[Bar]:
    """This function will return rows for parts of a whole, the longest bar across the whole width."""
    most = max((part.percent or 0 for part in parts), default=0)
    return [_bar(part, (part.percent or 0) * 100 / most if most else 0) for part in parts]


@dataclass(frozen=True)
class CohortRow:
    """One line of the comparison: its name, how many, and each share with its number for the bar."""

    label: str
    issued: str
    shares: Sequence[tuple[str, str, int | None]]


def cohort_rows(cohorts: Sequence[Cohort], by: str) -> list[CohortRow]:
    """This function will put cohorts into words; the name of a roster that was removed is told as that."""
    names = {
        "delivered": _("Delivered"),
        "opened": _("Claim page opened"),
        "accepted": _("Accepted"),
        "in_a_week": _("Accepted within a week"),
        "shared": _("Shared"),
        "viewed": _("Viewed by others"),
        "verified": _("Verified"),
    }
    return [
        CohortRow(
            _cohort_name(cohort, by),
            count_text(cohort.issued),
            [
                (label, percent_text(share), share)
                for label, share in ((label, getattr(cohort, name)) for name, label in names.items())
            ],
        )
        for cohort in cohorts
    ]


def _cohort_name(cohort: Cohort, by: str) -> str:
    if by == MONTH:
        return month_label(date.fromisoformat(f"{cohort.key}-01"))
    return cohort.label or _("A roster that was removed")


def chart_of(months: Sequence[Month], name: str) -> Chart:
    """This function will draw the attribute `name` of each month as a column."""
    counts = [getattr(month, name) for month in months]
    top = nice_top(max((count for count in counts if count is not None), default=0))
    is_rtl, base = get_language_bidi(), HEIGHT - FOOT
    slot = (WIDTH - SIDE) / max(len(months), 1)
    every = -(-len(months) // 4)
    columns = []
    for number, (month, count) in enumerate(zip(months, counts, strict=True)):
        height = (base - TOP) * (count or 0) / top
        place = number * slot + slot * 0.15
        columns.append(
            Column(
                label=month_label(month.month),
                count=count_text(count),
                x=round(WIDTH - SIDE - place - slot * 0.7 if is_rtl else SIDE + place, 1),
                y=round(base - height, 1),
                width=round(slot * 0.7, 1),
                height=round(height, 1),
                is_labelled=(len(months) - 1 - number) % every == 0,
            )
        )
    lines = [
        Line(round(base - (base - TOP) * part / 4, 1), count_text(round(top * part / 4)))
        for part in range(5)
        if top >= 4 or part in {0, 4}
    ]
    start, end = (0, WIDTH - SIDE) if is_rtl else (SIDE, WIDTH)
    return Chart(
        columns, lines, WIDTH - SIDE + 8 if is_rtl else SIDE - 8, "start" if is_rtl else "end", start, end
    )


def spark(values: Sequence[int | None]) -> str:
    """This function will return the path of a small line, 100 wide and 30 high; hidden numbers are left out."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    most, last = max(value for _index, value in known) or 1, len(values) - 1
    is_rtl = get_language_bidi()
    points = []
    for index, value in known:
        x = 100 * index / last
        points.append(f"{100 - x if is_rtl else x:.1f} {28 - 26 * value / most:.1f}")
    return "M" + "L".join(points)


def nice_top(most: int) -> int:
    """This function will return a round number of at least `most` and at least 4, to be the top of a chart."""
    size = 1
    while True:
        for step in STEPS:
            top = int(step * size)
            if top >= max(most, 4) and top % 4 == 0:
                return top
        size *= 10


def count_text(count: int | None) -> str:
    """This function will write a number with its thousands, or that it is hidden."""
    return _("fewer than 5") if count is None else str(number_format(count, force_grouping=True))


def percent_text(percent: int | None) -> str:
    """This function will write a share, or a dash where it is hidden."""
    return "–" if percent is None else _("%(number)s%%") % {"number": number_format(percent)}


def month_label(month: date) -> str:
    """This function will name a month shortly, such as Mar 2026."""
    return date_format(month, "M Y")


def _stage_bar(stage: Stage) -> Bar:
    losses = [_bar(loss, 0) for loss in stage.losses]
    return _bar(stage, stage.percent or 0, losses, stage.is_about)


def _bar(part: Part, width: float, losses: Sequence[Bar] = (), is_about: bool = False) -> Bar:
    return Bar(
        part.code,
        part.label,
        count_text(part.count),
        percent_text(part.percent),
        round(width, 1),
        losses,
        is_about,
    )
