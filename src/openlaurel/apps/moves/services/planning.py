"""From an uploaded export to a plan: what would become of each line. Nothing is imported."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.moves.errors import ImportUnusable, MoveNotPossibleNow
from openlaurel.apps.moves.models import Import, ImportRow, ImportState, RowState
from openlaurel.apps.moves.services.matching import match_awards, match_definitions
from openlaurel.apps.moves.words import words_of_error
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.moves import DatesOpen, Export, MovesError, SameFileTwice, read_export
from openlaurel.core.moves.model import ClaimedAward, ClaimedDefinition, Refused
from openlaurel.core.rosters import Order, RostersError

KEPT_UNUSED = timedelta(days=30)
ORDERS = {"day": Order.DAY_FIRST, "month": Order.MONTH_FIRST}
CHUNK = 1000


def upload_import(
    *,
    organisation: Profile,
    files: list[tuple[str, bytes]],
    by: Actor,
    now: datetime,
    date_order: str = "",
) -> Import:
    """This function will read an export, of one file or several, and keep what would become of each of its lines.

    `date_order` says whether the "day" or the "month" comes first in dates such as 03/04/2026; without it, and where
    the file doesn't settle it, the import asks. Raises ImportUnusable with what is wrong and what to do.
    """
    check_can(by, "move_badges", organisation)
    name, content = _as_one(files)
    run = Import(
        organisation=organisation,
        file_name=name,
        content=content,
        date_order=date_order if date_order in ORDERS else "",
        language=organisation.language,
        created_by=by.account,
        created_at=now,
    )
    _plan(run, by, now)
    return run


def answer_dates(*, run: Import, order: str, by: Actor, now: datetime) -> Import:
    """This function will plan an import whose dates could be read in two ways, by what somebody says of them."""
    check_can(by, "move_badges", run.organisation)
    if run.state != ImportState.ASKING or not run.content:
        raise MoveNotPossibleNow(_("This import doesn't ask about dates any more."))
    if order not in ORDERS:
        raise ImportUnusable(_("Say whether the day or the month comes first."))
    run.date_order = order
    _plan(run, by, now)
    return run


def choose_definitions(*, run: Import, choices: Mapping[int, str], by: Actor, now: datetime) -> Import:
    """This function will say what becomes of definitions, by the number of their row.

    Each is "draft", "claim", or the id of an achievement of the organisation that it is.
    """
    check_can(by, "move_badges", run.organisation)
    with transaction.atomic():
        run = Import.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
        if run.state != ImportState.PLAN:
            raise MoveNotPossibleNow(_("This import was confirmed already."))
        own = {str(pk): pk for pk in run.organisation.achievements.values_list("pk", flat=True)}
        for row in run.rows.filter(is_definition=True, state=RowState.READY, number__in=choices):
            choice = choices[row.number]
            if choice not in {"draft", "claim", *own}:
                raise ImportUnusable(_("Choose for each definition what shall become of it."))
            row.choice = "match" if choice in own else choice
            row.achievement_id = own.get(choice)
            row.save(update_fields=["choice", "achievement"])
        rows = list(run.rows.filter(is_definition=False).exclude(state=RowState.REFUSED))
        match_awards(run, _achievements(run), rows)
        ImportRow.objects.bulk_update(rows, ["state", "reason"], batch_size=500)
    return run


def remove_import(*, run: Import, by: Actor, now: datetime) -> None:
    """This function will forget a file and its plan; what was imported stays."""
    check_can(by, "move_badges", run.organisation)
    with transaction.atomic():
        run = Import.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.state in {ImportState.QUEUED, ImportState.RUNNING}:
            raise MoveNotPossibleNow(_("This import is being done. Stop it first."))
        _record("import.removed", run, by, now)
        run.delete()


def forget_old_imports(*, now: datetime) -> int:
    """This function will delete the files of 30 days ago that nobody confirmed; returns how many."""
    old = Import.objects.filter(
        created_at__lt=now - KEPT_UNUSED, state__in=[ImportState.ASKING, ImportState.PLAN]
    )
    count = old.count()
    old.delete()
    return count


def _as_one(files: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One file as it is; several packed into one, as they were."""
    if not files:
        raise ImportUnusable(_("Choose the file that the platform exported."))
    if len(files) == 1:
        return files[0][0][-300:] or "export", files[0][1]
    out = io.BytesIO()
    names = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            if name in names:
                raise ImportUnusable(words_of_error(SameFileTwice(file=name[:200])))
            names.add(name)
            archive.writestr(name.replace("\\", "_").replace("/", "_").replace(":", "_"), data)
    shown = ", ".join(name for name, _data in files)
    return shown if len(shown) <= 300 else f"{shown[:297]}…", out.getvalue()


