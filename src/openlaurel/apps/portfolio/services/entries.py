"""Projects, work and degrees: what a person states, with the badges that prove something of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.portfolio.errors import TooManyHere
from openlaurel.apps.portfolio.models import Entry, EntryBadge, Portfolio
from openlaurel.apps.portfolio.services.placing import moved, place_badges

MOST_ENTRIES = 100


@dataclass(frozen=True)
class EntryDraft:
    """What is to stand in an entry; `starts` and `ends` are YYYY or YYYY-MM, or empty. `refs` name badges."""

    kind: str
    title: str
    organisation: str = ""
    url: str = ""
    text: str = ""
    starts: str = ""
    ends: str = ""
    refs: Sequence[str] = ()


def save_entry(
    *, portfolio: Portfolio, draft: EntryDraft, entry: Entry | None = None, now: datetime
) -> Entry:
    """This function will change an entry, or add one behind the others of its kind. Raises TooManyHere."""
    with transaction.atomic():
        Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        if entry is None:
            count = portfolio.entries.count()
            if count >= MOST_ENTRIES:
                raise TooManyHere(
                    _("A portfolio holds %(count)s projects, jobs and degrees. Remove one first.")
                    % {"count": MOST_ENTRIES}
                )
            place = portfolio.entries.filter(kind=draft.kind).count()
            entry = Entry(portfolio=portfolio, kind=draft.kind, position=place)
        for name in ("title", "organisation", "url", "text", "starts", "ends"):
            setattr(entry, name, getattr(draft, name))
        entry.save()
        place_badges(model=EntryBadge, parent={"entry": entry}, account=portfolio.account, refs=draft.refs)
        _changed(portfolio, now)
    return entry


def move_entry(*, entry: Entry, step: int, now: datetime) -> None:
    """This function will put an entry `step` places on among those of its kind, or back."""
    with transaction.atomic():
        rows = Entry.objects.select_for_update().filter(portfolio=entry.portfolio_id, kind=entry.kind)
        for place, pk in enumerate(moved(list(rows.values_list("pk", flat=True)), entry.pk, step)):
            Entry.objects.filter(pk=pk).exclude(position=place).update(position=place)
        _changed(entry.portfolio, now)


def remove_entry(*, entry: Entry, now: datetime) -> None:
    """This function will remove an entry; the badges stay."""
    with transaction.atomic():
        portfolio = entry.portfolio
        entry.delete()
        _changed(portfolio, now)


def _changed(portfolio: Portfolio, now: datetime) -> None:
    Portfolio.objects.filter(pk=portfolio.pk).update(changed_at=now)
    record_event(
        kind="portfolio.changed",
        subject=("portfolio", portfolio.pk),
        now=now,
        actor_id=portfolio.pk,
        data={"fields": ["entries"]},
    )
