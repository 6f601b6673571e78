"""The mails that issuing sends, each in its reader's language, as text and HTML."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.queries import version_url
from openlaurel.apps.issuing.addresses import award_url
from openlaurel.apps.issuing.models import Award, AwardState, Correction, CorrectionRequest, Suspension
from openlaurel.apps.issuing.services.claims import claim_url


def send_claim_mail(award: Award) -> None:
    """This function will mail the link at which the recipient accepts or declines. Raises OSError when it can't."""
    version = award.version
    with translation.override(_interface_language(award.language)):
        words = _words(award) | {
            "link": claim_url(award.id),
            "image_url": f"{version_url(version)}/image.png",
        }
        subject = _("%(issuer)s awards you “%(badge)s”") % {
            "issuer": award.organisation.name,
            "badge": version.name,
        }
        mail = _mail(award, subject, "claim", words)
    mail.send()


def send_correction_mail(correction: Correction) -> None:
    """This function will tell a holder what was corrected, and that files from before count no longer. Raises OSError."""
    award = correction.award
    with translation.override(_interface_language(award.language)):
        is_accepted = award.state == AwardState.ACCEPTED
        words = _words(award) | {
            "correction": correction,
            "link": award_url(award.id) if is_accepted else claim_url(award.id),
            "is_accepted": is_accepted,
        }
        subject = _("Corrected: “%(badge)s”") % {"badge": award.version.name}
        mail = _mail(award, subject, "correction", words)
    mail.send()


def send_suspension_mail(suspension: Suspension) -> None:
    """This function will tell a holder that their badge is suspended, or counts again, and why. Raises OSError."""
    award = suspension.award
    with translation.override(_interface_language(award.language)):
        is_over = suspension.ended_at is not None
        words = _words(award) | {
            "suspension": suspension,
            "link": award_url(award.id) if award.state == AwardState.ACCEPTED else claim_url(award.id),
            "is_over": is_over,
            "reason": suspension.end_reason if is_over else suspension.reason,
        }
        subject = _("Restored: “%(badge)s”") if is_over else _("Suspended: “%(badge)s”")
        mail = _mail(award, subject % {"badge": award.version.name}, "suspension", words)
    mail.send()


def send_decline_mail(request: CorrectionRequest) -> None:
    """This function will tell a holder why the correction that they asked for is not made. Raises OSError."""
    award = request.award
    with translation.override(_interface_language(award.language)):
        words = _words(award) | {"correction_request": request}
        subject = _("Your request about “%(badge)s”") % {"badge": award.version.name}
        mail = _mail(award, subject, "correction_declined", words)
    mail.send()


def _words(award: Award) -> dict[str, Any]:
    return {
        "award": award,
        "version": award.version,
        "organisation": award.organisation,
        "installation_url": settings.OPENLAUREL_URL,
    }


def _mail(award: Award, subject: str, template: str, words: dict[str, Any]) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"issuing/mail/{template}.txt", words),
        to=[award.recipient_email],
        reply_to=[award.organisation.email] if award.organisation.email else None,
    )
    mail.attach_alternative(render_to_string(f"issuing/mail/{template}.html", words), "text/html")
    return mail


def _interface_language(language: str) -> str:
    known = dict(settings.LANGUAGES)
    for candidate in (language, language.split("-")[0]):
        if candidate in known:
            return candidate
    return settings.LANGUAGE_CODE
