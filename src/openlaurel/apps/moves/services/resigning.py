"""Signing imported badges anew, in the background, set by set. A worker may be killed at any moment.

The new badge is an Open Badges 3.0 credential of the organisation. Its `awardedDate` and `validFrom` are the original
date of issue, which the importer claims; when it was signed says the proof's `created`. The original badge is its
first piece of evidence (B.1.11), by address, id and date.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from openlaurel.apps.catalog.models import AchievementVersion, VersionState
from openlaurel.apps.events.services import left_over, record_event, release, renew, run_job
from openlaurel.apps.issuing.models import AwardState
from openlaurel.apps.issuing.services import AwardDraft, issue_awards, resend_many, revoke_many
from openlaurel.apps.moves.errors import MoveNotPossibleNow
from openlaurel.apps.moves.models import (
    ImportedAward,
    ImportedDefinition,
    ResignedState,
    Resigning,
    ResigningItem,
    ResigningState,
)
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.moves import PLATFORMS
from openlaurel.core.openbadges import Evidence

SET = 100
QUIET = timedelta(days=1)


def prepare_resigning(
    *, definition: ImportedDefinition, notify: bool, hold_minutes: int, by: Actor, now: datetime
) -> Resigning:
    """This function will choose the imported badges of a definition that can be signed anew, to be confirmed.

    With `notify` recipients are mailed the link to accept it, `hold_minutes` after the last one was signed. Raises
    MoveNotPossibleNow while the definition has no published version here, or nothing is left to sign.
    """
    check_can(by, "move_badges", definition.organisation)
    check_can(by, "issue_award", definition.organisation)
    version = AchievementVersion.objects.filter(
        achievement=definition.achievement_id, state=VersionState.PUBLISHED
    ).first()
    if definition.achievement_id is None or version is None:
        raise MoveNotPossibleNow(_("Publish the micro-credential that this is here, then sign its badges."))
    found = ImportedAward.objects.filter(definition=definition, award=None, recipient_erased_at=None)
    items = [
        ResigningItem(
            imported=imported, state="refused" if _refusal(imported) else "ready", refusal=_refusal(imported)
        )
        for imported in found.defer("original").order_by("pk")
    ]
    if not any(item.state == ResignedState.READY for item in items):
        raise MoveNotPossibleNow(_("No imported badge of it is left that could be signed anew."))
    with transaction.atomic():
        resigning = Resigning.objects.create(
            organisation=definition.organisation,
            definition=definition,
            version=version,
            notify=notify,
            hold_minutes=hold_minutes if notify else 0,
            created_by=by.account,
            created_at=now,
        )
        for item in items:
            item.resigning = resigning
        ResigningItem.objects.bulk_create(items, batch_size=1000)
        _record("resigning.prepared", resigning, by.id, now, count=len(items))
    return resigning


def confirm_resigning(*, resigning: Resigning, by: Actor, now: datetime) -> Resigning:
    """This function will have chosen badges signed in the background, or go on with a run that was stopped."""
    check_can(by, "issue_award", resigning.organisation)
    try:
        with transaction.atomic():
            resigning = _locked(resigning.pk)
            possible = resigning.state in {ResigningState.PLAN, ResigningState.STOPPED}
            if not possible or resigning.undone_at is not None:
                raise MoveNotPossibleNow(_("This is being done already, or was."))
            kind = "confirmed" if resigning.state == ResigningState.PLAN else "resumed"
            resigning.state, resigning.fault = ResigningState.QUEUED, ""
            resigning.confirmed_by = by.account
            resigning.save(update_fields=["state", "fault", "confirmed_by"])
            ready = resigning.items.filter(state=ResignedState.READY).count()
            _record(f"resigning.{kind}", resigning, by.id, now, count=ready)
    except IntegrityError as error:
        raise MoveNotPossibleNow(_("Badges of it are being signed anew already. Wait for that.")) from error
    return resigning


def stop_resigning(*, resigning: Resigning, by: Actor, now: datetime) -> Resigning:
    """This function will stop a run after the set that is being signed; it can go on later."""
    check_can(by, "issue_award", resigning.organisation)
    with transaction.atomic():
        resigning = _locked(resigning.pk)
        if resigning.state not in {ResigningState.QUEUED, ResigningState.RUNNING}:
            raise MoveNotPossibleNow(_("This isn't being done at the moment."))
        release(resigning, ResigningState.STOPPED)
        _record("resigning.stopped", resigning, by.id, now)
    return resigning


def undo_resigning(*, resigning: Resigning, by: Actor, now: datetime) -> Resigning:
    """This function will have all badges of a run revoked in the background, before anybody was mailed."""
    check_can(by, "revoke_award", resigning.organisation)
    with transaction.atomic():
        resigning = _locked(resigning.pk)
        if not can_undo(resigning, now):
            raise MoveNotPossibleNow(_("The mails have left already, or it was undone."))
        resigning.undone_at, resigning.mails_leave_at = now, None
        resigning.save(update_fields=["undone_at", "mails_leave_at"])
        _record("resigning.undone", resigning, by.id, now)
    return resigning


def can_undo(resigning: Resigning, now: datetime) -> bool:
    """This function will tell whether none of the mails of a run that ended has left; one without mails, for a day."""
    leave_at = resigning.mails_leave_at
    waits = (
        resigning.hold_minutes > 0 and resigning.settled_at is None and (leave_at is None or leave_at > now)
    )
    is_quiet = not resigning.notify and now < (resigning.finished_at or now) + QUIET
    is_over = resigning.state in {ResigningState.STOPPED, ResigningState.DONE}
    return is_over and resigning.undone_at is None and (waits or is_quiet)


def run_resigning(*, resigning: Resigning, clock: Callable[[], datetime]) -> None:
    """This function will sign what is left of a confirmed run, 100 a transaction, until it ends or is stopped.

    Each badge has an idempotency key of its own in the run: whatever was signed when a worker was killed is found again.
    """
    run_job(resigning.pk, locked=_locked, step=_sign_set, clock=clock)


def run_waiting_resignings(*, clock: Callable[[], datetime]) -> None:
    """This function will do the runs that nobody does, let mails leave whose time has come, and end what was undone."""
    for resigning in left_over(Resigning.objects.all(), clock()):
        run_resigning(resigning=resigning, clock=clock)
    due = Resigning.objects.filter(mails_leave_at__lte=clock(), settled_at=None, undone_at=None)
    for resigning_id in list(due.values_list("pk", flat=True)):
        while _settle_set(resigning_id, clock(), _mail):
            pass
    undone = Resigning.objects.filter(undone_at__isnull=False, settled_at=None)
    for resigning_id in list(undone.values_list("pk", flat=True)):
        while _settle_set(resigning_id, clock(), _revoke):
            pass


def draft_of_imported(imported: ImportedAward, key: str) -> AwardDraft:
    """This function will return the badge that an imported one is signed as; the same each time it is asked."""
    with override(imported.organisation.language or None):
        words = {
            "platform": PLATFORMS[imported.platform],
            "day": date_format(imported.issued_on, "DATE_FORMAT"),
            "id": imported.source_id,
        }
        original = Evidence(
            name=_("Original badge (%(platform)s)") % words,
            id=imported.source_url,
            narrative=_("Issued there on %(day)s under the id %(id)s, as its issuer says.") % words,
        )
    others = tuple(
        Evidence(
            name=item.get("name", "")[:300], id=item.get("id", ""), narrative=item.get("narrative", "")[:4000]
        )
        for item in imported.evidence[:19]
    )
    return AwardDraft(
        recipient_name=imported.recipient_name,
        recipient_email=imported.recipient_email,
        valid_from=imported.issued_on,
        valid_until=imported.expires_on,
        narrative=imported.narrative[:4000],
        evidence=(original, *others),
        idempotency_key=key,
    )


def _refusal(imported: ImportedAward) -> str:
    if imported.state in {"revoked", "declined"}:
        return imported.state
    if not imported.recipient_email:
        return "no_email"
    return "" if imported.recipient_name else "no_name"


def _sign_set(resigning_id: UUID, lease: UUID, now: datetime) -> bool:
    """Whether there may be more to do."""
    with transaction.atomic():
        resigning = _locked(resigning_id)
        if not renew(resigning, lease, now):
            return False
        ready = resigning.items.filter(state=ResignedState.READY)
        items = list(ready.select_related("imported__organisation").defer("imported__original")[:SET])
        if not items:
            _finish(resigning, now)
            return False
    wanted = [
        item for item in items if item.imported.award_id is None and not item.imported.recipient_erased_at
    ]
    outcomes = issue_awards(
        version=resigning.version,
        drafts=[
            draft_of_imported(i.imported, f"imported:{i.imported_id}:{resigning.pk.hex}") for i in wanted
        ],
        by=Actor(account=resigning.confirmed_by),
        now=now,
        notify=resigning.notify and not resigning.hold_minutes,
    )
    done = dict(zip((item.pk for item in wanted), outcomes, strict=True))
    with transaction.atomic():
        for item in items:
            outcome = done.get(item.pk)
            if outcome is not None and outcome.award_id is not None:
                item.state, item.award_id = ResignedState.DONE, outcome.award_id
                ImportedAward.objects.filter(pk=item.imported_id).update(award=outcome.award_id)
            else:
                item.state = ResignedState.REFUSED
                item.refusal = str(outcome.error)[:300] if outcome and outcome.error else "signed"
        ResigningItem.objects.bulk_update(items, ["state", "award", "refusal"])
    return True


def _settle_set(resigning_id: UUID, now: datetime, settle: Callable[..., bool]) -> bool:
    with transaction.atomic():
        resigning = _locked(resigning_id)
        if settle(resigning, now):
            return True
        resigning.settled_at = now
        resigning.save(update_fields=["settled_at"])
        return False


def _mail(resigning: Resigning, now: datetime) -> bool:
    waiting = resigning.items.filter(
        award__notify=False, award__state=AwardState.OFFERED, award__recipient_erased_at=None
    )
    ids = [pk for pk in waiting.values_list("award", flat=True)[:SET] if pk]
    if ids:
        by = Actor(account=resigning.confirmed_by)
        resend_many(organisation=resigning.organisation, ids=ids, by=by, now=now)
    return bool(ids)


def _revoke(resigning: Resigning, now: datetime) -> bool:
    standing = resigning.items.filter(award__isnull=False).exclude(award__state=AwardState.REVOKED)
    ids = [pk for pk in standing.values_list("award", flat=True)[:SET] if pk]
    if ids:
        with override(resigning.organisation.language or None):
            reason = _("Issued by mistake, and undone before anybody was told.")
        by = Actor(account=resigning.confirmed_by)
        revoke_many(organisation=resigning.organisation, ids=ids, reason=reason, by=by, now=now)
        ImportedAward.objects.filter(award__in=ids).update(award=None)
    return bool(ids)


def _finish(resigning: Resigning, now: datetime) -> None:
    resigning.finished_at = now
    if resigning.notify and resigning.hold_minutes:
        resigning.mails_leave_at = now + timedelta(minutes=resigning.hold_minutes)
    release(resigning, ResigningState.DONE)
    resigning.save(update_fields=["finished_at", "mails_leave_at"])
    done = resigning.items.filter(state=ResignedState.DONE).count()
    refused = resigning.items.filter(state=ResignedState.REFUSED).count()
    _record("resigning.finished", resigning, resigning.confirmed_by_id, now, done=done, refused=refused)


def _locked(resigning_id: UUID) -> Resigning:
    rows = Resigning.objects.select_for_update(of=("self",)).select_related(
        "organisation", "confirmed_by", "version__achievement__organisation"
    )
    return rows.get(pk=resigning_id)


def _record(kind: str, resigning: Resigning, actor_id: UUID | None, now: datetime, **data: Any) -> None:
    record_event(
        kind=kind,
        subject=("resigning", resigning.id),
        now=now,
        actor_id=actor_id,
        organisation_id=resigning.organisation_id,
        data=data,
    )
