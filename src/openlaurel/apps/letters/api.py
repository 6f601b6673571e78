"""Mails for programs: what became of each, sending one again, and the addresses to which nothing is sent."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import override
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.letters import services
from openlaurel.apps.mailing.lifecycle import WrongMailState
from openlaurel.apps.mailing.models import OutgoingMail, Suppression
from openlaurel.apps.mailing.queries import (
    can_be_sent_again,
    opened,
    sent_mails,
    suppressed_address,
    suppressions_of,
)
from openlaurel.apps.profiles.access import ApiKeyAuth, Problem, program_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import InvalidDetails

mails = Router(tags=["mail"], auth=ApiKeyAuth(Scope.MAIL_READ))
suppressions = Router(tags=["mail"], auth=ApiKeyAuth(Scope.MAIL_READ))
MANAGING = ApiKeyAuth(Scope.MAIL_MANAGE)
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 422: Problem, 429: Problem}
ONE = {404: Problem, **ERRORS}
State = Literal["prepared", "handing_over", "sent", "uncertain", "failed", "withheld"]


class MailOut(Schema):
    """One mail to one recipient; its text isn't told, since it may let somebody in.

    `about` is what it tells of, such as kind award with its id. `fault` says in English why it wasn't sent or came back,
    `reply` what the other server said. Recipient and subject are empty once a person had their data erased.
    """

    id: UUID
    kind: str
    about_kind: str
    about_id: str
    recipient: str
    subject: str
    language: str
    state: State
    fault: str
    reply: str
    attempts: int
    created_at: AwareDatetime
    due_at: AwareDatetime
    settled_at: AwareDatetime | None
    bounced_at: AwareDatetime | None
    complained_at: AwareDatetime | None
    can_be_sent_again: bool

    @classmethod
    def of(cls, mail: OutgoingMail) -> "MailOut":
        """This function will read a mail with its sealed parts."""
        with override("en"):
            shown = opened(mail)
        same = ("id", "kind", "language", "state", "reply", "attempts", "created_at", "due_at", "settled_at")
        return cls(
            **{name: getattr(mail, name) for name in (*same, "bounced_at", "complained_at")},
            about_kind=mail.subject_kind,
            about_id=mail.subject_id,
            recipient=shown.recipient,
            subject=shown.subject,
            fault=shown.fault,
            can_be_sent_again=can_be_sent_again(mail),
        )


class MailPage(Schema):
    """`count` is the number of all matches, not only of those on this page."""

    items: list[MailOut]
    count: int


class PageQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class MailQuery(PageQuery):
    state: State | None = None
    undelivered: bool = Field(False, description="Those that didn't arrive, or of which nobody knows.")
    kind: str = Field("", max_length=40, description="Such as issuing.claim, the award notice.")
    award: UUID | None = Field(None, description="Those about one badge.")
    recipient: str = Field("", max_length=254, description="Those to one address.")


class SuppressionOut(Schema):
    """`address` is empty once its person had it erased; that nothing is sent there stays."""

    id: UUID
    address: str
    reason: Literal["bounced", "complained", "unsubscribed", "by_hand"]
    since: AwareDatetime

    @classmethod
    def of(cls, suppression: Suppression) -> "SuppressionOut":
        return cls(
            id=suppression.id,
            address=suppressed_address(suppression),
            reason=suppression.reason,  # type: ignore[arg-type]
            since=suppression.since,
        )


class SuppressionPage(Schema):
    """`count` is the number of all, not only of those on this page."""

    items: list[SuppressionOut]
    count: int


class SuppressionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    address: str = Field(min_length=3, max_length=254)


@mails.get("", response={200: MailPage, **ERRORS}, summary="List your mails")
def list_mails(request: HttpRequest, query: Query[MailQuery]) -> MailPage:
    """What was sent in your organisation's name in the last 400 days, the latest first."""
    found = sent_mails(
        _organisation(request).pk,
        state=query.state or "",
        is_undelivered=query.undelivered,
        kind=query.kind,
        award_id=query.award,
        recipient=query.recipient,
    )
    page = found[query.offset : query.offset + query.limit]
    return MailPage(items=[MailOut.of(mail) for mail in page], count=found.count())


@mails.get("/{uuid:mail_id}", response={200: MailOut, **ONE}, summary="Read one mail")
def read_mail(request: HttpRequest, mail_id: UUID) -> MailOut:
    """What became of it."""
    return MailOut.of(_one(sent_mails(_organisation(request).pk), mail_id))


@mails.post(
    "/{uuid:mail_id}/again",
    auth=MANAGING,
    response={202: MailOut, 409: Problem, **ONE},
    summary="Send a mail again",
)
def send_mail_again(request: HttpRequest, mail_id: UUID) -> Status[MailOut]:
    """One that failed, was held back, or of which nobody knows. Another one, or one whose text was forgotten: 409."""
    actor, organisation = program_of(request)
    mail = _one(sent_mails(organisation.pk), mail_id)
    try:
        mail = services.send_again(organisation=organisation, mail=mail, by=actor, now=timezone.now())
    except WrongMailState as error:
        raise HttpError(409, str(error)) from error
    return Status(202, MailOut.of(mail))


@suppressions.get("", response={200: SuppressionPage, **ERRORS}, summary="List suppressed addresses")
def list_suppressions(request: HttpRequest, query: Query[PageQuery]) -> SuppressionPage:
    """The addresses to which your organisation doesn't send, and why, the latest first."""
    found = suppressions_of(_organisation(request).pk)
    page = found[query.offset : query.offset + query.limit]
    return SuppressionPage(items=[SuppressionOut.of(each) for each in page], count=found.count())


@suppressions.post("", auth=MANAGING, response={201: SuppressionOut, **ERRORS}, summary="Suppress an address")
def suppress_address(request: HttpRequest, body: SuppressionIn) -> Status[SuppressionOut]:
    """Nothing is sent there any more. One that is on the list by hand already stays as it is."""
    actor, organisation = program_of(request)
    try:
        kept = services.suppress_address(
            organisation=organisation, address=body.address, by=actor, now=timezone.now()
        )
    except services.InvalidAddress as error:
        raise InvalidDetails({"address": str(error)}) from error
    return Status(201, SuppressionOut.of(kept))


@suppressions.delete(
    "/{uuid:suppression_id}",
    auth=MANAGING,
    response={204: None, **ONE},
    summary="Take an address off the list",
)
def lift_suppression(request: HttpRequest, suppression_id: UUID) -> Status[None]:
    """Mails go there again."""
    actor, organisation = program_of(request)
    kept = _one(suppressions_of(organisation.pk), suppression_id)
    services.lift_suppression(organisation=organisation, suppression=kept, by=actor, now=timezone.now())
    return Status(204, None)


def _organisation(request: HttpRequest) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, "view_mail", organisation)
    return organisation


def _one(rows: QuerySet[Any], identifier: UUID) -> Any:
    found = rows.filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found
