"""What each worker does again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Periodic = Callable[[datetime], object]


@dataclass(frozen=True)
class Duty:
    name: str
    interval: timedelta
    function: Periodic


_duties: dict[str, Duty] = {}


def every(seconds: float, name: str, function: Periodic) -> None:
    """This function will have each worker call `function(now)` about every `seconds` while it isn't busy.

    Several workers may call it at the same time, on several machines, so it must take what it does by a lease or
    be harmless when done twice. An error is logged and doesn't stop the worker.
    """
    _duties[name] = Duty(name, timedelta(seconds=seconds), function)


def duties() -> tuple[Duty, ...]:
    """This function will return what is to be done periodically."""
    return tuple(_duties.values())
