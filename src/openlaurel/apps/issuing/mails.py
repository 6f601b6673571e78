"""The mails that issuing sends, each in its reader's language, as text and HTML, and what follows when one is settled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import DuplicatePolicy
from openlaurel.apps.catalog.queries import version_url
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.addresses import award_url
from openlaurel.apps.issuing.models import Award, AwardState, Correction, CorrectionRequest, Suspension
from openlaurel.apps.issuing.services.claims import claim_url
from openlaurel.apps.letters.models import LetterKind
from openlaurel.apps.letters.rendering import Letter, render_letter
from openlaurel.apps.letters.words import start_of
from openlaurel.apps.letters.writing import interface_language, own_letter
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.queries import told_of
from openlaurel.apps.mailing.registry import Outcome
from openlaurel.apps.mailing.services import MailDraft, unsubscribe_link


def claim_mail(award: Award, event_id: int) -> MailDraft:
    """This function will return the mail with the link at which the recipient accepts or declines, once an event."""
    key = f"issuing.claim:{award.pk}:{event_id}"
    links = {"claim_link": claim_url(award)}
    own = own_letter_about(award, LetterKind.RENEWAL, links) if _renews(award) else None
    if own := own or own_letter_about(award, LetterKind.AWARD, links):
        return mail_about(
            award, "issuing.claim", own.subject, own.text, own.page, key=key, language=award.language
        )
    version = award.version
    with translation.override(interface_language(award.language)):
        words = _words(award) | {
            "link": claim_url(award),
            "image_url": f"{version_url(version)}/image.png",
        }
        subject = _("%(issuer)s awards you “%(badge)s”") % {
            "issuer": award.organisation.name,
            "badge": version.name,
        }
        return _mail(award, subject, "claim", words, key=key)


def correction_mail(correction: Correction) -> MailDraft:
    """This function will return what tells a holder what was corrected, and that files from before count no longer."""
    award, key = correction.award, f"issuing.correction:{correction.pk}"
    said = {"badge_link": badge_link(award), "reason": correction.reason}
    if own := own_letter_about(award, LetterKind.CORRECTION, said):
        return mail_about(
            award, "issuing.correction", own.subject, own.text, own.page, key=key, language=award.language
        )
    with translation.override(interface_language(award.language)):
        is_accepted = award.state == AwardState.ACCEPTED
        words = _words(award) | {
            "correction": correction,
            "link": badge_link(award),
            "is_accepted": is_accepted,
        }
        subject = _("Corrected: “%(badge)s”") % {"badge": award.version.name}
        return _mail(award, subject, "correction", words, key=key)


def former_address_mail(correction: Correction, former: str) -> MailDraft:
    """This function will return what tells `former`, to which a badge was bound, that it isn't any more.

    It has no link, and says neither where the badge went nor by whom: the mailbox may be somebody else's by now.
    """
    award = correction.award
    with translation.override(interface_language(award.language)):
        subject = _("Moved to another address: “%(badge)s”") % {"badge": award.version.name}
        mail = _mail(award, subject, "former_address", _words(award), key=f"issuing.former:{correction.pk}")
        return replace(mail, to=former)


def suspension_mail(suspension: Suspension) -> MailDraft:
    """This function will return what tells a holder that their badge is suspended, or counts again, and why."""
    award, is_over = suspension.award, suspension.ended_at is not None
    key = f"issuing.suspension:{'end' if is_over else 'begin'}:{suspension.pk}"
    reason = suspension.end_reason if is_over else suspension.reason
    kind = LetterKind.RESTORED if is_over else LetterKind.SUSPENSION
    if own := own_letter_about(award, kind, {"badge_link": badge_link(award), "reason": reason}):
        return mail_about(
            award, "issuing.suspension", own.subject, own.text, own.page, key=key, language=award.language
        )
    with translation.override(interface_language(award.language)):
        words = _words(award) | {
            "suspension": suspension,
            "link": badge_link(award),
            "is_over": is_over,
            "reason": reason,
        }
        subject = _("Restored: “%(badge)s”") if is_over else _("Suspended: “%(badge)s”")
        return _mail(award, subject % {"badge": award.version.name}, "suspension", words, key=key)


def decline_mail(request: CorrectionRequest) -> MailDraft:
    """This function will return what tells a holder why the correction that they asked for is not made."""
    award, key = request.award, f"issuing.declined:{request.pk}"
    said = {"badge_link": badge_link(award), "answer": request.answer}
    if own := own_letter_about(award, LetterKind.DECLINED, said):
        return mail_about(
            award,
            "issuing.correction_declined",
            own.subject,
            own.text,
            own.page,
            key=key,
            language=award.language,
        )
    with translation.override(interface_language(award.language)):
        words = _words(award) | {"correction_request": request}
        subject = _("Your request about “%(badge)s”") % {"badge": award.version.name}
        return _mail(award, subject, "correction_declined", words, key=key)


def _words(award: Award) -> dict[str, Any]:
    return {
        "award": award,
        "version": award.version,
        "organisation": award.organisation,
        "installation_url": settings.OPENLAUREL_URL,
    }


def reminder_mail(award: Award, kind: str, links: dict[str, str], *, key: str, due_at: datetime) -> MailDraft:
    """This function will return a reminder in the organisation's words, or in ours; it says how to stop them."""
    stop_url = unsubscribe_link(key)
    letter = own_letter_about(award, kind, links, stop_url=stop_url)
    if letter is None:
        language = interface_language(award.language)
        letter = _letter(award, kind, *start_of(kind, language), language, links, stop_url=stop_url)
    draft = mail_about(
        award, f"issuing.{kind}", letter.subject, letter.text, letter.page, key=key, language=award.language
    )
    return replace(draft, due_at=due_at)


