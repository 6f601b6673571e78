"""Figures by mail: planned by owners for members, told once each time, stopped by whoever gets them."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.events.services import record_event
from openlaurel.apps.figures.errors import InvalidReportPlan
from openlaurel.apps.figures.mails import report_mails
from openlaurel.apps.figures.models import Period, ReportPlan, ReportReader, Rhythm
from openlaurel.apps.figures.queries import members_who_may_read
from openlaurel.apps.figures.rhythm import next_due
from openlaurel.apps.mailing.services import queue_mails
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.programmes.models import Programme

logger = logging.getLogger(__name__)
MOST_PLANS, MOST_READERS = 20, 100


@dataclass(frozen=True)
class ReportDraft:
    """What is told, how often, and to whom. With both a programme and a micro-credential, it is of both."""

    rhythm: str
    readers: Collection[UUID]
    period: str = Period.ALL
    programme: Programme | None = None
    achievement: Achievement | None = None
    time_zone: str = "UTC"


def plan_report(
    *,
    organisation: Profile,
    draft: ReportDraft,
    by: Actor,
    now: datetime,
    plan: ReportPlan | None = None,
) -> ReportPlan:
    """This function will have figures told to members by mail, or change a plan. Raises InvalidReportPlan.

    Members who stopped the mails of a plan stay among its readers without getting any.
    """
    check_can(by, "plan_reports", organisation)
    _check(organisation, draft, plan)
    with transaction.atomic():
        if plan is None:
            plan = ReportPlan(organisation=organisation, created_by=by.account, created_at=now)
        else:
            plan = ReportPlan.objects.select_for_update().get(pk=plan.pk, organisation=organisation)
        for name in ("rhythm", "period", "programme", "achievement", "time_zone"):
            setattr(plan, name, getattr(draft, name))
        plan.next_at = next_due(draft.rhythm, draft.time_zone, now)
        plan.save()
        plan.readers.exclude(account__in=draft.readers).delete()
        known = set(plan.readers.values_list("account", flat=True))
        ReportReader.objects.bulk_create(
            ReportReader(plan=plan, account_id=account_id) for account_id in set(draft.readers) - known
        )
        _record("figures.report_planned", plan, by, now, count=len(set(draft.readers)))
    return plan


def remove_report(*, plan: ReportPlan, by: Actor, now: datetime) -> None:
    """This function will have the figures of a plan told no more; mails of it that still wait are held back."""
    check_can(by, "plan_reports", plan.organisation)
    with transaction.atomic():
        _record("figures.report_removed", plan, by, now)
        plan.delete()


def stop_report(*, plan: ReportPlan, account: Account, now: datetime) -> None:
    """This function will send the figures of a plan to this reader no more."""
    _change_reader(plan, account, now, "figures.report_stopped", stopped_at=now)


def resume_report(*, plan: ReportPlan, account: Account, now: datetime) -> None:
    """This function will send the figures of a plan to a reader again who had stopped them."""
    _change_reader(plan, account, now, "figures.report_resumed", stopped_at=None)


def send_due_reports(*, clock: Callable[[], datetime]) -> int:
    """This function will tell the figures that are due, and return of how many plans.

    Mails and the next moment are written in one transaction, and each mail has a key of plan, day and reader: whatever
    is killed, each time is told once. Where several were missed, only the last one is told, as things are now.
    """
    told = 0
    for plan_id in list(ReportPlan.objects.filter(next_at__lte=clock()).values_list("pk", flat=True)):
        try:
            told += _send(plan_id, clock())
        except DatabaseError:
            raise
        except Exception as error:
            # One that can't be told keeps no other one from being told; it is tried again.
            logger.error("The figures of the plan %s could not be told: %s", plan_id, type(error).__name__)
    return told


def _send(plan_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        rows = ReportPlan.objects.select_for_update(of=("self",), skip_locked=True)
        plan = rows.select_related("organisation", "programme", "achievement").filter(pk=plan_id).first()
        if plan is None or plan.next_at > now:
            return False
        queue_mails(report_mails(plan, now), now=now)
        plan.last_at, plan.next_at = now, next_due(plan.rhythm, plan.time_zone, now)
        plan.save(update_fields=["last_at", "next_at"])
    return True


def _check(organisation: Profile, draft: ReportDraft, plan: ReportPlan | None) -> None:
    problems = {}
    if draft.rhythm not in Rhythm.values:
        problems["rhythm"] = _("Choose how often.")
    if draft.period not in Period.values:
        problems["period"] = _("Choose of which months.")
    if draft.time_zone not in available_timezones():
        problems["time_zone"] = _("This time zone isn't known. Choose one such as Europe/Lisbon.")
    of = (draft.programme, draft.achievement)
    if any(each is not None and each.organisation_id != organisation.pk for each in of):
        raise ValueError("Figures are of one organisation's own programmes and micro-credentials.")
    may = set(members_who_may_read(organisation).values_list("pk", flat=True))
    if not draft.readers:
        problems["readers"] = _("Choose at least one member.")
    elif len(set(draft.readers)) > MOST_READERS:
        problems["readers"] = _("Choose at most %(most)s members.") % {"most": MOST_READERS}
    elif not set(draft.readers) <= may:
        problems["readers"] = _("Only members who may see figures get them: owners, issuers and readers.")
    if plan is None and organisation.report_plans.count() >= MOST_PLANS:
        problems[""] = _("There can be %(most)s of these. Remove one first.") % {"most": MOST_PLANS}
    if problems:
        raise InvalidReportPlan(problems)


def _change_reader(
    plan: ReportPlan, account: Account, now: datetime, kind: str, *, stopped_at: datetime | None
) -> None:
    with transaction.atomic():
        rows = plan.readers.filter(account=account, stopped_at__isnull=stopped_at is not None)
        if rows.update(stopped_at=stopped_at):
            _record(kind, plan, Actor(account=account), now)


def _record(kind: str, plan: ReportPlan, by: Actor, now: datetime, **data: int) -> None:
    record_event(
        kind=kind,
        subject=("report_plan", plan.id),
        now=now,
        actor_id=by.id,
        organisation_id=plan.organisation_id,
        data=data,
    )
