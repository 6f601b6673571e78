"""The mails that profiles send, each in its reader's language, as text and HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.queries import told_of
from openlaurel.apps.mailing.registry import Outcome
from openlaurel.apps.mailing.services import MailDraft
from openlaurel.apps.profiles.models import Domain, Invitation, Profile, Role


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


@dataclass(frozen=True)
class Notice:
    """What owners are told: subject, paragraphs, a record for the DNS as name and value or nothing, and one link."""

    subject: str
    paragraphs: tuple[str, ...]
    record: tuple[str, str] | None
    link: str
    link_label: str


def owner_notices(organisation: Profile, write: Callable[[], Notice], *, key: str) -> list[MailDraft]:
    """This function will return a notice to each owner; `write` is called once for each, in their language."""
    drafts = []
    owners = Account.objects.filter(
        memberships__organisation=organisation, memberships__role=Role.OWNER, is_active=True
    )
    for account in owners.order_by("pk"):
        known = account.language if account.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            notice = write()
            words = {
                "notice": notice,
                "name": account.name,
                "organisation": organisation,
                "installation_url": settings.OPENLAUREL_URL,
            }
            drafts.append(
                MailDraft(
                    key=f"profiles.notice:{key}:{account.pk}",
                    kind="profiles.notice",
                    to=account.email,
                    subject=notice.subject,
                    text=render_to_string("profiles/mail/notice.txt", words),
                    html=render_to_string("profiles/mail/notice.html", words),
                    language=known,
                    organisation_id=organisation.pk,
                    subject_of=("profile", organisation.pk),
                )
            )
    return drafts


def domain_mails(
    domain: Domain, record: tuple[str, str], *, until: datetime | None, at: datetime
) -> list[MailDraft]:
    """This function will tell the owners that a domain's proof is missing, and counts `until` then; or no longer."""

    def write() -> Notice:
        names = {"domain": domain.name, "organisation": domain.organisation.name}
        if until is not None:
            said = (
                _("%(domain)s no longer shows that it belongs to %(organisation)s.") % names,
                _(
                    "Until %(day)s it still counts. Then nobody signs on by its addresses any more, and mails leave in "
                    "this site's name. Put this record back:"
                )
                % {"day": date_format(until, "DATE_FORMAT")},
            )
            subject = _("Proof of %(domain)s is missing") % names
        else:
            said = (
                _("%(domain)s counts no longer as a domain of %(organisation)s.") % names,
                _("To confirm it again, put this record into its DNS:"),
            )
            subject = _("%(domain)s is no longer confirmed") % names
        path = reverse("profiles:domain-list", args=[domain.organisation.handle])
        return Notice(subject, said, record, settings.OPENLAUREL_URL + path, _("Your domains"))

    return owner_notices(domain.organisation, write, key=f"domain:{domain.pk}:{at:%Y-%m-%dT%H:%M}")


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
