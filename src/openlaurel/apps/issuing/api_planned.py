"""What is issued on a date, for programs: one badge planned, what is planned listed, and cancelled before."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.issuing.api_values import SLUG, EvidenceIn, FieldValue, as_texts, own_version
from openlaurel.apps.issuing.models import Batch, PlannedAward, PlannedState
from openlaurel.apps.issuing.queries.batches import (
    count_rows,
    get_batch,
    get_planned,
    list_planned,
    list_planned_batches,
)
from openlaurel.apps.issuing.services import AwardDraft, cancel_batch, cancel_planned, plan_award
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, ONE, IdempotencyHeader, LongPageQuery
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import once
from openlaurel.core.fields import MOST_FIELDS

awards = Router(tags=["planned"], auth=ApiKeyAuth(Scope.AWARDS_READ))
rosters = Router(tags=["planned"], auth=ApiKeyAuth(Scope.AWARDS_READ))
ISSUING = ApiKeyAuth(Scope.AWARDS_ISSUE)


class PlanIn(Schema):
    """One badge that is issued at `due_at`, at most a year ahead, by the version that is published then."""

    model_config = ConfigDict(extra="forbid")

    achievement: str = Field(
        max_length=100, pattern=SLUG, description="Slug of a published micro-credential of yours."
    )
    recipient_name: str = Field(max_length=200)
    recipient_email: str = Field(max_length=254)
    due_at: AwareDatetime
    valid_until: AwareDatetime | None = None
    narrative: str = Field("", max_length=4000)
    evidence: list[EvidenceIn] = Field(default_factory=list, max_length=20)
    fields: Annotated[dict[str, FieldValue], Field(max_length=MOST_FIELDS)] = Field(default_factory=dict)
    notify: bool = Field(True, description="Whether the recipient gets the mail with the link then.")

    def draft(self) -> AwardDraft:
        """This function will return what is asked for."""
        return AwardDraft(
            recipient_name=self.recipient_name,
            recipient_email=self.recipient_email,
            valid_until=self.valid_until,
            narrative=self.narrative,
            evidence=tuple(each.part() for each in self.evidence),
            fields=as_texts(self.fields),
            is_asked=True,
        )


class PlannedOut(Schema):
    """A badge that waits for its date. Whom it is for is forgotten once it was issued or cancelled; `fault` says why it
    could not be issued; `award` is the badge's id."""

    id: UUID
    achievement: str
    recipient_name: str
    recipient_email: str
    due_at: AwareDatetime
    valid_until: AwareDatetime | None
    notify: bool
    state: PlannedState
    fault: str
    award: UUID | None
    created_at: AwareDatetime

    @classmethod
    def of(cls, planned: PlannedAward) -> "PlannedOut":
        """This function will read a planned badge."""
        values: dict[str, Any] = {
            name: getattr(planned, name) for name in set(cls.model_fields) - {"achievement", "award"}
        }
        return cls(achievement=planned.achievement.slug, award=planned.award_id, **values)


class PlannedPage(Schema):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[PlannedOut]
    count: int
    next: str | None


class PlannedQuery(LongPageQuery):
    state: PlannedState | None = Field(None, description="Such as waiting.")


class PlannedRosterOut(Schema):
    """A roster that is issued from `starts_at` on, to `people`; `id` is that of its batch."""

    id: UUID
    file_name: str
    achievement: str
    starts_at: AwareDatetime
    people: int
    created_at: AwareDatetime

    @classmethod
    def of(cls, batch: Batch) -> "PlannedRosterOut":
        """This function will read a planned batch with its roster."""
        assert batch.starts_at is not None
        return cls(
            id=batch.pk,
            file_name=batch.roster.file_name,
            achievement=batch.version.achievement.slug,
            starts_at=batch.starts_at,
            people=count_rows(batch).ready,
            created_at=batch.created_at,
        )


class PlannedRosterPage(Schema):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[PlannedRosterOut]
    count: int
    next: str | None


