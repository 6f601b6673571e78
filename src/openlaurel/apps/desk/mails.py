"""The mail by which holders hear of a bulk action."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.apps.assessment.models import Retest
from openlaurel.apps.catalog.queries import achievement_url
from openlaurel.apps.desk.models import ActionKind, BulkAction, BulkItem
from openlaurel.apps.desk.queries import mails_leave_by, note_url, notes_about
from openlaurel.apps.issuing.mails import badge_link, mail_about, own_letter_about
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.letters.models import LetterKind
from openlaurel.apps.letters.writing import interface_language
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.registry import Outcome
from openlaurel.apps.mailing.services import MailDraft

# The template by which each action is told, and the field that holds its link.
LETTERS: dict[ActionKind, tuple[LetterKind, str]] = {
    ActionKind.REVOKE: (LetterKind.REVOCATION, "badge_link"),
    ActionKind.SUSPEND: (LetterKind.SUSPENSION, "badge_link"),
    ActionKind.RESTORE: (LetterKind.RESTORED, "badge_link"),
    ActionKind.EXTEND: (LetterKind.EXTENSION, "badge_link"),
    ActionKind.INVITE: (LetterKind.RETEST, "test_link"),
}


def news_mail(item: BulkItem, done_at: datetime, now: datetime) -> MailDraft:
    """This function will return what tells a holder what was done to their badge, or where to be tested again, and why.

    It leaves once the mails of its action have waited as long as they shall.
    """
    return replace(_news(item), due_at=max(mails_leave_by(done_at, item.action), now))


def is_news_wanted(mail: OutgoingMail) -> bool:
    """This function will say whether a mail may leave: not when those of its action are held back."""
    item = BulkItem.objects.select_related("action").filter(pk=mail.key.rpartition(":")[2]).first()
    return item is not None and item.action.mails_withdrawn_at is None


def _news(item: BulkItem) -> MailDraft:
    action, award, key = item.action, item.award, f"desk.news:{item.pk}"
    assert award is not None
    notes = [note_url(note) for note in notes_about(award.id)]
    kind, link = LETTERS[ActionKind(action.kind)]
    said = {"reason": action.reason, link: _link(action, award)}
    if own := own_letter_about(award, kind, said, notes=notes):
        return mail_about(
            award, "desk.news", own.subject, own.text, own.page, key=key, language=award.language
        )
    with translation.override(interface_language(award.language)):
        names = {"issuer": award.organisation.name, "badge": award.version.name}
        subject, headline, what_it_means = _said(action)
        words = {
            "action": action,
            "award": award,
            "organisation": award.organisation,
            "version": award.version,
            "headline": headline % names,
            "what_it_means": what_it_means,
            "is_invited": action.kind == ActionKind.INVITE,
            "link": _link(action, award),
            "notes": notes,
            "installation_url": settings.OPENLAUREL_URL,
        }
        text, html = (render_to_string(f"desk/mail/news.{part}", words) for part in ("txt", "html"))
        return mail_about(
            award, "desk.news", subject % names, text, html, key=key, language=get_language() or ""
        )


def follow_news(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note that the holder was told."""
    if outcome == Outcome.SENT:
        BulkItem.objects.filter(pk=mail.key.rpartition(":")[2]).update(mailed_at=now)


def _link(action: BulkAction, award: Award) -> str:
    if action.kind == ActionKind.INVITE:
        return action.link or _test_page(award) or achievement_url(award.version)
    return badge_link(award)


def _test_page(award: Award) -> str:
    """Where the holder takes again what is open for them: of several, that of the same micro-credential; else ""."""
    if award.account_id is None:
        return ""
    again = Retest.objects.filter(
        account=award.account_id,
        passed_at=None,
        assessment__achievement__organisation=award.organisation_id,
    )
    open_now = [retest.assessment for retest in again.select_related("assessment__achievement")]
    own = [each for each in open_now if each.achievement_id == award.version.achievement_id]
    for assessment in own or open_now:
        path = reverse("assessment:assessment-detail", args=[assessment.achievement.slug, assessment.pk])
        return settings.OPENLAUREL_URL + path
    return ""


def _said(action: BulkAction) -> tuple[str, str, str]:
    """The subject, the first sentence, and what it means for the holder."""
    if action.kind == ActionKind.REVOKE:
        return (
            _("Revoked: “%(badge)s”"),
            _("%(issuer)s has revoked your badge “%(badge)s”."),
            _("Every check of it fails from now on. That can't be undone."),
        )
    if action.kind == ActionKind.SUSPEND:
        return (
            _("Suspended: “%(badge)s”"),
            _("%(issuer)s has suspended your badge “%(badge)s” for now."),
            _(
                "Until it is restored every check of it fails, and its page says that it is suspended. You keep it, and "
                "needn't download anything again afterwards."
            ),
        )
    if action.kind == ActionKind.RESTORE:
        return (
            _("Restored: “%(badge)s”"),
            _("%(issuer)s has restored your badge “%(badge)s”: it counts again."),
            _("Files of it that you have pass every check again. You needn't do anything."),
        )
    if action.kind == ActionKind.INVITE:
        return (
            _("Please take a test again: “%(badge)s”"),
            _("%(issuer)s asks you to take the test for your badge “%(badge)s” again."),
            _("This mail changes nothing about your badge. Here you can take the test:"),
        )
    until = date_format(localtime(action.valid_until), "DATE_FORMAT") if action.valid_until else ""
    return (
        _("Valid for longer: “%(badge)s”"),
        _("Your badge “%(badge)s” of %(issuer)s is now valid until %(until)s.").replace("%(until)s", until),
        _(
            "Its address is the same. Files that you downloaded before count no longer: whoever checks one is told that "
            "it was replaced. Download the corrected ones from the page."
        ),
    )
