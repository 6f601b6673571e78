"""Doing a bulk action in the background, set by set. A worker may be killed at any moment."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.desk.errors import ActionNotPossibleNow
from openlaurel.apps.desk.models import ActionKind, ActionState, BulkAction, BulkItem, ItemState
from openlaurel.apps.desk.queries import mails_wait
from openlaurel.apps.desk.services.inviting import invite_many, reopen_tests
from openlaurel.apps.desk.services.permitting import actor_of, check_can_do
from openlaurel.apps.events.services import (
    EventDraft,
    left_over,
    record_event,
    record_events,
    release,
    renew,
    run_job,
)
from openlaurel.apps.issuing.services import (
    Done,
    NotPossibleNow,
    extend_many,
    resend_many,
    restore_many,
    revoke_many,
    suspend_many,
)
from openlaurel.apps.profiles.policies import Actor, check_can

# Signing anew takes longer than changing a row, and others shouldn't wait for it.
SETS = {kind: 100 if kind == ActionKind.EXTEND else 500 for kind in ActionKind}
WITH_A_REASON = {
    ActionKind.REVOKE: revoke_many,
    ActionKind.SUSPEND: suspend_many,
    ActionKind.RESTORE: restore_many,
}
MAILS_PER_EVENT = 50


def confirm_action(*, action: BulkAction, by: Actor, now: datetime) -> BulkAction:
    """This function will have a previewed action done in the background, or go on with a stopped one.

    Raises ActionNotPossibleNow when it runs or ran already, or has nothing to do.
    """
    check_can_do(by, action.kind, action.organisation)
    with transaction.atomic():
        action = _locked(action.pk)
        if action.state not in {ActionState.PREVIEW, ActionState.STOPPED}:
            raise ActionNotPossibleNow(_("This is being done already, or was."))
        ready = action.chosen - action.done - action.refused
        if not ready:
            raise ActionNotPossibleNow(_("There is no badge left to which this could be done."))
        kind = "confirmed" if action.state == ActionState.PREVIEW else "resumed"
        action.state, action.fault = ActionState.QUEUED, ""
        action.confirmed_by, action.confirmed_with = by.account, by.api_key
        action.is_confirmed_by_command = by.is_installation
        action.save(
            update_fields=["state", "fault", "confirmed_by", "confirmed_with", "is_confirmed_by_command"]
        )
        _record(f"bulk_action.{kind}", action, by.id, now, count=ready)
    return action


def stop_action(*, action: BulkAction, by: Actor, now: datetime) -> BulkAction:
    """This function will stop an action after the set that is being done; it can go on later."""
    check_can(by, "act_in_bulk", action.organisation)
    with transaction.atomic():
        action = _locked(action.pk)
        if action.state not in {ActionState.QUEUED, ActionState.RUNNING}:
            raise ActionNotPossibleNow(_("This isn't being done at the moment."))
        release(action, ActionState.STOPPED)
        _record("bulk_action.stopped", action, by.id, now)
    return action


def cancel_action(*, action: BulkAction, by: Actor, now: datetime) -> BulkAction:
    """This function will end an action for good, after the set that is being done; what was done stays done."""
    check_can(by, "act_in_bulk", action.organisation)
    with transaction.atomic():
        action = _locked(action.pk)
        if action.state in {ActionState.CHOOSING, ActionState.DONE, ActionState.CANCELLED}:
            raise ActionNotPossibleNow(_("There is nothing of it left to cancel."))
        action.finished_at = now
        release(action, ActionState.CANCELLED)
        action.save(update_fields=["finished_at"])
        _record("bulk_action.cancelled", action, by.id, now, done=action.done)
    return action


def withdraw_mails(*, action: BulkAction, by: Actor, now: datetime) -> BulkAction:
    """This function will hold back for good the mails of an action that wait; what was done to the badges stays done.

    Raises ActionNotPossibleNow once none waits any more, or where they are held back already.
    """
    check_can(by, "act_in_bulk", action.organisation)
    with transaction.atomic():
        action = _locked(action.pk)
        if not mails_wait(action, now):
            raise ActionNotPossibleNow(_("The mails have left already, or are held back."))
        action.mails_withdrawn_at = now
        action.save(update_fields=["mails_withdrawn_at"])
        _record("bulk_action.mails_withdrawn", action, by.id, now)
    return action


def run_action(*, action: BulkAction, clock: Callable[[], datetime]) -> None:
    """This function will do what is left of a confirmed action, a set a transaction, until it ends or is stopped.

    What happens to a badge and the note of it in its item are written together with the mails that are due, so that a
    killed run is gone on with: nothing twice, nothing left out.
    """
    run_job(action.pk, locked=_locked, step=_run_set, clock=clock)


def run_waiting_actions(*, clock: Callable[[], datetime]) -> None:
    """This function will do the actions that nobody does: those whose worker was killed, or whose news was lost."""
    for action in left_over(BulkAction.objects.all(), clock()):
        run_action(action=action, clock=clock)


def _run_set(action_id: UUID, lease: UUID, now: datetime) -> bool:
    """Whether there may be more to do."""
    try:
        with transaction.atomic():
            action = _locked(action_id)
            if not renew(action, lease, now):
                return False
            ready = action.items.filter(state=ItemState.READY)
            items = list(ready[: SETS[ActionKind(action.kind)]])
            if not items:
                _finish(action, now)
                return False
            _note(action, items, _do(action, [item.award_id for item in items if item.award_id], now), now)
    except NotPossibleNow:
        pass  # the key was replaced meanwhile: nothing of the set was stored, so it is done again
    return True


def _do(action: BulkAction, ids: list[UUID], now: datetime) -> Done:
    by, organisation = actor_of(action, now), action.organisation
    if change := WITH_A_REASON.get(ActionKind(action.kind)):
        return change(organisation=organisation, ids=ids, reason=action.reason, by=by, now=now)
    if action.kind == ActionKind.INVITE:
        done = invite_many(organisation=organisation, ids=ids, by=by)
        reopen_tests(action=action, awards=done.changed, by=by, now=now)
        return done
    if action.kind == ActionKind.RESEND:
        return resend_many(organisation=organisation, ids=ids, by=by, now=now)
    assert action.valid_until is not None
    return extend_many(
        organisation=organisation,
        ids=ids,
        valid_until=action.valid_until,
        reason=action.reason,
        by=by,
        now=now,
    )


def _note(action: BulkAction, items: list[BulkItem], done: Done, now: datetime) -> None:
    changed = {award.pk for award in done.changed}
    ids = [item.pk for item in items if item.award_id in changed]
    refused: dict[str, list[int]] = defaultdict(list)
    for item in items:
        if item.award_id not in changed:
            code = done.refused.get(item.award_id, "not_found") if item.award_id else "not_found"
            refused[code].append(item.pk)
    BulkItem.objects.filter(pk__in=ids).update(state=ItemState.DONE)
    for code, some in refused.items():
        BulkItem.objects.filter(pk__in=some).update(state=ItemState.REFUSED, refusal=code)
    action.done += len(ids)
    action.refused += sum(map(len, refused.values()))
    action.save(update_fields=["done", "refused"])
    if action.tell:
        subject, who = ("bulk_action", action.id), _decided_by(action)
        parts = (ids[n : n + MAILS_PER_EVENT] for n in range(0, len(ids), MAILS_PER_EVENT))
        news = [
            EventDraft("bulk_action.set_done", subject, who, action.organisation_id, {"items": part})
            for part in parts
        ]
        if news:
            record_events(news, now=now)


def _finish(action: BulkAction, now: datetime) -> None:
    action.finished_at = now
    release(action, ActionState.DONE)
    action.save(update_fields=["finished_at"])
    counts = {"done": action.done, "refused": action.refused}
    _record("bulk_action.finished", action, _decided_by(action), now, **counts)


def _locked(action_id: UUID) -> BulkAction:
    rows = BulkAction.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "confirmed_by", "confirmed_with").get(pk=action_id)


def _decided_by(action: BulkAction) -> UUID | None:
    return action.confirmed_by_id or action.confirmed_with_id


def _record(kind: str, action: BulkAction, actor_id: UUID | None, now: datetime, **data: int) -> None:
    record_event(
        kind=kind,
        subject=("bulk_action", action.id),
        now=now,
        actor_id=actor_id,
        organisation_id=action.organisation_id,
        data=data,
    )
