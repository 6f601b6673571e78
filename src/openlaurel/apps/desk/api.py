"""Bulk actions for programs: chosen and previewed, started, paused, gone on with, cancelled, with a line for each badge."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.desk.exporting import action_lines
from openlaurel.apps.desk.models import ActionState, BulkAction, BulkItem
from openlaurel.apps.desk.queries import (
    MOST_CHOSEN,
    Refusal,
    get_bulk_action,
    list_bulk_actions,
    preview_of,
    refusals_of,
)
from openlaurel.apps.desk.services import (
    Asked,
    cancel_action,
    confirm_action,
    prepare_action,
    stop_action,
    withdraw_mails,
)
from openlaurel.apps.issuing.queries import STAGES, AwardFilters, award_url
from openlaurel.apps.profiles.access import ApiKeyAuth, Problem, program_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.core.rosters import MAX_BYTES

router = Router(tags=["bulk"], auth=ApiKeyAuth(Scope.AWARDS_BULK))
# A key of ours is told from that of another way to act by its beginning.
PREFIX = "api:"
LONGEST_KEY = 90
EXAMPLES, MOST_REASONS = 5, 20
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 422: Problem, 429: Problem}
ONE = {404: Problem, **ERRORS}
CHANGES = {400: Problem, 409: Problem, **ONE}

Kind = Literal["revoke", "suspend", "restore", "invite", "extend", "resend"]


class FiltersIn(Schema):
    """Which badges, as in the list of badges. Empty ones choose every badge of your organisation."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=200, description="How words of a name or an e-mail address begin.")
    stage: str = Field("", max_length=12, description=f"One of: {', '.join(STAGES)}.")
    achievement: str = Field("", max_length=100, description="Slug of a micro-credential.")


