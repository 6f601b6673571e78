"""Using a claim code: asked for, address confirmed, decided where that is wanted, issued.

A place is taken when the address is confirmed, under the code's lock, so that strangers can't use a code up and two
who confirm at once never both get the last one.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import HeldAlready, InvalidAward, NotIssuable, issue_award
from openlaurel.apps.mailing.services import queue_mail
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.mails import confirmation_mail, refusal_mail
from openlaurel.apps.offers.models import ClaimCode, Redemption, RedemptionState
from openlaurel.apps.offers.services.claim_codes import locked_code
from openlaurel.apps.offers.services.own_fields import checked_values, still_asked
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, check_can
from openlaurel.core.fields import AskedOf

# The link of a mail works so long; then what was asked for is forgotten.
KEPT_UNCONFIRMED = timedelta(days=7)
MAIL_PAUSE = timedelta(minutes=2)
MOST_MAILS = 5


def redeem_code(
    *,
    claim_code: ClaimCode,
    name: str,
    email: str,
    now: datetime,
    account: Account | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Redemption:
    """This function will ask for the badge of a code, and have a link mailed by which the address is confirmed.

    For an address that `account` has confirmed no mail is needed: the place is taken at once. Asked again, the link
    is mailed again, but not too often. Raises InvalidOffer, NotOffered.
    """
    name, email = " ".join(name.split()), email.strip().lower()
    values, unusable = checked_values(claim_code.achievement, AskedOf.RECIPIENT, fields)
    if problems := _problems_of(name, email) | unusable:
        raise InvalidOffer(problems)
    is_own = account is not None and email in confirmed_addresses(account)
    with transaction.atomic():
        claim_code = locked_code(claim_code)
        redemption = claim_code.redemptions.filter(email=email).first()
        if redemption is None:
            check_open(claim_code, now)
            redemption = Redemption.objects.create(
                claim_code=claim_code,
                email=email,
                name=name,
                language=get_language() or "",
                fields=values,
                account=account if is_own else None,
                asked_at=now,
            )
        if not is_own:
            _ask_for_mail(redemption, now)
    return confirm_redemption(redemption=redemption, now=now) if is_own else redemption


def confirm_redemption(*, redemption: Redemption, now: datetime) -> Redemption:
    """This function will take a place for who has proved the address; without approval the badge is issued at once.

    Confirmed again, nothing changes. Raises NotOffered when no place is left or the code was stopped.
    """
    with transaction.atomic():
        claim_code = locked_code(redemption.claim_code)
        redemption = _locked(redemption.pk)
        if redemption.state == RedemptionState.ASKED:
            # It was asked for within the window; the place is given only now.
            if claim_code.stopped_at is not None or claim_code.is_full:
                check_open(claim_code, now)
            ClaimCode.objects.filter(pk=claim_code.pk).update(taken=F("taken") + 1)
            waits = claim_code.needs_approval
            redemption.state = RedemptionState.WAITING if waits else RedemptionState.APPROVED
            redemption.confirmed_at = now
            redemption.save(update_fields=["state", "confirmed_at"])
            kind = "redemption.confirmed" if waits else "redemption.approved"
            _record(kind, redemption, INSTALLATION, now)
    return issue_redemption(redemption=redemption, now=now)


def approve_redemption(*, redemption: Redemption, by: Actor, now: datetime) -> Redemption:
    """This function will approve what somebody asked for, and issue the badge. Raises NotOffered once it is decided."""
    check_can(by, "issue_award", redemption.claim_code.organisation)
    with transaction.atomic():
        redemption = _locked(redemption.pk)
        _check_waiting(redemption)
        redemption.state = RedemptionState.APPROVED
        redemption.decided_at, redemption.decided_by = now, by.account
        redemption.save(update_fields=["state", "decided_at", "decided_by"])
        _record("redemption.approved", redemption, by, now)
    return issue_redemption(redemption=redemption, now=now)


def decline_redemption(*, redemption: Redemption, answer: str, by: Actor, now: datetime) -> Redemption:
    """This function will decline what somebody asked for; they are told `answer` by mail, and the place is free again.

    Raises InvalidOffer without an answer, NotOffered once it is decided.
    """
    check_can(by, "issue_award", redemption.claim_code.organisation)
    answer = " ".join(answer.split())
    if not 1 <= len(answer) <= 1000:
        raise InvalidOffer({"answer": _("Say why in 1 to 1,000 characters: it is sent by mail.")})
    with transaction.atomic():
        locked_code(redemption.claim_code)
        redemption = _locked(redemption.pk)
        _check_waiting(redemption)
        redemption.decided_at, redemption.decided_by = now, by.account
        _close(redemption, RedemptionState.DECLINED, answer, now)
        _record("redemption.declined", redemption, by, now)
    return redemption


def issue_redemption(*, redemption: Redemption, now: datetime) -> Redemption:
    """This function will issue the badge of an approved redemption, once however often it is called.

    Where it can't be issued, because the person holds it and gets no second one or it was archived, the redemption
    says why and its place is free again.
    """
    if redemption.state != RedemptionState.APPROVED:
        return redemption
    claim_code = redemption.claim_code
    version = _version_of(claim_code)
    award, fault = None, _("This micro-credential isn't issued any more.")
    if version is not None:
        try:
            award = _issue(version, redemption, now)
        except (HeldAlready, InvalidAward, NotIssuable) as error:
            with override(redemption.language or None):
                is_held = isinstance(error, HeldAlready)
                fault = (
                    _("You hold this badge already, and there is no second one.") if is_held else str(error)
                )
    with transaction.atomic():
        locked_code(claim_code)
        redemption = _locked(redemption.pk)
        if redemption.state != RedemptionState.APPROVED:
            return redemption
        if award is not None:
            redemption.state, redemption.award = RedemptionState.GRANTED, award
            redemption.save(update_fields=["state", "award"])
        else:
            _close(redemption, RedemptionState.REFUSED, fault[:1000], now)
            _record("redemption.refused", redemption, INSTALLATION, now)
    return redemption


def issue_approved(*, clock: Callable[[], datetime]) -> None:
    """This function will issue what was approved by a process that was killed before it had issued."""
    left = Redemption.objects.filter(
        state=RedemptionState.APPROVED, confirmed_at__lte=clock() - timedelta(minutes=1)
    )
    for redemption in left.select_related("claim_code__achievement__organisation")[:500]:
        issue_redemption(redemption=redemption, now=clock())


def forget_unconfirmed(*, now: datetime) -> int:
    """This function will delete what was asked for and never confirmed within a week; returns how many."""
    old = Redemption.objects.filter(state=RedemptionState.ASKED, asked_at__lt=now - KEPT_UNCONFIRMED)
    return old.delete()[0]


def check_open(claim_code: ClaimCode, now: datetime) -> None:
    """This function will return when a code can be used now, else raise NotOffered with the reason."""
    reasons = {
        "early": _("This code doesn't work yet. Come back when it opens."),
        "late": _("This code has ended."),
        "full": _("All places of this code are taken."),
        "stopped": _("This code was stopped."),
    }
    stage = claim_code.stage(now)
    if stage in reasons:
        raise NotOffered(reasons[stage])
    if _version_of(claim_code) is None:
        raise NotOffered(_("This micro-credential isn't issued any more."))


def _version_of(claim_code: ClaimCode) -> AchievementVersion | None:
    rows = published_versions().filter(achievement=claim_code.achievement_id)
    return rows.select_related("achievement__organisation").first()


def _issue(version: AchievementVersion, redemption: Redemption, now: datetime) -> Award:
    return issue_award(
        version=version,
        recipient_name=redemption.name,
        recipient_email=redemption.email,
        account=redemption.account,
        language=redemption.language,
        fields=still_asked(version, redemption.claim_code.fields, redemption.fields),
        is_asked=False,
        idempotency_key=f"redemption:{redemption.pk}",
        by=INSTALLATION,
        now=now,
    )


def _ask_for_mail(redemption: Redemption, now: datetime) -> None:
    is_too_soon = redemption.mailed_at is not None and now - redemption.mailed_at < MAIL_PAUSE
    if redemption.mails >= MOST_MAILS or is_too_soon:
        return
    redemption.mails, redemption.mailed_at = redemption.mails + 1, now
    redemption.save(update_fields=["mails", "mailed_at"])
    queue_mail(confirmation_mail(redemption), now=now)
    _record("redemption.asked", redemption, INSTALLATION, now)


def _close(redemption: Redemption, state: RedemptionState, answer: str, now: datetime) -> None:
    redemption.state, redemption.answer = state, answer
    redemption.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    queue_mail(refusal_mail(redemption), now=now)
    ClaimCode.objects.filter(pk=redemption.claim_code_id, taken__gt=0).update(taken=F("taken") - 1)


def _check_waiting(redemption: Redemption) -> None:
    if redemption.state != RedemptionState.WAITING:
        raise NotOffered(_("Somebody has decided on this already."))


def _locked(redemption_id: UUID) -> Redemption:
    rows = Redemption.objects.select_for_update(of=("self",)).select_related(
        "claim_code__achievement__organisation", "claim_code__organisation", "account"
    )
    return rows.get(pk=redemption_id)


def _problems_of(name: str, email: str) -> dict[str, str]:
    problems = {}
    if not 1 <= len(name) <= 200:
        problems["name"] = _("Enter your name, with at most 200 characters: the badge says it.")
    try:
        validate_email(email)
    except ValidationError:
        problems["email"] = _("Enter an e-mail address like name@example.org.")
    if len(email) > 254:
        problems["email"] = _("Enter an e-mail address like name@example.org.")
    return problems


def _record(kind: str, redemption: Redemption, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("redemption", redemption.id),
        now=now,
        actor_id=by.id,
        organisation_id=redemption.claim_code.organisation_id,
    )
