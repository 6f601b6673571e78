"""Reading the trail: what each event was about, asked of the app that owns it; and how its delivery is doing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from openlaurel.apps.events.models import Delivery, Event, WorkerProcess
from openlaurel.apps.events.services.workers import PRESUMED_DEAD


@dataclass(frozen=True)
class Subject:
    """What an event was about, for a reader of the organisation's workspace. `url` may be empty."""

    name: str
    url: str = ""
    language: str = ""


Names = Callable[[set[str]], dict[str, Subject]]
_names: dict[str, Names] = {}


def name_subjects(kind: str, names: Names) -> None:
    """This function will have `names` asked for subjects of `kind`: it takes their ids and returns those it knows."""
    _names[kind] = names


def subjects_of(events: Iterable[Event]) -> dict[tuple[str, str], Subject]:
    """This function will return the known subjects of `events` by (kind, id), with one question per kind."""
    return subjects_named({(event.subject_kind, event.subject_id) for event in events})


def subjects_named(references: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """This function will return the known subjects among (kind, id), with one question per kind."""
    wanted: dict[str, set[str]] = {}
    for kind, identifier in references:
        wanted.setdefault(kind, set()).add(identifier)
    return {
        (kind, identifier): subject
        for kind, identifiers in wanted.items()
        if kind in _names
        for identifier, subject in _names[kind](identifiers).items()
    }


@dataclass(frozen=True)
class BackgroundHealth:
    workers: int
    open_deliveries: int
    given_up_deliveries: int


def background_health(*, now: datetime) -> BackgroundHealth:
    """This function will count living workers, deliveries that are still owed and those that were given up."""
    owed = Delivery.objects.filter(delivered_at__isnull=True)
    return BackgroundHealth(
        workers=WorkerProcess.objects.filter(seen_at__gte=now - PRESUMED_DEAD).count(),
        open_deliveries=owed.filter(gave_up_at__isnull=True).count(),
        given_up_deliveries=owed.filter(gave_up_at__isnull=False).count(),
    )
