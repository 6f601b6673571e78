"""The mail by which holders hear of a bulk action."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.apps.desk.models import ActionKind, BulkItem
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import claim_url
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.registry import Outcome
from openlaurel.apps.mailing.services import MailDraft


def news_mail(item: BulkItem) -> MailDraft:
    """This function will return what tells a holder that their badge was revoked or extended, and why."""
    action, award = item.action, item.award
    assert award is not None
    is_revoked = action.kind == ActionKind.REVOKE
    language = award.language if award.language in dict(settings.LANGUAGES) else award.language.split("-")[0]
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        subject = _("Revoked: “%(badge)s”") if is_revoked else _("Valid for longer: “%(badge)s”")
        words = {
            "action": action,
            "award": award,
            "organisation": award.organisation,
            "version": award.version,
            "is_revoked": is_revoked,
            "link": award_url(award.id) if award.accepted_at else claim_url(award.id),
            "installation_url": settings.OPENLAUREL_URL,
        }
        return MailDraft(
            key=f"desk.news:{item.pk}",
            kind="desk.news",
            to=award.recipient_email,
            subject=subject % {"badge": award.version.name},
            text=render_to_string("desk/mail/news.txt", words),
            html=render_to_string("desk/mail/news.html", words),
            language=get_language() or "",
            reply_to=award.organisation.email,
            organisation_id=award.organisation_id,
            subject_of=("award", award.pk),
        )


def follow_news(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note that the holder was told."""
    if outcome == Outcome.SENT:
        BulkItem.objects.filter(pk=mail.key.rpartition(":")[2]).update(mailed_at=now)
