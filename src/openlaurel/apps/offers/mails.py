"""The mails of claim codes and applications, each in its reader's language, as text and HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.issuing.queries import claim_url
from openlaurel.apps.letters.models import LetterKind
from openlaurel.apps.letters.writing import interface_language, own_letter
from openlaurel.apps.mailing.services import MailDraft
from openlaurel.apps.offers.models import Application, Redemption
from openlaurel.apps.offers.queries import link_of
from openlaurel.apps.profiles.models import Profile


@dataclass(frozen=True)
class News:
    """What a mail says: to whom, about what, in paragraphs, and one link. In the organisation's own words it says it by
    the template of `kind`, in which the link is the field `link_field`."""

    kind: LetterKind
    achievement: Achievement
    answer: str
    link_field: str
    language: str

    to: str
    name: str
    subject: str
    headline: str
    paragraphs: Sequence[str]
    link: str
    link_label: str


def confirmation_mail(redemption: Redemption) -> MailDraft:
    """This function will return the mail with the link that confirms an address, one for each time it is asked for."""
    organisation = redemption.claim_code.organisation
    with translation.override(interface_language(redemption.language)):
        names = {"issuer": organisation.name, "badge": badge_name(redemption.claim_code.achievement)}
        letter = News(
            kind=LetterKind.CONFIRMATION,
            achievement=redemption.claim_code.achievement,
            answer="",
            link_field="confirm_link",
            language=redemption.language,
            to=redemption.email,
            name=redemption.name,
            subject=_("Confirm your address for “%(badge)s”") % names,
            headline=_("Is this address yours?"),
            paragraphs=[
                _("Somebody, probably you, asked %(issuer)s for the badge “%(badge)s” with this address.")
                % names,
                _("Confirm it, then you get the badge, or the issuer decides. The link works for 7 days."),
                _("It wasn't you? Do nothing, and you will hear no more of it."),
            ],
            link=link_of(redemption),
            link_label=_("Confirm my address"),
        )
        key = f"offers.confirmation:{redemption.pk}:{redemption.mails}"
        return _draft("confirmation", letter, organisation, key, ("redemption", redemption), is_secret=True)


def refusal_mail(redemption: Redemption) -> MailDraft:
    """This function will return what tells somebody why they don't get the badge that they asked for."""
    organisation = redemption.claim_code.organisation
    with translation.override(interface_language(redemption.language)):
        names = {"issuer": organisation.name, "badge": badge_name(redemption.claim_code.achievement)}
        letter = News(
            kind=LetterKind.CODE_REFUSED,
            achievement=redemption.claim_code.achievement,
            answer=redemption.answer,
            link_field="request_link",
            language=redemption.language,
            to=redemption.email,
            name=redemption.name,
            subject=_("About the badge “%(badge)s”") % names,
            headline=_("%(issuer)s doesn't give you the badge “%(badge)s”.") % names,
            paragraphs=[_("The answer: %(answer)s") % {"answer": redemption.answer}],
            link=link_of(redemption),
            link_label=_("See what you asked for"),
        )
        key = f"offers.answer:{redemption.pk}"
        return _draft("answer", letter, organisation, key, ("redemption", redemption))


def application_mail(application: Application) -> MailDraft:
    """This function will return what tells an applicant what was decided."""
    organisation, achievement = application.opening.organisation, application.opening.achievement
    account, award = application.account, application.award
    with translation.override(interface_language(account.language)):
        names = {"issuer": organisation.name, "badge": badge_name(achievement)}
        said = _("%(issuer)s gives you the badge “%(badge)s”.") if award else None
        answer = [_("The answer: %(answer)s") % {"answer": application.answer}] if application.answer else []
        page = settings.OPENLAUREL_URL + reverse("offers:apply", args=[achievement.slug])
        letter = News(
            kind=LetterKind.GRANTED if award else LetterKind.REFUSED,
            achievement=achievement,
            answer=application.answer,
            link_field="claim_link" if award else "request_link",
            language=account.language or get_language() or "",
            to=account.email,
            name=application.name,
            subject=_("About the badge “%(badge)s”") % names,
            headline=(said or _("%(issuer)s doesn't give you the badge “%(badge)s”.")) % names,
            paragraphs=answer,
            link=claim_url(award) if award else page,
            link_label=_("See your badge") if award else _("See what you asked for"),
        )
        key = f"offers.answer:{application.pk}"
        return _draft("answer", letter, organisation, key, ("application", application))


def badge_name(achievement: Achievement) -> str:
    """This function will return what the badge of an achievement is called now."""
    versions = published_versions().filter(achievement=achievement)
    return versions.values_list("name", flat=True).first() or achievement.slug


def _draft(
    kind: str,
    letter: News,
    organisation: Profile,
    key: str,
    about: tuple[str, Redemption | Application],
    *,
    is_secret: bool = False,
) -> MailDraft:
    own = own_letter(
        organisation_id=organisation.pk,
        achievement_id=letter.achievement.pk,
        kind=letter.kind,
        language=letter.language,
        values=lambda: {
            "recipient_name": letter.name,
            "badge_name": badge_name(letter.achievement),
            "organisation_name": organisation.name,
            "answer": letter.answer,
            letter.link_field: letter.link,
        },
    )
    words = {"letter": letter, "organisation": organisation, "installation_url": settings.OPENLAUREL_URL}
    text, html = (
        (own.text, own.page)
        if own
        else (render_to_string(f"offers/mail/letter.{part}", words) for part in ("txt", "html"))
    )
    return MailDraft(
        key=key,
        kind=f"offers.{kind}",
        to=letter.to,
        subject=own.subject if own else letter.subject,
        text=text,
        html=html,
        language=(letter.language if own else get_language()) or "",
        reply_to=organisation.email,
        organisation_id=organisation.id,
        subject_of=(about[0], about[1].pk),
        is_secret=is_secret,
    )
