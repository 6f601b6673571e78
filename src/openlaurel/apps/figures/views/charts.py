"""The figures of an organisation: charts, each with its table, of the badges that the address selects."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openlaurel.apps.figures.forms import SelectionForm, month_text
from openlaurel.apps.figures.presenting import (
    Tile,
    chart_of,
    count_text,
    funnel_bars,
    part_bars,
    percent_text,
    spark,
)
from openlaurel.apps.figures.queries import (
    Funnel,
    Happenings,
    Month,
    Selection,
    funnel_of,
    happenings_of,
    months_of,
)
from openlaurel.apps.figures.rhythm import months_ago
from openlaurel.apps.profiles.access import workspace_view
from openlaurel.apps.profiles.models import Profile


@dataclass(frozen=True)
class Period:
    """A link to the same figures of another span of time."""

    label: str
    query: str
    is_current: bool


@workspace_view("view_figures")
@require_safe
def figures(request: HttpRequest, organisation: Profile) -> HttpResponse:
    today = timezone.now().date()
    form = SelectionForm(request.GET, organisation=organisation, today=today)
    selection = form.selection()
    funnel = funnel_of(selection)
    happenings = happenings_of(selection)
    months = months_of(selection, happenings)
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "chosen": form.chosen_name(),
        "periods": _periods(request, selection, today),
        "query": request.GET.urlencode(),
        "funnel": funnel,
        "bars": funnel_bars(funnel),
        "waits": part_bars(funnel.waits),
        "tiles": _tiles(funnel, happenings, months),
        "months": months,
        "issued_chart": chart_of(months, "issued"),
        "views_chart": chart_of(months, "views"),
        "origins": {kind: part_bars(parts) for kind, parts in happenings.origins.items()},
    }
    return render(request, "figures/figures.html", context)


def _tiles(funnel: Funnel, happenings: Happenings, months: list[Month]) -> list[Tile]:
    accepted = next((stage for stage in funnel.stages if stage.code == "accepted"), None)
    return [
        Tile(_("Badges issued"), count_text(funnel.issued), "", spark([month.issued for month in months])),
        Tile(
            _("Accepted"),
            percent_text(accepted.percent if accepted else None),
            "",
            spark([month.percent for month in months]),
        ),
        Tile(
            _("Views"),
            count_text(happenings.total("view")),
            _("to the nearest five a month"),
            spark([month.views for month in months]),
        ),
        Tile(
            _("Verifications"),
            count_text(happenings.total("verification")),
            _("to the nearest five a month"),
            spark([month.verifications for month in months]),
        ),
    ]


def _periods(request: HttpRequest, selection: Selection, today: date) -> list[Period]:
    spans = {
        _("Last 3 months"): months_ago(today, 2),
        _("Last 12 months"): months_ago(today, 11),
        _("All"): None,
    }
    found = []
    for label, since in spans.items():
        query = request.GET.copy()
        for name in ("since", "until"):
            query.pop(name, None)
        if since is not None:
            query["since"] = month_text(since)
        is_current = selection.since == since and selection.until is None
        found.append(Period(label, query.urlencode(), is_current))
    return found