class BulkIn(Schema):
    """What shall be done to which badges. With `csv` it names them, among those that `filters` find."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    reason: str = Field("", max_length=300, description="Needed for all but resend: holders read it.")
    valid_until: AwareDatetime | None = Field(None, description="Needed for extend.")
    link: str = Field("", max_length=500, description="Where holders are invited to, for invite.")
    tell: bool = Field(False, description="Whether holders are told by mail.")
    hold_minutes: int = Field(0, ge=0, le=1440, description="How long each mail waits, to be held back.")
    filters: FiltersIn | None = None
    csv: str | None = Field(
        None,
        max_length=MAX_BYTES,
        description="A file with a header: page or id, or email, at most 50,000 lines.",
    )
    idempotency_key: str | None = Field(
        None, min_length=1, max_length=LONGEST_KEY, description="The same as the header Idempotency-Key."
    )

    def asked(self, key: str | None) -> Asked:
        """This function will return what is asked for."""
        stage = self.filters.stage if self.filters else ""
        if stage and stage not in STAGES:
            raise HttpError(422, _("There is no stage of this name. Use one of: %s.") % ", ".join(STAGES))
        return Asked(
            kind=self.kind,
            reason=self.reason,
            valid_until=self.valid_until,
            tell=self.tell,
            hold_minutes=self.hold_minutes,
            filters=_filters(self.filters),
            file_name="" if self.csv is None else "csv",
            file=None if self.csv is None else self.csv.encode(),
            link=self.link.strip(),
            idempotency_key=None if key is None else PREFIX + key,
        )


def _filters(given: FiltersIn | None) -> AwardFilters:
    return AwardFilters(given.q, given.stage, given.achievement) if given else AwardFilters()


class RefusalOut(Schema):
    """Why badges would be, or were, left as they were. `words` are in the language of `Accept-Language`."""

    code: str
    words: str
    count: int

    @classmethod
    def of(cls, refusals: list[Refusal]) -> "list[RefusalOut]":
        return [cls(code=each.code, words=each.words, count=each.count) for each in refusals]


class ExampleOut(Schema):
    """One of the badges to which it would be done."""

    award: UUID
    page: str
    recipient: str
    achievement: str
    valid_until: AwareDatetime | None


class PreviewOut(Schema):
    """What it would come to: to how many badges it would be done, how many of these were accepted, and whom it leaves out."""

    effective: int
    accepted: int
    examples: list[ExampleOut] = Field(max_length=EXAMPLES)
    refusals: list[RefusalOut] = Field(max_length=MOST_REASONS)


class BulkOut(Schema):
    """A bulk action. `chosen` is `done`, `refused` and what is left together; `fault` says what stopped it by itself.

    `stopped` is paused, or stopped by a fault. What was done before it was cancelled stays done.
    """

    id: UUID
    kind: Kind
    state: Literal["choosing", "preview", "queued", "running", "stopped", "done", "cancelled"]
    reason: str
    valid_until: AwareDatetime | None
    link: str
    tell: bool
    hold_minutes: int
    mails_withdrawn_at: AwareDatetime | None
    filters: dict[str, str]
    recall: UUID | None
    chosen: int
    done: int
    refused: int
    fault: str
    created_at: AwareDatetime
    started_at: AwareDatetime | None
    finished_at: AwareDatetime | None

    @classmethod
    def of(cls, action: BulkAction, **more: Any) -> "BulkOut":
        """This function will read an action."""
        same = set(BulkOut.model_fields) - {"recall", "filters"}
        filters = {("q" if name == "words" else name): value for name, value in action.filters.items()}
        columns = {name: getattr(action, name) for name in same}
        return cls(recall=action.recall_id, filters=filters, **columns, **more)


class OneBulkOut(BulkOut):
    """The same with `preview` before it is started, and afterwards with why badges were left as they were."""

    preview: PreviewOut | None
    refusals: list[RefusalOut] = Field(max_length=MOST_REASONS)

    @classmethod
    def whole(cls, action: BulkAction) -> BulkOut:
        """This function will read an action with what it would come to, or came to."""
        is_preview = action.state == ActionState.PREVIEW
        refusals = [] if is_preview else RefusalOut.of(refusals_of(action))
        return cls.of(action, preview=_preview(action) if is_preview else None, refusals=refusals)


class BulkPage(Schema):
    """`count` is the number of all, not only of those on this page."""

    items: list[BulkOut]
    count: int


class ItemOut(Schema):
    """One badge of a bulk action, or a line of its file that names none. `reason` is a code, as in `refusals`."""

    number: int
    line: int | None
    award: UUID | None
    page: str
    state: Literal["ready", "done", "refused"]
    reason: str
    mailed_at: AwareDatetime | None

    @classmethod
    def of(cls, item: BulkItem) -> "ItemOut":
        return cls(
            number=item.number,
            line=item.line,
            award=item.award_id,
            page=award_url(item.award_id) if item.award_id else "",
            state=item.state,  # type: ignore[arg-type]
            reason=item.refusal,
            mailed_at=item.mailed_at,
        )


class ItemPage(Schema):
    """`count` is the number of all items of the action."""

    items: list[ItemOut]
    count: int


class PageQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class ItemsQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=MOST_CHOSEN)] = 0


@router.post(
    "", response={201: OneBulkOut, 200: OneBulkOut, **CHANGES}, summary="Choose badges for a bulk action"
)
def prepare_bulk_action(
    request: HttpRequest,
    body: BulkIn,
    idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY)
    ] = None,
) -> Status[BulkOut]:
    """Nothing happens to them before it is started; the answer says to how many it would be done, with examples. It takes the
    scope for the same on one badge, too. The same idempotency key with the same body returns the first one: 200."""
    actor, organisation = program_of(request)
    if idempotency_key and body.idempotency_key and idempotency_key != body.idempotency_key:
        raise HttpError(422, _("The header and the field name different idempotency keys. Send one of them."))
    now, asked = timezone.now(), body.asked(idempotency_key or body.idempotency_key)
    action = prepare_action(organisation=organisation, asked=asked, by=actor, now=now)
    return Status(201 if action.created_at == now else 200, OneBulkOut.whole(action))


@router.get("", response={200: BulkPage, **ERRORS}, summary="List bulk actions")
def list_bulk(request: HttpRequest, query: Query[PageQuery]) -> BulkPage:
    """Those of your organisation, made here or on the site, the newest first."""
    found = list_bulk_actions(_program(request)[1])
    page = found[query.offset : query.offset + query.limit]
    return BulkPage(items=[BulkOut.of(action) for action in page], count=found.count())


@router.get("/{uuid:bulk_action_id}", response={200: OneBulkOut, **ONE}, summary="See how far it is")
def read_bulk_action(request: HttpRequest, bulk_action_id: UUID) -> BulkOut:
    """Ask again every two seconds or so while it is queued or running."""
    return OneBulkOut.whole(_action(_program(request)[1], bulk_action_id))


@router.get("/{uuid:bulk_action_id}/items", response={200: ItemPage, **ONE}, summary="List its badges")
def list_bulk_items(request: HttpRequest, bulk_action_id: UUID, query: Query[ItemsQuery]) -> ItemPage:
    """In the order in which they were chosen, with what became of each so far."""
    action = _action(_program(request)[1], bulk_action_id)
    page = action.items.filter(number__gt=query.offset)[: query.limit]
    return ItemPage(items=[ItemOut.of(item) for item in page], count=action.chosen)


@router.get(
    "/{uuid:bulk_action_id}/result.csv",
    response={200: None, **ONE},
    summary="Download the result",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def read_bulk_result(request: HttpRequest, bulk_action_id: UUID) -> HttpResponse:
    """A CSV file with a line for each badge: name, address, outcome and reason as codes, and when its holder was mailed."""
    action = _action(_program(request)[1], bulk_action_id)
    lines = action_lines(action, in_codes=True)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]


@router.post("/{uuid:bulk_action_id}/start", response={202: OneBulkOut, **CHANGES}, summary="Start it")
def start_bulk_action(request: HttpRequest, bulk_action_id: UUID) -> Status[BulkOut]:
    """It is done in the background, each badge once, whatever is killed. One that was started before, or has nothing to
    do: 409."""
    return _change(request, bulk_action_id, confirm_action, {ActionState.PREVIEW})


@router.post("/{uuid:bulk_action_id}/pause", response={202: OneBulkOut, **CHANGES}, summary="Pause it")
def pause_bulk_action(request: HttpRequest, bulk_action_id: UUID) -> Status[BulkOut]:
    """After the set of at most 500 badges that is being done. One that isn't being done: 409."""
    return _change(request, bulk_action_id, stop_action)