@awards.get("", response={200: PlannedPage, **ERRORS}, summary="List your planned badges")
def list_planned_awards(request: HttpRequest, query: Query[PlannedQuery]) -> PlannedPage:
    """Badges that are or were to be issued on a date, those that were planned latest first."""
    found = list_planned(_organisation(request, "view_awards"))
    found = found.filter(state=query.state) if query.state else found
    page, count, following = query.read(found)
    return PlannedPage(items=[PlannedOut.of(one) for one in page], count=count, next=following)


@awards.post("", auth=ISSUING, response={201: PlannedOut, 200: PlannedOut, **CHANGE}, summary="Plan a badge")
def make_planned_award(
    request: HttpRequest, body: PlanIn, idempotency_key: IdempotencyHeader = None
) -> Status[PlannedOut]:
    """Checked as if it were issued now: 201. It is issued in the name of the key, which must be valid then. The same
    idempotency key with the same body returns the plan that was made then: 200; with another body: 409."""
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    version, now = own_version(organisation, body.achievement), timezone.now()

    def make() -> UUID:
        planned = plan_award(
            version=version, draft=body.draft(), notify=body.notify, due_at=body.due_at, by=actor, now=now
        )
        return planned.pk

    made_id, is_new = once(
        organisation=organisation,
        kind="planned_award",
        key=idempotency_key,
        asked=body.model_dump(mode="json"),
        make=make,
        now=now,
    )
    return Status(201 if is_new else 200, PlannedOut.of(_planned(organisation, made_id)))


@awards.get("/{uuid:planned_id}", response={200: PlannedOut, **ONE}, summary="Read one planned badge")
def read_planned_award(request: HttpRequest, planned_id: UUID) -> PlannedOut:
    """What became of it."""
    return PlannedOut.of(_planned(_organisation(request, "view_awards"), planned_id))


@awards.post(
    "/{uuid:planned_id}/cancel",
    auth=ISSUING,
    response={200: PlannedOut, **CHANGE},
    summary="Cancel a planned badge",
)
def cancel_planned_award(request: HttpRequest, planned_id: UUID) -> PlannedOut:
    """Nobody gets it. One that was issued or cancelled already: 409."""
    actor, organisation = program_of(request)
    planned = _planned(_organisation(request, "issue_award"), planned_id)
    cancel_planned(planned=planned, by=actor, now=timezone.now())
    return PlannedOut.of(_planned(organisation, planned_id))


@rosters.get("", response={200: PlannedRosterPage, **ERRORS}, summary="List your planned rosters")
def list_planned_rosters(request: HttpRequest, query: Query[LongPageQuery]) -> PlannedRosterPage:
    """Rosters that wait for their date, the latest first."""
    found = list_planned_batches(_organisation(request, "view_awards")).select_related(
        "roster", "version__achievement"
    )
    page, count, following = query.read(found)
    return PlannedRosterPage(items=[PlannedRosterOut.of(one) for one in page], count=count, next=following)


@rosters.post(
    "/{uuid:batch_id}/cancel", auth=ISSUING, response={204: None, **CHANGE}, summary="Cancel a planned roster"
)
def cancel_planned_roster(request: HttpRequest, batch_id: UUID) -> Status[None]:
    """It waits to be confirmed again, in the workspace. One that has begun or wasn't planned: 409."""
    actor, _handled = program_of(request)
    try:
        batch = get_batch(_organisation(request, "issue_award"), batch_id)
    except Batch.DoesNotExist:
        raise Http404 from None
    cancel_batch(batch=batch, by=actor, now=timezone.now())
    return Status(204, None)


def _organisation(request: HttpRequest, permission: str) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, permission, organisation)
    return organisation


def _planned(organisation: Profile, planned_id: UUID) -> PlannedAward:
    try:
        return get_planned(organisation, planned_id)
    except PlannedAward.DoesNotExist:
        raise Http404 from None
