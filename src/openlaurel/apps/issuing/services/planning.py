"""Issuing on a date: a roster or one badge, planned now, begun by a worker when the moment has come.

Until then it can be cancelled. A worker may be killed at any moment: what it had begun is gone on with, and nobody gets
two badges.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import BatchNotPossibleNow, InvalidAward, IssuingError, NotPossibleNow
from openlaurel.apps.issuing.models import Award, Batch, BatchState, PlannedAward, PlannedState, RowState
from openlaurel.apps.issuing.services.awards import issue_award
from openlaurel.apps.issuing.services.batches import begin_batch
from openlaurel.apps.issuing.services.drafts import AwardDraft, check_draft
from openlaurel.apps.issuing.services.own_fields import asked_of
from openlaurel.apps.profiles.policies import Actor, NotAllowed, NotAMember, check_can
from openlaurel.apps.profiles.services import is_accepted
from openlaurel.core.openbadges import Evidence

FURTHEST = timedelta(days=366)


def plan_batch(*, batch: Batch, starts_at: datetime, by: Actor, now: datetime) -> Batch:
    """This function will have the ready rows of a dry run issued from `starts_at` on.

    Raises InvalidAward for a moment that is past or more than a year away, BatchNotPossibleNow.
    """
    check_can(by, "issue_award", batch.organisation)
    _check_moment("starts_at", starts_at, now)
    with transaction.atomic():
        batch = _locked_batch(batch.pk)
        if batch.state != BatchState.DRY_RUN or not batch.rows.filter(state=RowState.READY).exists():
            raise BatchNotPossibleNow(_("This roster is being issued already, or was."))
        batch.state, batch.starts_at, batch.confirmed_by = BatchState.SCHEDULED, starts_at, by.account
        batch.save(update_fields=["state", "starts_at", "confirmed_by"])
        _record("batch.planned", "batch", batch, by, now)
    return batch


def cancel_batch(*, batch: Batch, by: Actor, now: datetime) -> Batch:
    """This function will take a planned batch back to its dry run. Raises BatchNotPossibleNow once it has begun."""
    check_can(by, "issue_award", batch.organisation)
    with transaction.atomic():
        batch = _locked_batch(batch.pk)
        if batch.state != BatchState.SCHEDULED:
            raise BatchNotPossibleNow(_("It has begun already, or was cancelled."))
        batch.state, batch.starts_at = BatchState.DRY_RUN, None
        batch.save(update_fields=["state", "starts_at"])
        _record("batch.plan_cancelled", "batch", batch, by, now)
    return batch


def plan_award(
    *,
    version: AchievementVersion,
    draft: AwardDraft,
    notify: bool,
    due_at: datetime,
    by: Actor,
    now: datetime,
) -> PlannedAward:
    """This function will keep one badge to be issued at `due_at`, by the version that is published then.

    Raises InvalidAward as issuing does, and for a moment that is past or more than a year away.
    """
    organisation = version.achievement.organisation
    check_can(by, "issue_award", organisation)
    _check_moment("due_at", due_at, now)
    checked = check_draft(draft, version, now, asked_of(version)).draft
    with transaction.atomic():
        planned = PlannedAward.objects.create(
            organisation=organisation,
            achievement=version.achievement,
            recipient_name=checked.recipient_name,
            recipient_email=checked.recipient_email,
            narrative=checked.narrative,
            evidence=[asdict(item) for item in checked.evidence],
            fields=dict(checked.fields),
            valid_until=checked.valid_until,
            notify=notify,
            due_at=due_at,
            created_by=by.account,
            planned_by=by.id,
            created_at=now,
        )
        _record("planned_award.planned", "planned_award", planned, by, now)
    return planned


def cancel_planned(*, planned: PlannedAward, by: Actor, now: datetime) -> PlannedAward:
    """This function will cancel a badge that waits for its date. Raises NotPossibleNow once it was issued."""
    check_can(by, "issue_award", planned.organisation)
    with transaction.atomic():
        planned = _locked_planned(planned.pk)
        if planned.state != PlannedState.WAITING:
            raise NotPossibleNow(_("It was issued already, or cancelled."))
        _settle(planned, PlannedState.CANCELLED)
        _record("planned_award.cancelled", "planned_award", planned, by, now)
    return planned


def begin_due(*, clock: Callable[[], datetime]) -> None:
    """This function will begin the planned batches and issue the planned badges whose moment has come."""
    batches = Batch.objects.filter(state=BatchState.SCHEDULED, starts_at__lte=clock())
    for batch_id in list(batches.order_by("starts_at").values_list("pk", flat=True)):
        _begin(batch_id, clock())
    due = PlannedAward.objects.filter(state=PlannedState.WAITING, due_at__lte=clock())
    for planned_id in list(due.order_by("due_at").values_list("pk", flat=True)[:500]):
        _issue(planned_id, clock())


def _begin(batch_id: UUID, now: datetime) -> None:
    with transaction.atomic():
        batch = _locked_batch(batch_id)
        if batch.state != BatchState.SCHEDULED:
            return
        try:
            begin_batch(batch=batch, by=Actor(account=batch.confirmed_by), now=now)
        except (IssuingError, NotAllowed, NotAMember) as error:
            batch.state, batch.fault = BatchState.STOPPED, _why(error)
            batch.save(update_fields=["state", "fault"])


def _issue(planned_id: UUID, now: datetime) -> None:
    planned = PlannedAward.objects.select_related("organisation", "created_by").get(pk=planned_id)
    version = published_versions().filter(achievement=planned.achievement_id).first()
    award, fault = None, _("This micro-credential isn't issued any more.")
    if planned.state == PlannedState.WAITING and version is not None:
        try:
            award = issue_award(
                version=version,
                recipient_name=planned.recipient_name,
                recipient_email=planned.recipient_email,
                narrative=planned.narrative,
                evidence=[Evidence(**item) for item in planned.evidence],
                fields=planned.fields,
                valid_until=planned.valid_until,
                idempotency_key=f"planned:{planned.pk}",
                notify=planned.notify,
                by=_planner(planned, now),
                now=now,
            )
        except (IssuingError, NotAllowed, NotAMember) as error:
            fault = _why(error)
    with transaction.atomic():
        planned = _locked_planned(planned_id)
        if planned.state == PlannedState.WAITING:
            _settle(
                planned, PlannedState.ISSUED if award else PlannedState.FAILED, award, "" if award else fault
            )


def _planner(planned: PlannedAward, now: datetime) -> Actor:
    """Who planned it, while they may act: an account that was deleted and a key that was withdrawn may not."""
    if planned.created_by is not None or planned.planned_by is None:
        return Actor(account=planned.created_by)
    keys = planned.organisation.api_keys.select_related("organisation")
    key = keys.filter(pk=planned.planned_by).first()
    if key is None or not is_accepted(key, now):
        raise NotAMember
    return Actor(api_key=key)


def _why(error: Exception) -> str:
    if isinstance(error, NotAMember):
        return _("Whoever planned it doesn't belong to the organisation any more. Plan it again.")
    return str(error)[:300]


def _settle(planned: PlannedAward, state: PlannedState, award: Award | None = None, fault: str = "") -> None:
    """Of what failed the recipient is kept, so that somebody can do it by hand; else it is forgotten."""
    planned.state, planned.award, planned.fault = state, award, fault[:300]
    if state != PlannedState.FAILED:
        planned.recipient_name = planned.recipient_email = planned.narrative = ""
        planned.evidence, planned.fields = [], {}
    planned.save()


def _check_moment(field: str, moment: datetime, now: datetime) -> None:
    if moment <= now:
        raise InvalidAward({field: _("Choose a moment that is still to come.")})
    if moment > now + FURTHEST:
        raise InvalidAward({field: _("Choose a moment within a year from now.")})


def _locked_batch(batch_id: UUID) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related("organisation", "confirmed_by")
    return rows.get(pk=batch_id)


def _locked_planned(planned_id: UUID) -> PlannedAward:
    return (
        PlannedAward.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=planned_id)
    )


def _record(kind: str, subject: str, row: Any, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind, subject=(subject, row.pk), now=now, actor_id=by.id, organisation_id=row.organisation_id
    )
