"""Figures by mail for programs: which of them go to which members, and how often."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.figures import queries
from openlaurel.apps.figures.api import ERRORS, selected
from openlaurel.apps.figures.errors import InvalidReportPlan
from openlaurel.apps.figures.models import ReportPlan
from openlaurel.apps.figures.queries import get_report_plan, members_who_may_read
from openlaurel.apps.figures.services import ReportDraft, plan_report, remove_report
from openlaurel.apps.figures.services.reports import MOST_READERS
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.scopes import Scope

router = Router(tags=["figures"], auth=ApiKeyAuth(Scope.FIGURES_MANAGE))


class ReportPlanIn(Schema):
    """Which figures go to whom by mail. Without programme and micro-credential they are of all."""

    model_config = ConfigDict(extra="forbid")

    rhythm: Literal["daily", "weekly", "monthly"]
    readers: list[Annotated[str, Field(max_length=254)]] = Field(
        min_length=1, max_length=MOST_READERS, description="Addresses of members who may see figures."
    )
    period: Literal["all", "year", "quarter", "month"] = Field(
        "all", description="Of badges issued in the last 12 or 3 months, or in the month before."
    )
    programme: str = Field("", max_length=100)
    achievement: str = Field("", max_length=100)
    time_zone: str = Field(
        "UTC", max_length=60, description="Such as Europe/Lisbon; mails leave at seven there."
    )


class ReaderOut(Schema):
    address: str
    stopped_at: AwareDatetime | None


class ReportPlanOut(Schema):
    """`readers` who stopped the mails get none, until they have them sent again themselves."""

    id: UUID
    rhythm: Literal["daily", "weekly", "monthly"]
    period: Literal["all", "year", "quarter", "month"]
    programme: str
    achievement: str
    time_zone: str
    next_at: AwareDatetime
    last_at: AwareDatetime | None
    readers: list[ReaderOut] = Field(max_length=MOST_READERS)

    @classmethod
    def of(cls, plan: ReportPlan) -> "ReportPlanOut":
        """This function will read a plan with its readers."""
        same = ("id", "rhythm", "period", "time_zone", "next_at", "last_at")
        readers = plan.readers.select_related("account")
        return cls(
            **{name: getattr(plan, name) for name in same},
            programme=plan.programme.slug if plan.programme else "",
            achievement=plan.achievement.slug if plan.achievement else "",
            readers=[ReaderOut(address=each.account.email, stopped_at=each.stopped_at) for each in readers],
        )


class ReportPlanPage(Schema):
    """`count` is the number of all, not only of those on this page."""

    items: list[ReportPlanOut]
    count: int


class PlansQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get(
    "/reports",
    response={200: ReportPlanPage, **ERRORS},
    summary="List figures by mail",
)
def list_report_plans(request: HttpRequest, query: Query[PlansQuery]) -> ReportPlanPage:
    """Which figures go to which members by mail, the newest plan first."""
    found = queries.list_report_plans(_manager(request)[1])
    page = found[query.offset : query.offset + query.limit]
    return ReportPlanPage(items=[ReportPlanOut.of(plan) for plan in page], count=found.count())


@router.post(
    "/reports",
    response={201: ReportPlanOut, **ERRORS},
    summary="Have figures sent by mail",
)
def create_report_plan(request: HttpRequest, body: ReportPlanIn) -> Status[ReportPlanOut]:
    """At seven in the morning of each day, each Monday or the first of each month, in the language of your organisation."""
    actor, organisation = _manager(request)
    members = {account.email.lower(): account.pk for account in members_who_may_read(organisation)}
    wanted = {address.strip().lower() for address in body.readers}
    if unknown := sorted(wanted - set(members)):
        said = _("No member who may see figures has this address: %s.") % ", ".join(unknown)
        raise InvalidReportPlan({"readers": said})
    selection = selected(organisation, body.achievement, body.programme)
    draft = ReportDraft(
        rhythm=body.rhythm,
        period=body.period,
        programme=selection.programme,
        achievement=selection.achievement,
        time_zone=body.time_zone,
        readers=[members[address] for address in wanted],
    )
    plan = plan_report(organisation=organisation, draft=draft, by=actor, now=timezone.now())
    return Status(201, ReportPlanOut.of(plan))


@router.delete(
    "/reports/{uuid:report_plan_id}",
    response={204: None, **ERRORS},
    summary="Remove figures by mail",
)
def delete_report_plan(request: HttpRequest, report_plan_id: UUID) -> Status[None]:
    """Nobody gets them any more; mails of it that wait are held back."""
    actor, organisation = _manager(request)
    try:
        plan = get_report_plan(organisation, report_plan_id)
    except ReportPlan.DoesNotExist:
        raise Http404 from None
    remove_report(plan=plan, by=actor, now=timezone.now())
    return Status(204, None)


def _manager(request: HttpRequest) -> tuple[Actor, Profile]:
    actor, organisation = program_of(request)
    check_can(actor, "plan_reports", organisation)
    return actor, organisation
