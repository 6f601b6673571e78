"""Who wants which news."""

from collections.abc import Callable

from openlaurel.apps.events.models import Event

Handler = Callable[[Event], None]
_handlers: dict[str, dict[str, Handler]] = {}


def subscribe(kind: str, name: str, handler: Handler) -> None:
    """This function will have `handler` called for each event of `kind`, at least once; handlers are idempotent."""
    _handlers.setdefault(kind, {})[name] = handler


def handler_of(event: Event, name: str) -> Handler | None:
    """This function will return the handler that was subscribed as `name` to the kind of `event`, if any."""
    return _handlers.get(event.kind, {}).get(name)


def handlers_of(kind: str) -> tuple[str, ...]:
    """This function will return the names under which handlers were subscribed to `kind`."""
    return tuple(_handlers.get(kind, ()))