def own_letter_about(
    award: Award, kind: str, said: Mapping[str, str], *, stop_url: str = "", notes: Sequence[str] = ()
) -> Letter | None:
    """This function will return a mail about an award in the organisation's own words, where it has some for the
    recipient's language; `said` are the fields that only this kind of mail has."""
    return own_letter(
        organisation_id=award.organisation_id,
        achievement_id=award.version.achievement_id,
        kind=kind,
        language=award.language,
        values=lambda: {**_values(award), **said},
        picture_url=f"{version_url(award.version)}/image.png",
        stop_url=stop_url,
        notes=notes,
    )


def _letter(
    award: Award,
    kind: str,
    subject: str,
    body: str,
    language: str,
    links: dict[str, str],
    *,
    stop_url: str,
) -> Letter:
    with translation.override(interface_language(language)):
        return render_letter(
            kind=kind,
            subject=subject,
            body=body,
            values=_values(award) | links,
            language=language,
            picture_url=f"{version_url(award.version)}/image.png",
            stop_url=stop_url,
        )


def _values(award: Award) -> dict[str, str]:
    until = date_format(award.valid_until, "DATE_FORMAT") if award.valid_until else _("without end")
    return {
        "recipient_name": award.recipient_name,
        "badge_name": award.version.name,
        "organisation_name": award.organisation.name,
        "awarded_on": date_format(award.awarded_at, "DATE_FORMAT"),
        "valid_until": until,
    }


def _renews(award: Award) -> bool:
    return award.version.achievement.duplicates == DuplicatePolicy.RENEW and award.renews.exists()


def badge_link(award: Award) -> str:
    """This function will return where its holder sees a badge: its page once it is accepted, before that the mail's link."""
    return award_url(award.id) if award.accepted_at else claim_url(award)


def _mail(award: Award, subject: str, template: str, words: dict[str, Any], *, key: str) -> MailDraft:
    text, html = (render_to_string(f"issuing/mail/{template}.{part}", words) for part in ("txt", "html"))
    return mail_about(
        award, f"issuing.{template}", subject, text, html, key=key, language=get_language() or ""
    )


def mail_about(
    award: Award, kind: str, subject: str, text: str, html: str, *, key: str, language: str
) -> MailDraft:
    """This function will return a mail to the holder of an award, in its issuer's name."""
    return MailDraft(
        key=key,
        kind=kind,
        to=award.recipient_email,
        subject=subject,
        text=text,
        html=html,
        language=language,
        reply_to=award.organisation.email,
        organisation_id=award.organisation_id,
        subject_of=("award", award.pk),
    )


def follow_claim(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note with the award what became of the mail with its link."""
    if outcome == Outcome.SENT:
        # Not before the request, even where this machine's clock is behind: that is how a repetition is told.
        _claimed(mail).update(mailed_at=max(now, mail.created_at), mail_error="")
    elif outcome != Outcome.COMPLAINED and mail.fault != "not_needed":
        _claimed(mail).update(mail_error=told_of(mail)[:300])
    record_event(
        kind="award.mailed", subject=("award", mail.subject_id), now=now, organisation_id=mail.organisation_id
    )


def is_claim_wanted(mail: OutgoingMail) -> bool:
    """This function will say whether the recipient hasn't answered yet, nor had their data erased."""
    return _claimed(mail).filter(state=AwardState.OFFERED, notify=True).exists()


def follow_correction(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note that the holder was told."""
    if outcome == Outcome.SENT:
        Correction.objects.filter(pk=mail.key.rpartition(":")[2]).update(mailed_at=now)


def follow_decline(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note that the holder was told."""
    if outcome == Outcome.SENT:
        CorrectionRequest.objects.filter(pk=mail.key.rpartition(":")[2]).update(mailed_at=now)


def follow_suspension(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note that the holder was told that it began or ended."""
    if outcome == Outcome.SENT:
        _, moment, identifier = mail.key.split(":")
        field = "end_mailed_at" if moment == "end" else "mailed_at"
        Suspension.objects.filter(pk=identifier).update(**{field: now})


def is_suspension_news(mail: OutgoingMail) -> bool:
    """This function will say whether news of a suspension's begin isn't overtaken by its end, nor its holder erased."""
    _, moment, identifier = mail.key.split(":")
    is_overtaken = (
        moment == "begin" and Suspension.objects.filter(pk=identifier, ended_at__isnull=False).exists()
    )
    return not is_overtaken and is_recipient_known(mail)


def is_recipient_known(mail: OutgoingMail) -> bool:
    """This function will say whether there still is somebody to tell."""
    return _claimed(mail).exists()


def _claimed(mail: OutgoingMail) -> QuerySet[Award]:
    return Award.objects.filter(pk=mail.subject_id, recipient_erased_at=None)
