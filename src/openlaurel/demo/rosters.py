"""Badges that the demo world's company issues to a customer's roster."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award, Batch, BatchState, RowState
from openlaurel.apps.issuing.services import (
    AwardDraft,
    confirm_batch,
    dry_run_batch,
    run_batch,
    upload_roster,
)
from openlaurel.apps.profiles.models import Role
from openlaurel.demo.awards import member_with

COLUMNS = ("Name", "Email", "Language")


def issue_by_roster(
    version: AchievementVersion, drafts: Sequence[AwardDraft], file_name: str, now: datetime
) -> list[Award]:
    """This function will issue badges to a file of recipients, unless it was done before, and return them in its order.

    The file comes with a row too many, for whom no address is known: it is refused.
    """
    organisation = version.achievement.organisation
    batch = Batch.objects.filter(organisation=organisation, roster__file_name=file_name).first()
    if batch is None:
        by = member_with(version, Role.ISSUER)
        # One transaction: other workers meet the roster when its badges are issued.
        with transaction.atomic():
            roster = upload_roster(
                organisation=organisation, file_name=file_name, data=_file_of(drafts), by=by, now=now
            )
            batch = dry_run_batch(
                roster=roster, version=version, notify=True, allow_repeats=False, by=by, now=now
            )
            confirm_batch(batch=batch, by=by, now=now)
            run_batch(batch=batch, clock=lambda: now)
            batch.refresh_from_db()
            if batch.state != BatchState.DONE:
                raise RuntimeError(f"The roster {file_name} was {batch.state}: {batch.fault}")
    issued = batch.rows.filter(state=RowState.ISSUED).order_by("line")
    rows = issued.select_related("award__organisation", "award__version__achievement")
    return [row.award for row in rows if row.award is not None]


def _file_of(drafts: Sequence[AwardDraft]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for draft in drafts:
        writer.writerow((draft.recipient_name, draft.recipient_email, draft.language))
    writer.writerow(("Guest of the workshop", "", ""))
    return text.getvalue().encode()
