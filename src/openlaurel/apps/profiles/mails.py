"""The mails that profiles send, each in its reader's language, as text and HTML."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Invitation, Role


def send_invitation_mail(invitation: Invitation, token: str) -> None:
    """This function will mail the link of an invitation. Raises OSError when no mail could be handed over."""
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
        mail = EmailMultiAlternatives(
            subject=" ".join(
                (
                    _("%(organisation)s invites you as %(role)s")
                    % {"organisation": invitation.organisation.name, "role": words["role"]}
                ).split()
            ),
            body=render_to_string("profiles/mail/invitation.txt", words),
            to=[invitation.email],
        )
        mail.attach_alternative(render_to_string("profiles/mail/invitation.html", words), "text/html")
    mail.send()
