"""The link in the mail, and what its holder may do with a badge. No account is needed: the link is the proof."""

import base64
import hmac
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.sealing import derive_key
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import NotPossibleNow
from openlaurel.apps.issuing.lifecycle import next_state
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.services.duplicates import replace_earlier
from openlaurel.apps.issuing.services.people import awards_to
from openlaurel.apps.profiles.policies import Actor, check_can


def claim_token(award: Award) -> str:
    """This function will return the secret of an award's link: always the same, so that a mail can be sent again.

    It is the award's id and 128 bits that only this installation can compute of it, so that nothing need be stored.
    Once the award is bound to another address it is another one.
    """
    data = award.pk.bytes + _proof_of(award.pk, award.binding)
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def claim_url(award: Award) -> str:
    """This function will return the address at which the recipient accepts or declines."""
    return f"{settings.OPENLAUREL_URL}/claim/{claim_token(award)}"


def award_id_of(token: str) -> UUID | None:
    """This function will return the id of the award that `token` names, or None; `opens` says whether it is genuine."""
    try:
        data = base64.b64decode(token + "=", altchars=b"-_", validate=True)
        return UUID(bytes=data[:16]) if len(data) == 32 else None
    except ValueError:
        return None


def opens(token: str, award: Award) -> bool:
    """This function will tell whether `token` is that of the award's link, and not of one to an address before."""
    return hmac.compare_digest(claim_token(award).encode(), token.encode())


def note_claim_opened(*, award: Award, now: datetime) -> None:
    """This function will remember when the claim page was opened first, be it by a mail scanner; nothing else changes."""
    if award.opened_at is None:
        with transaction.atomic():
            if Award.objects.filter(pk=award.pk, opened_at=None).update(opened_at=now):
                _record("award.opened", award, award.account_id, now)


def accept_award(*, award: Award, now: datetime, account: Account | None = None, show_name: bool) -> Award:
    """This function will accept a badge for its holder. `show_name` says whether its public page names them.

    It is linked to `account` when one is given; a badge that it renews is replaced by it. Raises NotPossibleNow.
    """
    with transaction.atomic():
        award = _locked(award)
        award.state = next_state(award.state, "accept")
        award.accepted_at, award.declined_at = now, None
        award.show_name = show_name
        award.account = award.account or account
        award.save(update_fields=["state", "accepted_at", "declined_at", "show_name", "account"])
        _record("award.accepted", award, award.account_id, now)
        replace_earlier(newer=award, now=now)
    return award


def decline_award(*, award: Award, now: datetime) -> Award:
    """This function will decline a badge: its page stays closed. The holder may still accept it later."""
    with transaction.atomic():
        award = _locked(award)
        award.state = next_state(award.state, "decline")
        award.declined_at = now
        award.save(update_fields=["state", "declined_at"])
        _record("award.declined", award, award.account_id, now)
    return award


def set_show_name(*, award: Award, show_name: bool, now: datetime) -> Award:
    """This function will show or hide the holder's name on the badge's public page."""
    with transaction.atomic():
        award = _locked(award)
        if award.show_name != show_name:
            award.show_name = show_name
            award.save(update_fields=["show_name"])
            _record("award.name_shown" if show_name else "award.name_hidden", award, award.account_id, now)
    return award


def link_awards(*, account: Account) -> int:
    """This function will put badges that were sent to an account's confirmed addresses into it; returns how many."""
    sent = awards_to(confirmed_addresses(account)).values_list("pk", "account_id")
    unclaimed = [pk for pk, owner_id in sent if owner_id is None]
    return Award.objects.filter(pk__in=unclaimed, account=None).update(account=account)


def resend_claim_mail(*, award: Award, by: Actor, now: datetime) -> Award:
    """This function will have the mail with the link sent again. Raises NotPossibleNow once it was answered."""
    check_can(by, "issue_award", award.organisation)
    with transaction.atomic():
        award = _locked(award)
        if award.recipient_erased_at is not None:
            raise NotPossibleNow(_("The recipient's address was erased, so nobody can be mailed."))
        if award.state != AwardState.OFFERED:
            next_state(award.state, "decline")
        award.notify = True
        award.save(update_fields=["notify"])
        _record("award.mail_requested", award, by.id, now)
    return award


def _locked(award: Award) -> Award:
    rows = Award.objects.select_for_update(of=("self",)).select_related(
        "organisation", "version__achievement"
    )
    return rows.get(pk=award.pk)


def _record(kind: str, award: Award, actor_id: UUID | None, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("award", award.id),
        now=now,
        actor_id=actor_id,
        organisation_id=award.organisation_id,
    )


def _proof_of(award_id: UUID, binding: int) -> bytes:
    of = award_id.bytes + (binding.to_bytes(2) if binding else b"")
    return hmac.digest(_claim_key(settings.INSTALLATION.key), of, "sha256")[:16]


@cache
def _claim_key(installation_key: bytes) -> bytes:
    return derive_key(installation_key, "claim links")
