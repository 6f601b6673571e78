"""Rosters: a file comes in, its columns are told apart, and every row is tried before anything is issued."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.field_words import label_of
from openlaurel.apps.catalog.models import AchievementVersion, VersionState
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import BatchNotPossibleNow, InvalidAward, NotIssuable, RosterUnusable
from openlaurel.apps.issuing.models import Batch, BatchRow, BatchState, Roster, RowState
from openlaurel.apps.issuing.roster_words import words_of_error
from openlaurel.apps.issuing.services.drafts import check_draft
from openlaurel.apps.issuing.services.duplicates import asks_before_repeating
from openlaurel.apps.issuing.services.own_fields import Asked, asked_of
from openlaurel.apps.issuing.services.people import already_holding, draft_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.fields import Kind
from openlaurel.core.rosters import (
    Fault,
    Field,
    Further,
    Order,
    Person,
    RostersError,
    Table,
    as_csv,
    read_people,
    read_table,
    recognise,
    recognise_further,
)

# In a roster's mapping, before the key of a custom field.
OWN_COLUMN = "own:"
NOTHING_FURTHER = Further()
KEPT_UNUSED = timedelta(days=30)


def upload_roster(*, organisation: Profile, file_name: str, data: bytes, by: Actor, now: datetime) -> Roster:
    """This function will keep an uploaded file of recipients, with what was recognised of its columns.

    A workbook is kept as CSV. Raises RosterUnusable with what is wrong and what to do.
    """
    check_can(by, "issue_award", organisation)
    try:
        content = as_csv(data)
        table = read_table(content)
    except RostersError as error:
        raise RosterUnusable(words_of_error(error)) from error
    recognition = recognise(table.headers)
    with transaction.atomic():
        roster = Roster.objects.create(
            organisation=organisation,
            file_name=file_name[-200:] or "roster.csv",
            content=content,
            row_count=len(table.rows),
            encoding=table.encoding,
            encoding_is_guessed=table.encoding_is_guessed,
            delimiter=table.delimiter,
            dialect=recognition.dialect,
            headers=list(table.headers),
            mapping={field.value: header for field, header in recognition.mapping.items()},
            uploaded_by=by.account,
            uploaded_at=now,
        )
        _record("roster.uploaded", roster, by, now, rows=len(table.rows))
    return roster


def map_roster(*, roster: Roster, mapping: Mapping[str, str], by: Actor, now: datetime) -> Roster:
    """This function will say which column holds which field: `mapping` goes from field to header.

    A custom field goes by OWN_COLUMN and its key; "" says that the file hasn't got it, whatever a column is called. Raises RosterUnusable when a header isn't in the file, or none holds the address or the name.
    """
    check_can(by, "issue_award", roster.organisation)
    own = {field: header for field, header in mapping.items() if field.startswith(OWN_COLUMN)}
    chosen = {Field(field): header for field, header in mapping.items() if header and field not in own}
    named = [*chosen.values(), *filter(None, own.values())]
    unknown = [header for header in named if header not in roster.headers]
    if unknown:
        raise RosterUnusable(_("The file has no column “%(header)s”.") % {"header": unknown[0]})
    _people(roster, chosen)
    roster.mapping = {field.value: header for field, header in chosen.items()} | own
    roster.save(update_fields=["mapping"])
    return roster


def dry_run_batch(
    *,
    roster: Roster,
    version: AchievementVersion,
    notify: bool,
    allow_repeats: bool,
    by: Actor,
    now: datetime,
    hold_minutes: int = 0,
    order: Order = Order.UNKNOWN,
) -> Batch:
    """This function will try every row of a roster as it would be issued, and keep what it found. Nothing is issued.

    With `hold_minutes` the mails wait that long after the last badge, so that all of it can be undone. `order` is how
    dates like 03/04/2026 are meant; a row with one that stays open is refused.

    An earlier dry run of the roster is replaced. Raises RosterUnusable, NotIssuable.
    """
    organisation = roster.organisation
    check_can(by, "issue_award", organisation)
    if version.achievement.organisation_id != organisation.id or version.state == VersionState.DRAFT:
        raise NotIssuable(_("This version is still a draft. Publish it, then issue badges."))
    asked = asked_of(version)
    found = _people(roster, standard_columns(roster.mapping), _further(roster, asked), order)
    people = [row for row in found if isinstance(row, Person)]
    leaves_out = asks_before_repeating(version.achievement, allow_repeats)
    holders = _holders(version, people, now) if leaves_out else set()
    with transaction.atomic():
        roster.batches.filter(state=BatchState.DRY_RUN).delete()
        batch = Batch.objects.create(
            organisation=organisation,
            version=version,
            roster=roster,
            notify=notify,
            hold_minutes=hold_minutes if notify else 0,
            allow_repeats=allow_repeats,
            created_by=by.account,
            created_at=now,
        )
        BatchRow.objects.bulk_create(
            (_row(batch, row, holders, asked, now) for row in found), batch_size=2000
        )
    return batch


def remove_roster(*, roster: Roster, by: Actor, now: datetime) -> None:
    """This function will forget a file and what became of its rows; badges that were issued stay.

    Raises BatchNotPossibleNow while badges are being issued to it.
    """
    check_can(by, "issue_award", roster.organisation)
    with transaction.atomic():
        roster = (
            Roster.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=roster.pk)
        )
        if roster.batches.filter(
            state__in=[BatchState.SCHEDULED, BatchState.QUEUED, BatchState.RUNNING]
        ).exists():
            raise BatchNotPossibleNow(_("Badges are being issued to this roster. Stop that first."))
        _record("roster.removed", roster, by, now)
        roster.delete()


def forget_old_rosters(*, now: datetime) -> int:
    """This function will delete the files of 30 days ago from which nobody issued anything; returns how many."""
    used = Batch.objects.exclude(state=BatchState.DRY_RUN).values("roster")
    old = Roster.objects.filter(uploaded_at__lt=now - KEPT_UNUSED).exclude(pk__in=used)
    count = old.count()
    old.delete()
    return count


def table_of(roster: Roster) -> Table:
    """This function will read the file of a roster again; raises RosterUnusable once its content was cleared."""
    if not roster.content:
        raise RosterUnusable(
            _(
                "This roster's file isn't kept any more: badges were issued to it, or a person in it had their data "
                "erased. Upload it again."
            )
        )
    try:
        return read_table(bytes(roster.content))
    except RostersError as error:
        raise RosterUnusable(words_of_error(error)) from error


def person_of(data: Mapping[str, Any]) -> Person:
    """This function will return the person that a row keeps."""
    moments = {
        name: datetime.fromisoformat(data[name]) for name in ("issued_on", "expires_on") if data.get(name)
    }
    return Person(**{**data, **moments})


def standard_columns(mapping: Mapping[str, str]) -> dict[Field, str]:
    """This function will return those columns of a roster's mapping that every roster may have."""
    return {Field(field): header for field, header in mapping.items() if not field.startswith(OWN_COLUMN)}


