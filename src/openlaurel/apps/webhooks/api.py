"""Webhooks for programs: add, change, try and remove them, read what was sent, send it once more."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.profiles.access import ApiKeyAuth, Problem, program_of, read_on
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.queries.long_pages import Line, portion
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.webhooks import services
from openlaurel.apps.webhooks.models import Endpoint, Message
from openlaurel.apps.webhooks.queries import get_endpoint, list_endpoints, list_messages

router = Router(tags=["webhooks"], auth=ApiKeyAuth(Scope.WEBHOOKS_MANAGE))
MOST_TRIES = 50
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 422: Problem, 429: Problem}
ONE = {404: Problem, **ERRORS}


class WebhookIn(Schema):
    """Where news goes, and which: types such as award.issued."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2000)
    types: list[str] = Field(max_length=50)


class WebhookChangeIn(Schema):
    """What shall be different; what isn't sent stays as it is."""

    model_config = ConfigDict(extra="forbid")

    url: str | None = Field(None, max_length=2000)
    types: list[str] | None = Field(None, max_length=50)
    paused: bool | None = None


class WebhookOut(Schema):
    """`quiet_until` is set while nothing is sent because nobody answered, or the receiver asked to wait."""

    id: UUID
    url: str
    types: list[str]
    created_at: AwareDatetime
    paused_at: AwareDatetime | None
    quiet_until: AwareDatetime | None
    failures: int


class NewWebhookOut(WebhookOut):
    """A webhook with its secret, `whsec_…`, which can't be read again."""

    secret: str


class WebhookPage(Schema):
    """`count` is the number of all, not only of those on this page."""

    items: list[WebhookOut]
    count: int


class SecretOut(Schema):
    secret: str


class TryOut(Schema):
    """One attempt: the status that came back, or the error when there was no answer."""

    at: AwareDatetime
    milliseconds: int
    status: int | None
    error: str


class MessageOut(Schema):
    """`id` is what receivers get as webhook-id. `tries` are the latest, the last one first."""

    id: UUID
    type: str
    body: str
    created_at: AwareDatetime
    due_at: AwareDatetime
    delivered_at: AwareDatetime | None
    gave_up_at: AwareDatetime | None
    tries: Annotated[list[TryOut], Field(max_length=MOST_TRIES)]

    @classmethod
    def of(cls, message: Message) -> "MessageOut":
        """This function will read a message with its tries."""
        return cls(
            id=message.id,
            type=message.type,
            body=bytes(message.body).decode(),
            created_at=message.created_at,
            due_at=message.due_at,
            delivered_at=message.delivered_at,
            gave_up_at=message.gave_up_at,
            tries=[TryOut.from_orm(one) for one in list(message.tries.all())[:MOST_TRIES]],
        )


class MessagePage(Schema):
    """`count` is the number of all that are kept as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[MessageOut]
    count: int
    next: str | None


class PageQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0


class MessagesQuery(PageQuery):
    after: str = Field("", max_length=100, description="`next` of the page before.")


@router.get("", response={200: WebhookPage, **ERRORS}, summary="List your webhooks")
def list_webhooks(request: HttpRequest, query: Query[PageQuery]) -> WebhookPage:
    """Where the key's organisation sends its news, the oldest first."""
    actor, organisation = program_of(request)
    check_can(actor, "manage_webhooks", organisation)
    found = list_endpoints(organisation)
    page = found[query.offset : query.offset + query.limit]
    return WebhookPage(items=[WebhookOut.from_orm(endpoint) for endpoint in page], count=found.count())


@router.post("", response={201: NewWebhookOut, **ERRORS}, summary="Add a webhook")
def create_webhook(request: HttpRequest, body: WebhookIn) -> Status[NewWebhookOut]:
    """The answer holds the secret that signs messages, once."""
    actor, organisation = program_of(request)
    endpoint, secret = services.add_endpoint(
        organisation=organisation, url=body.url, types=body.types, by=actor, now=timezone.now()
    )
    shown = WebhookOut.from_orm(endpoint).dict()
    return Status(201, NewWebhookOut(**shown, secret=secret))


