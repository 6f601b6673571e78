"""Opening a recall: the awards that a cause puts in doubt are written down; and its note for everybody."""

from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.desk.errors import InvalidAction
from openlaurel.apps.desk.models import Recall, RecalledAward
from openlaurel.apps.desk.queries import Cause, affected_by
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can

CHUNK = 2_000
LONGEST = 2_000


def open_recall(*, organisation: Profile, cause: Cause, by: Actor, now: datetime) -> Recall:
    """This function will write down which awards a cause puts in doubt, as things are now; nothing happens to them.

    They are written 2,000 a transaction: who issues meanwhile needn't wait. Raises InvalidAction where there are none.
    """
    check_can(by, "act_in_bulk", organisation)
    affected = affected_by(organisation, cause)
    if not affected.all:
        raise InvalidAction({"": _("This puts no badge in doubt. Choose another cause, or a longer time.")})
    recall = Recall.objects.create(
        organisation=organisation,
        cause_kind=cause.kind,
        cause_key=UUID(cause.key),
        since=cause.since,
        until=cause.until,
        opened_at=now,
        opened_by=by.account,
    )
    rest = iter(sorted(affected.all))
    while some := list(islice(rest, CHUNK)):
        RecalledAward.objects.bulk_create(
            RecalledAward(recall=recall, award_id=award_id, is_direct=award_id in affected.direct)
            for award_id in some
        )
    with transaction.atomic():
        recall.ready_at = now
        recall.awards_count, recall.direct_count = len(affected.all), len(affected.direct)
        recall.save(update_fields=["ready_at", "awards_count", "direct_count"])
        _record("recall.opened", recall, by, now, count=len(affected.all))
    return recall


def publish_note(*, recall: Recall, what_happened: str, what_to_do: str, by: Actor, now: datetime) -> Recall:
    """This function will show everybody what a recall is about, or change what it shows. Raises InvalidAction."""
    check_can(by, "act_in_bulk", recall.organisation)
    given = {"what_happened": what_happened.strip(), "what_to_do": what_to_do.strip()}
    problems = {
        field: _("Write 1 to %(most)s characters; everybody reads them.") % {"most": f"{LONGEST:,}"}
        for field, text in given.items()
        if not 1 <= len(text) <= LONGEST
    }
    if problems:
        raise InvalidAction(problems)
    with transaction.atomic():
        recall = _locked(recall.pk)
        if recall.ready_at is None:
            raise InvalidAction(
                {"": _("Its badges were not all found yet. If this stays so, open a new one.")}
            )
        recall.what_happened, recall.what_to_do = given["what_happened"], given["what_to_do"]
        recall.published_at, recall.changed_at = recall.published_at or now, now
        recall.save(update_fields=["what_happened", "what_to_do", "published_at", "changed_at"])
        _record("recall.note_published", recall, by, now)
    return recall


def withdraw_note(*, recall: Recall, by: Actor, now: datetime) -> Recall:
    """This function will show nobody the note of a recall any more; what it says is kept."""
    check_can(by, "act_in_bulk", recall.organisation)
    with transaction.atomic():
        recall = _locked(recall.pk)
        if recall.published_at is not None:
            recall.published_at = None
            recall.save(update_fields=["published_at"])
            _record("recall.note_withdrawn", recall, by, now)
    return recall


def _locked(recall_id: UUID) -> Recall:
    return Recall.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=recall_id)


def _record(kind: str, recall: Recall, by: Actor, now: datetime, **data: int) -> None:
    record_event(
        kind=kind,
        subject=("recall", recall.id),
        now=now,
        actor_id=by.id,
        organisation_id=recall.organisation_id,
        data=data,
    )
