"""Corrections for programs: the same award and address, signed anew."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.issuing.api import OwnAwardOut, ResultIn
from openlaurel.apps.issuing.api_values import FieldValue, as_texts
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import get_award
from openlaurel.apps.issuing.services import correct_award, wanted_of
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.core.fields import MOST_FIELDS
from openlaurel.core.openbadges import Result

router = Router(tags=["awards"])


class CorrectionIn(Schema):
    """What shall be different; what isn't sent stays as it is."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=300, description="Whoever checks the badge reads it.")
    recipient_name: str | None = Field(None, max_length=200)
    recipient_email: str | None = Field(
        None,
        max_length=254,
        description="The link goes there; links that went to the one before open nothing.",
    )
    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    results: list[ResultIn] | None = Field(None, max_length=50)
    fields: dict[str, FieldValue] | None = Field(
        None,
        max_length=MOST_FIELDS,
        description='Custom fields by key; those that aren\'t named stay, "" empties one.',
    )

    def changes(self) -> dict[str, Any]:
        """This function will return the fields that were sent."""
        given: dict[str, Any] = {
            "recipient_name": self.recipient_name,
            "recipient_email": self.recipient_email,
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
        }
        if self.results is not None:
            given["results"] = tuple(
                Result(r.result, value=r.value, achieved_level=r.achieved_level) for r in self.results
            )
        return {name: value for name, value in given.items() if value is not None}


@router.post(
    "/{uuid:award_id}/correct",
    auth=ApiKeyAuth(Scope.AWARDS_CORRECT),
    response={200: OwnAwardOut, **CHANGE},
    summary="Correct a badge",
)
def correct(request: HttpRequest, award_id: UUID, body: CorrectionIn) -> OwnAwardOut:
    """Signs the badge anew at the same address; files from before fail every check and say what replaced them. The
    holder is told by mail. One that was revoked: 409."""
    actor, organisation = program_of(request)
    check_can(actor, "correct_award", organisation)
    try:
        award = get_award(organisation, award_id)
    except Award.DoesNotExist:
        raise Http404 from None
    now_said = wanted_of(award)
    wanted = replace(now_said, **body.changes(), fields={**now_said.fields, **as_texts(body.fields or {})})
    correct_award(award=award, wanted=wanted, reason=body.reason, by=actor, now=timezone.now())
    return OwnAwardOut.own(get_award(organisation, award_id), actor)
