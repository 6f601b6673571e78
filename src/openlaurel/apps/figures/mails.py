"""The mail by which members get figures: the funnel as text and as a table, all numbers of it as CSV."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.figures.exporting import chart_lines
from openlaurel.apps.figures.models import ReportPlan, ReportReader
from openlaurel.apps.figures.presenting import funnel_bars
from openlaurel.apps.figures.queries import Selection, funnel_of, members_who_may_read, selection_of, words_of
from openlaurel.apps.letters.writing import interface_language
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.services import MailDraft, unsubscribe_link
from openlaurel.core.mail import Attachment

KIND = "figures.report"


def report_mails(plan: ReportPlan, now: datetime) -> list[MailDraft]:
    """This function will return the mails with the figures as they are now, one to each reader who may see them.

    They are in the language of the organisation and by the clock of the plan.
    """
    zone, language = ZoneInfo(plan.time_zone), interface_language(plan.organisation.language)
    readers = plan.readers.filter(stopped_at=None, account__in=members_who_may_read(plan.organisation))
    accounts = [reader.account for reader in readers.select_related("account")]
    if not accounts:
        return []
    with translation.override(language), timezone.override(zone):
        today = timezone.localtime(now).date()
        selection = selection_of(plan, today)
        funnel = funnel_of(selection)
        names = {
            "organisation": plan.organisation.name,
            "of": words_of(plan),
            "day": date_format(today, "DATE_FORMAT"),
        }
        words = {
            "organisation": plan.organisation,
            "of": names["of"],
            "day": names["day"],
            "months": _months(selection),
            "funnel": funnel,
            "bars": funnel_bars(funnel),
            "rhythm": plan.get_rhythm_display(),
            "link": _page(selection),
            "plans": settings.OPENLAUREL_URL
            + reverse("figures:report-list", args=[plan.organisation.handle]),
            "installation_url": settings.OPENLAUREL_URL,
        }
        table = Attachment(
            f"{plan.organisation.handle}-funnel-{today}.csv", "".join(chart_lines("funnel", selection))
        )
        subject = _("Figures of %(organisation)s on %(day)s: %(of)s") % names
        return [_mail(plan, account, f"{today}", subject, words, table, language) for account in accounts]


def is_wanted(mail: OutgoingMail) -> bool:
    """This function will say whether the reader of a mail still is one, and may still see the figures."""
    reader = _reader(mail)
    if reader is None or reader.stopped_at is not None:
        return False
    return members_who_may_read(reader.plan.organisation).filter(pk=reader.account_id).exists()


def stop(mail: OutgoingMail, now: datetime) -> None:
    """This function will send the figures of this plan to the reader of a mail no more."""
    from openlaurel.apps.figures.services import stop_report

    reader = _reader(mail)
    if reader is not None:
        stop_report(plan=reader.plan, account=reader.account, now=now)


def _mail(
    plan: ReportPlan,
    account: Account,
    day: str,
    subject: str,
    words: dict[str, object],
    table: Attachment,
    language: str,
) -> MailDraft:
    key = f"{KIND}:{plan.pk}:{day}:{account.pk}"
    words = words | {"stop_link": unsubscribe_link(key)}
    text, html = (render_to_string(f"figures/mail/report.{form}", words) for form in ("txt", "html"))
    return MailDraft(
        key=key,
        kind=KIND,
        to=account.email,
        subject=subject,
        text=text,
        html=html,
        language=language,
        organisation_id=plan.organisation_id,
        subject_of=("report_plan", plan.pk),
        attachments=(table,),
    )


def _reader(mail: OutgoingMail) -> ReportReader | None:
    _kind, plan_id, _day, account_id = mail.key.split(":")
    rows = ReportReader.objects.select_related("plan__organisation", "account")
    return rows.filter(plan=UUID(plan_id), account=UUID(account_id)).first()


def _months(selection: Selection) -> str:
    """Of which months, in words; "" for all."""
    if selection.since is None:
        return ""
    since = date_format(selection.since, "YEAR_MONTH_FORMAT")
    if selection.until is None:
        return _("Issued since %(month)s") % {"month": since}
    return _("Issued in %(month)s") % {"month": since}


def _page(selection: Selection) -> str:
    """The page with the same figures."""
    asked = {
        "programme": selection.programme.slug if selection.programme else "",
        "achievement": selection.achievement.slug if selection.achievement else "",
        "since": f"{selection.since:%Y-%m}" if selection.since else "",
        "until": f"{selection.until:%Y-%m}" if selection.until else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    path = reverse("figures:figures", args=[selection.organisation.handle])
    return settings.OPENLAUREL_URL + path + (f"?{query}" if query else "")
