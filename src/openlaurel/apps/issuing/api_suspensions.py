"""Suspensions for programs: a badge that doesn't count for a while."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from openlaurel.apps.issuing.api import OwnAwardOut
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import get_award
from openlaurel.apps.issuing.services import restore_award, suspend_award
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope

router = Router(tags=["awards"])


class SuspensionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=300, description="The holder and whoever checks it read it.")


@router.post(
    "/{uuid:award_id}/suspend",
    auth=ApiKeyAuth(Scope.AWARDS_SUSPEND),
    response={200: OwnAwardOut, **CHANGE},
    summary="Suspend a badge",
)
def suspend(request: HttpRequest, award_id: UUID, body: SuspensionIn) -> OwnAwardOut:
    """Every check of it fails until it is restored. One that is suspended or revoked already, or was issued without
    the possibility: 409."""
    return _change(request, award_id, body, suspend_award)


@router.post(
    "/{uuid:award_id}/restore",
    auth=ApiKeyAuth(Scope.AWARDS_SUSPEND),
    response={200: OwnAwardOut, **CHANGE},
    summary="Restore a suspended badge",
)
def restore(request: HttpRequest, award_id: UUID, body: SuspensionIn) -> OwnAwardOut:
    """It counts again from now on; that it was suspended stays on record. One that isn't suspended: 409."""
    return _change(request, award_id, body, restore_award)


def _change(
    request: HttpRequest, award_id: UUID, body: SuspensionIn, change: Callable[..., Award]
) -> OwnAwardOut:
    actor, organisation = program_of(request)
    check_can(actor, "suspend_award", organisation)
    try:
        award = get_award(organisation, award_id)
    except Award.DoesNotExist:
        raise Http404 from None
    return OwnAwardOut.own(change(award=award, reason=body.reason, by=actor, now=timezone.now()), actor)
