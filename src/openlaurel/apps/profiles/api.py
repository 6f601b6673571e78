"""What a program may ask about itself and its organisation: its key, and the audit trail."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.events.models import Event
from openlaurel.apps.events.words import GROUPS
from openlaurel.apps.profiles.access import ApiKeyAuth, Problem, program_of, read_on
from openlaurel.apps.profiles.models import ApiKey
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.queries import TrailLine, list_events, read_trail
from openlaurel.apps.profiles.queries.long_pages import Line, portion
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import rotate_api_key

keys = Router(tags=["keys"])
audit = Router(tags=["audit"])

OVERLAP = timedelta(hours=24)
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 422: Problem, 429: Problem}


class KeyOut(Schema):
    """An API key, without its secret. `networks` is empty where it is accepted from everywhere."""

    id: UUID
    name: str
    organisation: str
    prefix: str
    scopes: list[str]
    networks: list[str]
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    last_used_at: AwareDatetime | None
    rotated_at: AwareDatetime | None
    former_until: AwareDatetime | None

    @classmethod
    def of(cls, key: ApiKey, **more: Any) -> "KeyOut":
        """This function will read a key with its organisation."""
        names = set(cls.model_fields) - {"organisation", *more}
        columns = {name: getattr(key, name) for name in names if hasattr(key, name)}
        return cls(organisation=key.organisation.handle, **columns, **more)


class NewSecretOut(KeyOut):
    """The key with its new secret, which can't be read again."""

    secret: str


class RotationIn(Schema):
    model_config = ConfigDict(extra="forbid")

    former_until: AwareDatetime | None = Field(
        None, description="Until when the former secret is accepted too, at most 90 days; otherwise 24 hours."
    )


class EventOut(Schema):
    """One line of the audit trail. `words` says it in the language of `Accept-Language`; `kind` and `data` don't change."""

    id: int
    at: AwareDatetime
    kind: str
    words: str
    actor: str
    actor_id: UUID | None
    subject_kind: str
    subject_id: str
    subject: str
    data: dict[str, Any]

    @classmethod
    def of(cls, line: TrailLine) -> "EventOut":
        """This function will read one line."""
        event = line.event
        return cls(
            id=event.pk,
            at=event.occurred_at,
            kind=event.kind,
            words=line.words,
            actor=line.actor,
            actor_id=event.actor_id,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            subject=line.subject.name if line.subject else "",
            data=event.data,
        )


class EventPage(Schema):
    """`count` is the number of all matches as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[EventOut]
    count: int
    next: str | None


class EventsQuery(Schema):
    group: str = Field("", max_length=20, description="What the lines are about, such as award or member.")
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000, description="For more, use `after`.")] = 0
    after: str = Field("", max_length=100, description="`next` of the page before.")


@keys.get(
    "/current",
    auth=ApiKeyAuth(Scope.KEYS_ROTATE),
    response={200: KeyOut, **ERRORS},
    summary="Read about the key itself",
)
def read_current_key(request: HttpRequest) -> KeyOut:
    """The key that the request is made with: what it may do and until when."""
    actor, _organisation = program_of(request)
    assert actor.api_key is not None
    return KeyOut.of(actor.api_key)


@keys.post(
    "/current/rotate",
    auth=ApiKeyAuth(Scope.KEYS_ROTATE),
    response={200: NewSecretOut, **ERRORS},
    summary="Give the key a new secret",
)
def rotate_current_key(request: HttpRequest, body: RotationIn) -> KeyOut:
    """The answer holds the new secret, once. The former one is accepted for 24 hours more, or until `former_until`;
    one from an earlier rotation ends at once."""
    now = timezone.now()
    actor, _organisation = program_of(request)
    assert actor.api_key is not None
    key, secret = rotate_api_key(
        api_key=actor.api_key, former_until=body.former_until or now + OVERLAP, by=actor, now=now
    )
    return NewSecretOut.of(key, secret=secret)


@audit.get(
    "/events",
    auth=ApiKeyAuth(Scope.AUDIT_READ),
    response={200: EventPage, **ERRORS},
    summary="Read the audit trail",
)
def list_audit_events(request: HttpRequest, query: Query[EventsQuery]) -> EventPage:
    """What was done in the key's organisation, by whom and to what, the latest first."""
    actor, organisation = program_of(request)
    check_can(actor, "view_audit_trail", organisation)
    if query.group and query.group not in GROUPS:
        raise HttpError(422, _("“group” is one of %(groups)s.") % {"groups": ", ".join(GROUPS)})
    line = Line.of(list_events(organisation, query.group), "occurred_at")
    place = read_on(query.after, Event)
    events, following = portion(line, place, offset=query.offset, most=query.limit)
    items = [EventOut.of(line) for line in read_trail(events)]
    return EventPage(items=items, count=line.count or 0, next=following)
