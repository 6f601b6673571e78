"""The mail with the code, in the language in which the holder is written to."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.apps.challenges.models import Challenge
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.services import MailDraft


def code_mail(challenge: Challenge, code: str) -> MailDraft:
    """This function will return the mail to the address to which the badge was issued."""
    award = challenge.award
    language = award.language if award.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        words = {"challenge": challenge, "award": award, "code": code, "url": award_url(award.pk)}
        return MailDraft(
            key=f"challenges.code:{challenge.pk}:{challenge.codes_sent}",
            kind="challenges.code",
            to=award.recipient_email,
            subject=_("Code for “%(name)s”") % {"name": award.version.name},
            text=render_to_string("challenges/mail/code.txt", words),
            html=render_to_string("challenges/mail/code.html", words),
            language=language,
            subject_of=("challenge", challenge.pk),
            is_secret=True,
        )


def is_code_open(mail: OutgoingMail) -> bool:
    """This function will say whether the mail's code is the latest of a question that waits for an answer."""
    number = int(mail.key.rpartition(":")[2])
    return Challenge.objects.filter(pk=mail.subject_id, answered_at=None, codes_sent=number).exists()
