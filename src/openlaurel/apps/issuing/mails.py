"""The mails that issuing sends, each in its reader's language, as text and HTML."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.queries import version_url
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services.claims import claim_url


def send_claim_mail(award: Award) -> None:
    """This function will mail the link at which the recipient accepts or declines. Raises OSError when it can't."""
    version = award.version
    with translation.override(_interface_language(award.language)):
        words = {
            "award": award,
            "version": version,
            "organisation": award.organisation,
            "link": claim_url(award.id),
            "image_url": f"{version_url(version)}/image.png",
            "installation_url": settings.OPENLAUREL_URL,
        }
        subject = _("%(issuer)s awards you “%(badge)s”") % {
            "issuer": award.organisation.name,
            "badge": version.name,
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("issuing/mail/claim.txt", words),
            to=[award.recipient_email],
            reply_to=[award.organisation.email] if award.organisation.email else None,
        )
        mail.attach_alternative(render_to_string("issuing/mail/claim.html", words), "text/html")
    mail.send()


def _interface_language(language: str) -> str:
    known = dict(settings.LANGUAGES)
    for candidate in (language, language.split("-")[0]):
        if candidate in known:
            return candidate
    return settings.LANGUAGE_CODE
