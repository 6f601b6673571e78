"""The mails that profiles send, each in its reader's language, as text and HTML."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.queries import told_of
from openlaurel.apps.mailing.registry import Outcome
from openlaurel.apps.mailing.services import MailDraft
from openlaurel.apps.profiles.models import Invitation, Role


def invitation_mail(invitation: Invitation, token: str) -> MailDraft:
    """This function will return the mail with the link of an invitation."""
    account = Account.objects.filter(email__iexact=invitation.email).first()
    wanted = [account.language if account else "", invitation.organisation.language]
    spoken = [language for language in wanted if language in dict(settings.LANGUAGES)]
    with translation.override((spoken or [settings.LANGUAGE_CODE])[0]):
        words = {
            "organisation": invitation.organisation,
            "role": Role(invitation.role).label,
            "expires_at": invitation.expires_at,
            "link": settings.OPENLAUREL_URL + reverse("profiles:invitation-accept", args=[token]),
            "installation_url": settings.OPENLAUREL_URL,
        }
        subject = _("%(organisation)s invites you as %(role)s") % {
            "organisation": invitation.organisation.name,
            "role": words["role"],
        }
        return MailDraft(
            # each link is another mail
            key=f"profiles.invitation:{invitation.pk}:{invitation.token_hash}",
            kind="profiles.invitation",
            to=invitation.email,
            subject=subject,
            text=render_to_string("profiles/mail/invitation.txt", words),
            html=render_to_string("profiles/mail/invitation.html", words),
            language=get_language() or "",
            organisation_id=invitation.organisation_id,
            subject_of=("invitation", invitation.pk),
            is_secret=True,
        )


def follow_invitation(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note with the invitation what became of its mail."""
    rows = Invitation.objects.filter(pk=mail.subject_id)
    if outcome == Outcome.SENT:
        rows.update(mailed_at=now, mail_error="")
    elif mail.fault != "not_needed":
        rows.update(mail_error=told_of(mail)[:300])


def is_invitation_open(mail: OutgoingMail) -> bool:
    """This function will say whether the invitation can still be accepted by this mail's link."""
    token_hash = mail.key.rpartition(":")[2]
    rows = Invitation.objects.filter(pk=mail.subject_id, token_hash=token_hash)
    return rows.filter(accepted_at=None, withdrawn_at=None).exists()