@router.get("/{uuid:webhook_id}", response={200: WebhookOut, **ONE}, summary="Read one webhook")
def read_webhook(request: HttpRequest, webhook_id: UUID) -> WebhookOut:
    """Its address, types and state; never its secret."""
    return WebhookOut.from_orm(_endpoint(request, webhook_id))


@router.patch("/{uuid:webhook_id}", response={200: WebhookOut, **ONE}, summary="Change a webhook")
def change_webhook(request: HttpRequest, webhook_id: UUID, body: WebhookChangeIn) -> WebhookOut:
    """Another address or other types; `paused` stops it or goes on. What is queued goes to the new address."""
    actor, organisation = program_of(request)
    endpoint, now = _endpoint(request, webhook_id), timezone.now()
    services.change_endpoint(
        endpoint=endpoint, url=body.url, types=body.types, paused=body.paused, by=actor, now=now
    )
    return WebhookOut.from_orm(get_endpoint(organisation, webhook_id))


@router.delete("/{uuid:webhook_id}", response={204: None, **ONE}, summary="Remove a webhook")
def delete_webhook(request: HttpRequest, webhook_id: UUID) -> Status[None]:
    """Its messages are forgotten, too."""
    actor, _organisation = program_of(request)
    services.remove_endpoint(endpoint=_endpoint(request, webhook_id), by=actor, now=timezone.now())
    return Status(204, None)


@router.post("/{uuid:webhook_id}/secret", response={200: SecretOut, **ONE}, summary="Make a new secret")
def roll_webhook_secret(request: HttpRequest, webhook_id: UUID) -> SecretOut:
    """The former secret signs along for 24 hours, so that no message is refused meanwhile."""
    actor, _organisation = program_of(request)
    endpoint = _endpoint(request, webhook_id)
    return SecretOut(secret=services.roll_secret(endpoint=endpoint, by=actor, now=timezone.now()))


@router.post("/{uuid:webhook_id}/test", response={202: MessageOut, **ONE}, summary="Send a test message")
def send_test_message(request: HttpRequest, webhook_id: UUID) -> Status[MessageOut]:
    """A message of the type webhook.test is queued; its tries are in the list of messages."""
    actor, _organisation = program_of(request)
    endpoint = _endpoint(request, webhook_id)
    message = services.queue_test(endpoint=endpoint, by=actor, now=timezone.now())
    return Status(202, MessageOut.of(message))


@router.get(
    "/{uuid:webhook_id}/messages", response={200: MessagePage, **ONE}, summary="List what a webhook was sent"
)
def list_webhook_messages(request: HttpRequest, webhook_id: UUID, query: Query[MessagesQuery]) -> MessagePage:
    """The messages of 30 days with each try, the latest first."""
    line = Line.of(list_messages(_endpoint(request, webhook_id)))
    place = read_on(query.after, Message)
    page, following = portion(line, place, offset=query.offset, most=query.limit)
    items = [MessageOut.of(message) for message in page]
    return MessagePage(items=items, count=line.count or 0, next=following)


@router.post(
    "/{uuid:webhook_id}/messages/{uuid:message_id}/replay",
    response={202: MessageOut, **ONE},
    summary="Send a message once more",
)
def replay_webhook_message(request: HttpRequest, webhook_id: UUID, message_id: UUID) -> Status[MessageOut]:
    """Under the same id, by which receivers know it again. One that is still on its way is left alone."""
    actor, _organisation = program_of(request)
    messages = list_messages(_endpoint(request, webhook_id))
    message = messages.filter(id=message_id).first()
    if message is None:
        raise Http404
    services.replay_message(message=message, by=actor, now=timezone.now())
    return Status(202, MessageOut.of(messages.get(id=message_id)))


def _endpoint(request: HttpRequest, webhook_id: UUID) -> Endpoint:
    actor, organisation = program_of(request)
    check_can(actor, "manage_webhooks", organisation)
    try:
        return get_endpoint(organisation, webhook_id)
    except Endpoint.DoesNotExist:
        raise Http404 from None
