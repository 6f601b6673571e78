"""The mail by which holders hear of a bulk action."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.apps.desk.models import ActionKind, BulkAction
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import claim_url


def send_news(action: BulkAction, award: Award) -> None:
    """This function will tell a holder that their badge was revoked or extended, and why. Raises OSError."""
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
        mail = EmailMultiAlternatives(
            subject=" ".join((subject % {"badge": award.version.name}).split()),
            body=render_to_string("desk/mail/news.txt", words),
            to=[award.recipient_email],
            reply_to=[award.organisation.email] if award.organisation.email else None,
        )
        mail.attach_alternative(render_to_string("desk/mail/news.html", words), "text/html")
    mail.send()
