"""Applications for programs: what was handed in, with its evidence, and the decision."""

from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.assessment.views import file_response
from openlaurel.apps.issuing.api_values import FieldValue, as_texts
from openlaurel.apps.offers.models import Application, ApplicationState
from openlaurel.apps.offers.queries import get_application, standing_applications
from openlaurel.apps.offers.services import approve_application, decline_application
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import CHANGE, ERRORS, ONE, LongPageQuery
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.core.fields import MOST_FIELDS

router = Router(tags=["offers"], auth=ApiKeyAuth(Scope.APPLICATIONS_DECIDE))


class ApplicationOut(Schema):
    """What one person handed in. `file_name` is empty where there is no file; `answer` is what they were told; `award` is
    the badge's id."""

    id: UUID
    achievement: str
    name: str
    words: str
    url: str
    file_name: str
    file_type: str
    file_size: int
    fields: dict[str, str]
    shares_evidence: bool
    state: ApplicationState
    submitted_at: AwareDatetime
    decided_at: AwareDatetime | None
    answer: str
    award: UUID | None

    @classmethod
    def of(cls, application: Application) -> "ApplicationOut":
        """This function will read an application with its opening."""
        same = set(cls.model_fields) - {"achievement", "award"}
        values: dict[str, Any] = {name: getattr(application, name) for name in same}
        return cls(
            achievement=application.opening.achievement.slug,
            award=application.award_id,
            **values,
        )


class ApplicationPage(Schema):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[ApplicationOut]
    count: int
    next: str | None


class ApplicationsQuery(LongPageQuery):
    achievement: str = Field("", max_length=100)
    state: ApplicationState | None = Field(None, description="Such as submitted: it waits for a decision.")


class ApprovalIn(Schema):
    """A note for the applicant, and what the issuer says in custom fields."""

    model_config = ConfigDict(extra="forbid")

    answer: str = Field("", max_length=1000)
    fields: Annotated[dict[str, FieldValue], Field(max_length=MOST_FIELDS)] = Field(default_factory=dict)


class DeclineIn(Schema):
    model_config = ConfigDict(extra="forbid")

    answer: str = Field(min_length=1, max_length=1000, description="Why; it is sent by mail.")


@router.get("", response={200: ApplicationPage, **ERRORS}, summary="List applications to you")
def list_own_applications(request: HttpRequest, query: Query[ApplicationsQuery]) -> ApplicationPage:
    """What was handed in and not withdrawn, the latest first."""
    found = standing_applications(_organisation(request), achievement=query.achievement, state=query.state)
    page, count, following = query.read(found, "submitted_at")
    return ApplicationPage(items=[ApplicationOut.of(one) for one in page], count=count, next=following)


@router.get("/{uuid:application_id}", response={200: ApplicationOut, **ONE}, summary="Read one application")
def read_application(request: HttpRequest, application_id: UUID) -> ApplicationOut:
    """What was handed in, and what was decided."""
    return ApplicationOut.of(_application(request, application_id))


@router.get(
    "/{uuid:application_id}/file",
    response={200: bytes, **ONE},
    summary="Fetch the file of an application",
)
def read_application_file(request: HttpRequest, application_id: UUID) -> FileResponse:
    """As it was handed in; without a file: 404. It comes from a stranger: don't open it where it can do harm."""
    return file_response(_application(request, application_id))


@router.post(
    "/{uuid:application_id}/approve",
    response={200: ApplicationOut, **CHANGE},
    summary="Approve an application",
)
def accept_application(request: HttpRequest, application_id: UUID, body: ApprovalIn) -> ApplicationOut:
    """The badge is issued: `granted`; or it can't be, and `refused` says why. The applicant is told by mail. One that is
    decided or withdrawn already: 409."""
    actor, application = program_of(request)[0], _application(request, application_id)
    approve_application(
        application=application,
        answer=body.answer,
        fields=as_texts(body.fields),
        by=actor,
        now=timezone.now(),
    )
    return ApplicationOut.of(_application(request, application_id))


@router.post(
    "/{uuid:application_id}/decline",
    response={200: ApplicationOut, **CHANGE},
    summary="Decline an application",
)
def refuse_application(request: HttpRequest, application_id: UUID, body: DeclineIn) -> ApplicationOut:
    """The answer is sent by mail. One that is decided or withdrawn already: 409."""
    actor, application = program_of(request)[0], _application(request, application_id)
    decline_application(application=application, answer=body.answer, by=actor, now=timezone.now())
    return ApplicationOut.of(_application(request, application_id))


def _organisation(request: HttpRequest) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, "review_submission", organisation)
    return organisation


def _application(request: HttpRequest, application_id: UUID) -> Application:
    try:
        return get_application(_organisation(request), application_id)
    except Application.DoesNotExist:
        raise Http404 from None
