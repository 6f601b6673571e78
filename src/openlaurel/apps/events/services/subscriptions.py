"""Who wants which news."""

from collections.abc import Callable
from uuid import UUID

from openlaurel.apps.events.models import Event

Handler = Callable[[Event], None]
Wanted = Callable[[str, UUID | None], bool]
_handlers: dict[str, dict[str, Handler]] = {}
_wanted: dict[str, Wanted] = {}


def subscribe(kind: str, name: str, handler: Handler, *, wanted: Wanted | None = None) -> None:
    """This function will have `handler` called for each event of `kind`, at least once; handlers are idempotent.

    `wanted(kind, organisation_id)`, where given, is asked when an event is recorded: without it nothing is owed.
    """
    _handlers.setdefault(kind, {})[name] = handler
    if wanted is not None:
        _wanted[name] = wanted


def handler_of(event: Event, name: str) -> Handler | None:
    """This function will return the handler that was subscribed as `name` to the kind of `event`, if any."""
    return _handlers.get(event.kind, {}).get(name)


def handlers_of(kind: str, organisation_id: UUID | None) -> tuple[str, ...]:
    """This function will return the names of the handlers that want events of `kind` in this organisation."""
    names = _handlers.get(kind, ())
    return tuple(name for name in names if name not in _wanted or _wanted[name](kind, organisation_id))