def own_columns(roster: Roster, asked: Asked) -> dict[str, str]:
    """This function will return which column holds which custom field, by key: as it was said, else by its name."""
    taken = standard_columns(roster.mapping).values()
    said = {spec.key: roster.mapping.get(OWN_COLUMN + spec.key) for spec in asked.specs}
    found = further_columns(roster.headers, asked, [*taken, *filter(None, said.values())]).columns
    return {**found, **{key: header for key, header in said.items() if header is not None}}


def further_columns(headers: Sequence[str], asked: Asked, taken: Iterable[str]) -> Further:
    """This function will tell the columns of custom fields by their names; a header that is `taken` is none of them."""
    names = {spec.key: spec.labels.values() for spec in asked.specs}
    days = frozenset(spec.key for spec in asked.specs if spec.kind is Kind.DATE)
    return Further(recognise_further(headers, names, list(taken)), days)


def _further(roster: Roster, asked: Asked) -> Further:
    columns = {key: header for key, header in own_columns(roster, asked).items() if header}
    for spec in asked.specs:
        if spec.is_required and not spec.preset and spec.key not in columns:
            words = _(
                "No column is chosen for “%(field)s”, which every badge needs. Choose one, or add it to the file."
            )
            raise RosterUnusable(words % {"field": label_of(spec)})
    return Further(columns, frozenset(spec.key for spec in asked.specs if spec.kind is Kind.DATE))


def _people(
    roster: Roster,
    mapping: Mapping[Field, str],
    further: Further = NOTHING_FURTHER,
    order: Order = Order.UNKNOWN,
) -> list[Person | Fault]:
    table = table_of(roster)
    try:
        return read_people(table, mapping, further, order=order)
    except RostersError as error:
        raise RosterUnusable(words_of_error(error)) from error


def _holders(version: AchievementVersion, people: Sequence[Person], now: datetime) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(people), 500):
        found |= already_holding(version, [person.email for person in people[start : start + 500]], now)
    return found


def _row(batch: Batch, found: Person | Fault, holders: set[str], asked: Asked, now: datetime) -> BatchRow:
    if isinstance(found, Fault):
        params = {name: str(value) for name, value in found.params.items()}
        return _refused(batch, found.line, {}, found.code, params)
    data = _data(found)
    if found.email in holders:
        return _refused(batch, found.line, data, "holds_already", {})
    try:
        check_draft(draft_of(found), batch.version, now, asked)
    except InvalidAward as error:
        return _refused(batch, found.line, data, "stated", {"text": str(error)})
    return BatchRow(batch=batch, line=found.line, data=data, state=RowState.READY)


def _refused(batch: Batch, line: int, data: dict[str, Any], reason: str, params: dict[str, str]) -> BatchRow:
    return BatchRow(
        batch=batch, line=line, data=data, state=RowState.REFUSED, reason=reason, reason_params=params
    )


def _data(person: Person) -> dict[str, Any]:
    data = {name: value for name, value in asdict(person).items() if value or name == "line"}
    for name in ("issued_on", "expires_on"):
        if name in data:
            data[name] = data[name].isoformat()
    return data


def _record(kind: str, roster: Roster, by: Actor, now: datetime, **data: Any) -> None:
    record_event(
        kind=kind,
        subject=("roster", roster.id),
        now=now,
        actor_id=by.id,
        organisation_id=roster.organisation_id,
        data=data,
    )