@router.post("/{uuid:bulk_action_id}/resume", response={202: OneBulkOut, **CHANGES}, summary="Go on with it")
def resume_bulk_action(request: HttpRequest, bulk_action_id: UUID) -> Status[BulkOut]:
    """One that was paused, or that a fault stopped. Another one: 409."""
    return _change(request, bulk_action_id, confirm_action, {ActionState.STOPPED})


@router.post("/{uuid:bulk_action_id}/cancel", response={202: OneBulkOut, **CHANGES}, summary="Cancel it")
def cancel_bulk_action(request: HttpRequest, bulk_action_id: UUID) -> Status[BulkOut]:
    """For good; what was done stays done. One that is done or cancelled: 409."""
    return _change(request, bulk_action_id, cancel_action)


@router.post(
    "/{uuid:bulk_action_id}/hold-mails", response={202: OneBulkOut, **CHANGES}, summary="Hold its mails back"
)
def hold_bulk_mails(request: HttpRequest, bulk_action_id: UUID) -> Status[BulkOut]:
    """Those that wait by `hold_minutes`, for good; what was done to the badges stays done. None waits any more: 409."""
    return _change(request, bulk_action_id, withdraw_mails)


def _change(
    request: HttpRequest,
    action_id: UUID,
    change: Callable[..., BulkAction],
    states: set[ActionState] | None = None,
) -> Status[BulkOut]:
    actor, organisation = _program(request)
    action = _action(organisation, action_id)
    if states is not None and action.state not in states:
        raise HttpError(409, _("This is being done already, or was."))
    return Status(202, OneBulkOut.whole(change(action=action, by=actor, now=timezone.now())))


def _preview(action: BulkAction) -> PreviewOut:
    found = preview_of(action, EXAMPLES)
    examples = [
        ExampleOut(
            award=item.award.id,
            page=award_url(item.award.id),
            recipient=item.award.recipient,
            achievement=item.award.version.achievement.slug,
            valid_until=item.award.valid_until,
        )
        for item in found.examples
        if item.award is not None
    ]
    return PreviewOut(
        effective=found.effective,
        accepted=found.accepted,
        examples=examples,
        refusals=RefusalOut.of(found.refusals),
    )


def _program(request: HttpRequest) -> tuple[Actor, Profile]:
    actor, organisation = program_of(request)
    check_can(actor, "act_in_bulk", organisation)
    return actor, organisation


def _action(organisation: Profile, action_id: UUID) -> BulkAction:
    try:
        return get_bulk_action(organisation, action_id)
    except BulkAction.DoesNotExist:
        raise Http404 from None
