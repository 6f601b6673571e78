"""Who used a claim code, for programs: listed, approved, declined."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.offers.models import Redemption, RedemptionState
from openlaurel.apps.offers.queries import confirmed_redemptions, get_redemption
from openlaurel.apps.offers.services import approve_redemption, decline_redemption
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, LongPageQuery
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope

router = Router(tags=["offers"], auth=ApiKeyAuth(Scope.OFFERS_MANAGE))


class RedemptionOut(Schema):
    """One person's use of a code. `answer` says why it was declined, or could not be issued; `award` is the badge's id."""

    id: UUID
    claim_code: UUID
    name: str
    email: str
    language: str
    fields: dict[str, str]
    state: RedemptionState
    asked_at: AwareDatetime
    confirmed_at: AwareDatetime
    decided_at: AwareDatetime | None
    answer: str
    award: UUID | None

    @classmethod
    def of(cls, redemption: Redemption) -> "RedemptionOut":
        """This function will read a use whose address was confirmed."""
        same = (
            *("id", "name", "email", "language", "fields", "state"),
            *("asked_at", "confirmed_at", "decided_at", "answer"),
        )
        values: dict[str, Any] = {name: getattr(redemption, name) for name in same}
        return cls(claim_code=redemption.claim_code_id, award=redemption.award_id, **values)


class RedemptionPage(Schema):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[RedemptionOut]
    count: int
    next: str | None


class RedemptionsQuery(LongPageQuery):
    claim_code: UUID | None = Field(None, description="Those of one code.")
    state: RedemptionState | None = Field(None, description="Such as waiting.")


class RefusalIn(Schema):
    model_config = ConfigDict(extra="forbid")

    answer: str = Field(min_length=1, max_length=1000, description="Why; it is sent by mail.")


@router.get("", response={200: RedemptionPage, **ERRORS}, summary="List who used your claim codes")
def list_own_redemptions(request: HttpRequest, query: Query[RedemptionsQuery]) -> RedemptionPage:
    """Those who confirmed their address, the latest first, with their names and addresses."""
    found = confirmed_redemptions(_organisation(request), claim_code_id=query.claim_code, state=query.state)
    page, count, following = query.read(found, "confirmed_at")
    return RedemptionPage(items=[RedemptionOut.of(one) for one in page], count=count, next=following)


@router.post(
    "/{uuid:redemption_id}/approve",
    response={200: RedemptionOut, **CHANGE},
    summary="Approve a use of a claim code",
)
def grant_redemption(request: HttpRequest, redemption_id: UUID) -> RedemptionOut:
    """The badge is issued: `granted`; or it can't be, and `refused` says why. One that is decided already: 409."""
    actor, redemption = program_of(request)[0], _redemption(request, redemption_id)
    return RedemptionOut.of(approve_redemption(redemption=redemption, by=actor, now=timezone.now()))


@router.post(
    "/{uuid:redemption_id}/decline",
    response={200: RedemptionOut, **CHANGE},
    summary="Decline a use of a claim code",
)
def refuse_redemption(request: HttpRequest, redemption_id: UUID, body: RefusalIn) -> RedemptionOut:
    """The answer is sent by mail, and the place is free again. One that is decided already: 409."""
    actor, redemption = program_of(request)[0], _redemption(request, redemption_id)
    declined = decline_redemption(redemption=redemption, answer=body.answer, by=actor, now=timezone.now())
    return RedemptionOut.of(declined)


def _organisation(request: HttpRequest) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    return organisation


def _redemption(request: HttpRequest, redemption_id: UUID) -> Redemption:
    """One whose address was confirmed: others have nothing that could be decided."""
    try:
        found = get_redemption(_organisation(request), redemption_id)
    except Redemption.DoesNotExist:
        raise Http404 from None
    if found.state == RedemptionState.ASKED:
        raise Http404
    return found
