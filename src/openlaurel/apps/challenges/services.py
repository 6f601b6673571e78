"""Asking and answering. Each question is answered at most once, by its holder alone."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.challenges.errors import Closed, NotAskable, TooSoon, WrongCode, WrongHolder
from openlaurel.apps.challenges.mails import code_mail
from openlaurel.apps.challenges.models import Challenge, Proof
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.mailing.services import queue_mail

OPEN_FOR = timedelta(days=7)
KEPT = timedelta(days=30)
CODE_LIVES, PAUSE = timedelta(minutes=15), timedelta(seconds=30)
# What one badge, one question and one code may be used for, so that neither the holder's mailbox is flooded
# nor a code of six digits guessed: five in a million.
MOST_OPEN, MOST_CODES, MOST_WRONG = 20, 3, 5


def ask_holder(*, award: Award, asker: str, now: datetime) -> tuple[Challenge, str, str]:
    """This function will make a challenge and return it with the secrets of its two links: to answer, and to see it.

    Anybody may ask about a badge that is public and in force. Raises NotAskable.
    """
    with transaction.atomic():
        award = Award.objects.select_for_update().get(pk=award.pk)
        if award.state != AwardState.ACCEPTED or award.recipient_erased_at is not None:
            raise NotAskable(_("Its holder can only be asked while the badge is public and in force."))
        if Challenge.objects.filter(award=award, answered_at=None, expires_at__gt=now).count() >= MOST_OPEN:
            raise NotAskable(
                _("Too many questions about this badge wait for an answer. Try again in some days.")
            )
        answer, result = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        challenge = Challenge.objects.create(
            award=award,
            asker=" ".join(asker.split())[:120],
            answer_hash=hash_of(answer),
            result_hash=hash_of(result),
            asked_at=now,
            expires_at=now + OPEN_FOR,
        )
        record_event(kind="challenge.asked", subject=("award", award.pk), now=now)
    return challenge, answer, result


def send_code(*, challenge: Challenge, now: datetime) -> None:
    """This function will mail a new code to the address to which the badge was issued. Raises Closed or TooSoon."""
    with transaction.atomic():
        challenge = _locked(challenge, now)
        if challenge.codes_sent >= MOST_CODES:
            raise TooSoon(_("No more codes are sent for this question. Ask for a new link."))
        if challenge.code_sent_at is not None and now < challenge.code_sent_at + PAUSE:
            raise TooSoon(
                _("A code was sent just now. Look into the mailbox, or try again in half a minute.")
            )
        code = f"{secrets.randbelow(10**6):06}"
        challenge.code_hash = _code_hash(challenge, code)
        challenge.code_sent_at = now
        challenge.codes_sent += 1
        challenge.save(update_fields=["code_hash", "code_sent_at", "codes_sent"])
        queue_mail(code_mail(challenge, code), now=now)


def answer_by_code(*, challenge: Challenge, code: str, now: datetime) -> Challenge:
    """This function will confirm the badge for whoever has the code of the mail. Raises Closed or WrongCode."""
    with transaction.atomic():
        challenge = _locked(challenge, now)
        sent_at = challenge.code_sent_at
        is_current = sent_at is not None and now < sent_at + CODE_LIVES
        given = _code_hash(challenge, "".join(code.split()))
        if is_current and hmac.compare_digest(given, challenge.code_hash):
            return _answered(challenge, Proof.MAIL, now)
        challenge.wrong_codes += 1
        challenge.save(update_fields=["wrong_codes"])
    raise WrongCode(_("This isn't the code of the latest mail, or it is older than 15 minutes."))


def answer_by_account(
    *, challenge: Challenge, account: Account, now: datetime, proof: Proof = Proof.ACCOUNT
) -> Challenge:
    """This function will confirm the badge for the account that holds it, which has just proved by `proof` who it is.

    Raises Closed or WrongHolder.
    """
    with transaction.atomic():
        challenge = _locked(challenge, now)
        if not holds(account, challenge.award):
            raise WrongHolder(
                _("The account of this passkey doesn't hold this badge.")
                if proof == Proof.PASSKEY
                else _("The account in which you are signed in doesn't hold this badge.")
            )
        return _answered(challenge, proof, now)


def holds(account: Account, award: Award) -> bool:
    """This function will say whether a badge is in an account, or was issued to a confirmed address of it."""
    return award.account_id == account.pk or award.recipient_email.lower() in confirmed_addresses(account)


def forget_old(now: datetime) -> None:
    """This function will delete questions some weeks after they ended."""
    Challenge.objects.filter(expires_at__lt=now - KEPT).delete()


def hash_of(secret: str) -> str:
    """This function will return how the secret of a link is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_open(challenge: Challenge, now: datetime) -> bool:
    """This function will say whether a challenge can still be answered."""
    return (
        challenge.answered_at is None
        and challenge.expires_at > now
        and challenge.wrong_codes < MOST_WRONG
        and challenge.award.state == AwardState.ACCEPTED
        and challenge.award.recipient_erased_at is None
    )


def _locked(challenge: Challenge, now: datetime) -> Challenge:
    rows = Challenge.objects.select_for_update(of=("self",)).select_related(
        "award__version", "award__organisation"
    )
    found = rows.filter(pk=challenge.pk).first()
    if found is None or not is_open(found, now):
        raise Closed(_("This question can't be answered any more. Ask whoever sent it for a new link."))
    return found


def _answered(challenge: Challenge, proof: Proof, now: datetime) -> Challenge:
    challenge.answered_at, challenge.proof, challenge.code_hash = now, proof, ""
    challenge.save(update_fields=["answered_at", "proof", "code_hash"])
    record_event(kind="challenge.answered", subject=("award", challenge.award_id), now=now)
    return challenge


def _code_hash(challenge: Challenge, code: str) -> str:
    return hashlib.sha256(f"{challenge.answer_hash}:{code}".encode()).hexdigest()
