"""Figures for programs: how far badges get, by month and by cohort. What is hidden is null."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.figures.forms import read_month
from openlaurel.apps.figures.queries import (
    Cohort,
    Part,
    Selection,
    Stage,
    cohorts_of,
    funnel_of,
    happenings_of,
    list_cohorts,
    months_of,
)
from openlaurel.apps.profiles.access import ApiKeyAuth, Problem, program_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Scope, check_can

router = Router(tags=["figures"])
ERRORS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
MONTH = "^([0-9]{4}-(0[1-9]|1[0-2]))?$"


class SelectionQuery(Schema):
    """Which badges: those of a programme or a micro-credential, issued from a month to another, both included."""

    programme: str = Field("", max_length=100, description="Its slug.")
    achievement: str = Field("", max_length=100, description="Its slug.")
    since: str = Field("", pattern=MONTH, description="A month such as 2026-03.")
    until: str = Field("", pattern=MONTH, description="A month such as 2026-11.")


class PagedQuery(SelectionQuery):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class CohortsQuery(PagedQuery):
    by: Literal["month", "roster"] = "month"


class PartOut(Schema):
    code: str
    name: str
    badges: int | None
    percent: int | None


class StageOut(PartOut):
    """`percent` is of the badges issued; from `shared` on of those in groups of at least five, and in fives."""

    lost_before: list[PartOut] = Field(max_length=5)


class FiguresOut(Schema):
    """`issued` is null when fewer than five badges were selected. `counted` of the accepted badges are in groups of at
    least five: of those it is told what their holders did."""

    issued: int | None
    accepted: int
    counted: int
    stages: list[StageOut] = Field(max_length=8)
    time_to_accept: list[PartOut] = Field(max_length=6)
    verified_from: list[PartOut] = Field(max_length=10)
    viewed_from: list[PartOut] = Field(max_length=10)
    shared_by: list[PartOut] = Field(max_length=20)


class MonthOut(Schema):
    month: date
    issued: int | None
    accepted: int | None
    percent: int | None
    views: int
    shares: int
    verifications: int


class MonthPage(Schema):
    items: list[MonthOut]
    count: int


class CohortOut(Schema):
    """Shares in percent of the badges issued, from `shared` on of the accepted. `key` is a month or a batch's id."""

    key: str
    name: str
    issued: int | None
    delivered: int | None
    opened: int | None
    accepted: int | None
    accepted_within_a_week: int | None
    shared: int | None
    viewed: int | None
    verified: int | None


class CohortPage(Schema):
    items: list[CohortOut]
    count: int


@router.get(
    "", auth=ApiKeyAuth(Scope.FIGURES_READ), response={200: FiguresOut, **ERRORS}, summary="The funnel"
)
def read_figures(request: HttpRequest, query: Query[SelectionQuery]) -> FiguresOut:
    """How far the selected badges got, why badges were lost, how long people took, and where they are seen from."""
    selection = _selection(request, query)
    funnel, happenings = funnel_of(selection), happenings_of(selection)
    return FiguresOut(
        issued=funnel.issued,
        accepted=funnel.accepted,
        counted=funnel.counted,
        stages=[_stage(stage) for stage in funnel.stages],
        time_to_accept=_parts(funnel.waits),
        verified_from=_parts(happenings.origins["verification"]),
        viewed_from=_parts(happenings.origins["view"]),
        shared_by=_parts(happenings.origins["share"]),
    )


@router.get(
    "/months",
    auth=ApiKeyAuth(Scope.FIGURES_READ),
    response={200: MonthPage, **ERRORS},
    summary="Month by month",
)
def list_months(request: HttpRequest, query: Query[PagedQuery]) -> MonthPage:
    """Badges issued and accepted, and how often badges were seen, shared and verified, the oldest month first."""
    selection = _selection(request, query)
    months = months_of(selection, happenings_of(selection))
    page = months[query.offset : query.offset + query.limit]
    return MonthPage(items=[MonthOut(**vars(month)) for month in page], count=len(months))


@router.get(
    "/cohorts", auth=ApiKeyAuth(Scope.FIGURES_READ), response={200: CohortPage, **ERRORS}, summary="Cohorts"
)
def compare_cohorts(request: HttpRequest, query: Query[CohortsQuery]) -> CohortPage:
    """Months or rosters beside each other, the newest first."""
    selection = _selection(request, query)
    rows = list_cohorts(selection, query.by)
    page = cohorts_of(rows[query.offset : query.offset + query.limit], selection, query.by)
    return CohortPage(items=[_cohort(cohort) for cohort in page], count=rows.count())


def _selection(request: HttpRequest, query: SelectionQuery) -> Selection:
    actor, organisation = program_of(request)
    check_can(actor, "view_figures", organisation)
    chosen = selected(organisation, query.achievement, query.programme)
    return replace(chosen, since=read_month(query.since), until=read_month(query.until))


def selected(organisation: Profile, achievement: str, programme: str) -> Selection:
    """This function will select the badges of a micro-credential, of a programme, of both, or all; raises Http404."""
    one = Achievement.objects.filter(organisation=organisation, slug=achievement).first()
    several = organisation.programmes.filter(slug=programme).defer("cover_png").first()
    if (achievement and one is None) or (programme and several is None):
        raise Http404
    return Selection(organisation, one, programme=several)


def _stage(stage: Stage) -> StageOut:
    return StageOut(
        code=stage.code,
        name=stage.label,
        badges=stage.count,
        percent=stage.percent,
        lost_before=_parts(stage.losses),
    )


def _parts(parts: Sequence[Part]) -> list[PartOut]:
    return [PartOut(code=p.code, name=p.label, badges=p.count, percent=p.percent) for p in parts]


def _cohort(cohort: Cohort) -> CohortOut:
    fields = dict(vars(cohort))
    return CohortOut(name=fields.pop("label"), accepted_within_a_week=fields.pop("in_a_week"), **fields)
