"""Reminders: written by an organisation's plan, each once, and not sent when it is no longer needed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from openlaurel.apps.issuing.addresses import award_url
from openlaurel.apps.issuing.mails import reminder_mail
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.queries.award_lists import HIDDEN_COLUMNS
from openlaurel.apps.issuing.services.claims import claim_url
from openlaurel.apps.letters.models import LetterKind, ReminderPlan
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.queries import unasked
from openlaurel.apps.mailing.services import MailDraft, queue_mails
from openlaurel.core.mail import next_allowed

# Who is later than that isn't written to: a plan that is new doesn't fetch the years before it.
LATE = timedelta(days=7)
MOST_A_PASS = 500


def remind(*, now: datetime) -> int:
    """This function will queue the reminders that are due by each organisation's plan and return how many it wrote."""
    written = 0
    for plan in ReminderPlan.objects.select_related("organisation"):
        drafts = list(_due(plan, now))[:MOST_A_PASS]
        queue_mails(drafts, now=now)
        written += len(drafts)
    return written


def is_reminder_wanted(mail: OutgoingMail) -> bool:
    """This function will say whether the notice still waits for an answer."""
    return _known().filter(pk=mail.subject_id, state=AwardState.OFFERED, notify=True).exists()


def is_end_news(mail: OutgoingMail) -> bool:
    """This function will say whether the badge still counts and still ends on the day that the mail names."""
    award = _known().filter(pk=mail.subject_id, state=AwardState.ACCEPTED).first()
    return award is not None and award.valid_until is not None and mail.key == _end_key(award)


def _due(plan: ReminderPlan, now: datetime) -> Iterator[MailDraft]:
    due_at = next_allowed(
        now, zone=ZoneInfo(plan.time_zone), quiet_from=plan.quiet_from, quiet_until=plan.quiet_until
    )
    awards = _known().filter(organisation=plan.organisation_id)
    told = awards.filter(state=AwardState.OFFERED, notify=True, mail_error="")
    for days in plan.days_after:
        since = now - timedelta(days=days)
        rows = told.filter(mailed_at__lte=since, mailed_at__gt=since - LATE)
        keys = {f"issuing.reminder:{award.pk}:{days}": award for award in rows}
        for key in unasked(keys):
            award = keys[key]
            links = {"claim_link": claim_url(award)}
            yield reminder_mail(award, LetterKind.REMINDER, links, key=key, due_at=due_at)
    if plan.days_before_end is not None:
        until = now + timedelta(days=plan.days_before_end)
        rows = awards.filter(state=AwardState.ACCEPTED, valid_until__gt=now, valid_until__lte=until)
        keys = {_end_key(award): award for award in rows.filter(valid_until__gt=until - LATE)}
        for key in unasked(keys):
            links = {"badge_link": award_url(keys[key].pk)}
            yield reminder_mail(keys[key], LetterKind.EXPIRY, links, key=key, due_at=due_at)


def _end_key(award: Award) -> str:
    assert award.valid_until is not None
    return f"issuing.end:{award.pk}:{award.valid_until:%Y-%m-%d}"


def _known() -> QuerySet[Award]:
    rows = Award.objects.select_related("organisation", "version__achievement").defer(*HIDDEN_COLUMNS)
    return rows.filter(recipient_erased_at=None).order_by("pk")