def _plan(run: Import, by: Actor, now: datetime) -> None:
    try:
        export = read_export({run.file_name: bytes(run.content)}, order=ORDERS.get(run.date_order))
    except DatesOpen as error:
        run.state, run.date_example = ImportState.ASKING, str(error.params["example"])[:60]
        run.save()
        return
    except (MovesError, RostersError) as error:
        raise ImportUnusable(words_of_error(error)) from error
    with transaction.atomic():
        run.state, run.platform = ImportState.PLAN, export.platform
        run.declared, run.found = export.declared, export.read
        run.save()
        run.rows.all().delete()
        _write_down(run, export)
        _record("import.planned", run, by, now, count=export.read)


def _write_down(run: Import, export: Export) -> None:
    definitions = [_definition_row(run, found) for found in export.definitions]
    match_definitions(run, definitions)
    achievements = {row.source_id: row.achievement_id for row in definitions}
    awards = [_award_row(run, found) for found in export.awards]
    match_awards(run, achievements, awards)
    refused = [_refused_row(run, found) for found in export.refused]
    for number, row in enumerate([*definitions, *awards, *refused], 1):
        row.number = number
    ImportRow.objects.bulk_create([*definitions, *awards, *refused], batch_size=CHUNK)


def _achievements(run: Import) -> dict[str, UUID | None]:
    rows = run.rows.filter(is_definition=True)
    return dict(rows.values_list("source_id", "achievement_id"))


def _definition_row(run: Import, found: ClaimedDefinition) -> ImportRow:
    return ImportRow(
        run=run,
        is_definition=True,
        place=str(found.place)[:320],
        source_id=found.source_id,
        data={
            "name": found.name,
            "description": found.description,
            "criteria": found.criteria,
            "url": found.url,
            "language": found.language or run.language,
            "tags": list(found.tags),
            "whole": dict(found.whole),
        },
        original=found.image,
    )


def _award_row(run: Import, found: ClaimedAward) -> ImportRow:
    assert found.issued_on is not None
    return ImportRow(
        run=run,
        place=str(found.place)[:320],
        source_id=found.source_id,
        recipient_email=found.recipient_email,
        data={
            "definition": found.definition_id,
            "name": found.recipient_name,
            "issued_on": found.issued_on.isoformat(),
            "expires_on": found.expires_on and found.expires_on.isoformat(),
            "url": found.url,
            "state": found.state,
            "revocation_reason": found.revocation_reason,
            "narrative": found.narrative,
            "evidence": [dict(item) for item in found.evidence],
            "id_is_made": found.id_is_made,
        },
        original=found.original,
    )


def _refused_row(run: Import, found: Refused) -> ImportRow:
    return ImportRow(
        run=run,
        place=str(found.place)[:320],
        source_id=found.source_id,
        recipient_email=found.recipient_email[:254],
        data={"name": found.recipient_name},
        state=RowState.REFUSED,
        reason=found.code,
        reason_params={name: str(value)[:300] for name, value in found.params.items()},
    )


def _record(kind: str, run: Import, by: Actor, now: datetime, **data: Any) -> None:
    record_event(
        kind=kind,
        subject=("import", run.id),
        now=now,
        actor_id=by.id,
        organisation_id=run.organisation_id,
        data=data,
    )
