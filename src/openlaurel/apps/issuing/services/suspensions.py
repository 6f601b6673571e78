"""Suspending a badge and restoring it: the bit in the status list, the award and its history change together."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import Award, AwardState, Credential, Suspension
from openlaurel.apps.issuing.services.status_lists import set_bits
from openlaurel.apps.profiles.policies import Actor, check_can


def suspend_award(*, award: Award, reason: str, by: Actor, now: datetime) -> Award:
    """This function will suspend a badge for now, in its status list too: it fails every check until it is restored.

    `reason` is shown where the badge is, and to whoever checks it. Raises InvalidAward without a reason, NotPossibleNow
    when it is suspended or revoked already, or was issued without the possibility.
    """
    check_can(by, "suspend_award", award.organisation)
    reason = _reason(reason)
    with transaction.atomic():
        award, credential = _locked(award.pk, "suspend")
        award.suspended_at, award.suspension_reason = now, reason
        award.save(update_fields=["suspended_at", "suspension_reason"])
        begin_suspensions([award.pk], reason=reason, by=by, now=now)
        set_bits(credentials=[credential], now=now)
        _record("award.suspended", award, by, now)
    return award


def restore_award(*, award: Award, reason: str, by: Actor, now: datetime) -> Award:
    """This function will let a suspended badge count again from now on; that it was suspended stays on record.

    Raises InvalidAward without a reason, NotPossibleNow when it isn't suspended.
    """
    check_can(by, "suspend_award", award.organisation)
    reason = _reason(reason)
    with transaction.atomic():
        award, credential = _locked(award.pk, "restore")
        award.suspended_at, award.suspension_reason = None, ""
        award.save(update_fields=["suspended_at", "suspension_reason"])
        end_suspensions([award.pk], by=by, now=now, reason=reason)
        set_bits(credentials=[credential], now=now, value=0)
        _record("award.restored", award, by, now)
    return award


def refusal_of(award: Award, credential: Credential, action: str) -> str:
    """This function will say by a code why an award can't be suspended ("suspend") or restored; "" when it can."""
    if award.state == AwardState.REVOKED:
        return "revoked_already"
    if action == "restore":
        return "" if award.suspended_at is not None else "not_suspended"
    if award.suspended_at is not None:
        return "suspended"
    return "" if credential.status_list.purpose == "suspension" else "without_suspension"


def begin_suspensions(ids: Iterable[UUID], *, reason: str, by: Actor, now: datetime) -> None:
    """This function will write down that awards are suspended from now on, in the caller's transaction."""
    Suspension.objects.bulk_create(
        Suspension(award_id=award_id, reason=reason, suspended_at=now, suspended_by=by.account)
        for award_id in ids
    )


def end_suspensions(ids: Iterable[UUID], *, by: Actor, now: datetime, reason: str = "") -> None:
    """This function will write down that suspensions of awards end now: by being restored for a reason, or revoked."""
    Suspension.objects.filter(award__in=list(ids), ended_at=None).update(
        ended_at=now, ended_by=by.account, end_reason=reason
    )


def _locked(award_id: UUID, action: str) -> tuple[Award, Credential]:
    rows = Award.objects.select_for_update(of=("self",)).select_related(
        "organisation", "version__achievement"
    )
    award = rows.get(pk=award_id)
    current = Credential.objects.defer("content").select_related("status_list")
    credential = current.get(award=award, superseded_at=None)
    if code := refusal_of(award, credential, action):
        raise NotPossibleNow(_words(code))
    return award, credential


def _words(code: str) -> str:
    words = {
        "revoked_already": _("This badge was revoked, which can't be undone. A new one can be issued."),
        "suspended": _("This badge is suspended already."),
        "not_suspended": _("This badge isn't suspended, so there is nothing to restore."),
        "without_suspension": _(
            "This badge can't be suspended: it was issued without that possibility, which is signed into it. "
            "It can be revoked. To suspend badges issued from now on, allow it on the micro-credential's page."
        ),
    }
    return words[code]


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= 300:
        raise InvalidAward(
            {"reason": _("Say why in 1 to 300 characters: the holder and whoever checks the badge read it.")}
        )
    return reason


def _record(kind: str, award: Award, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("award", award.id),
        now=now,
        actor_id=by.id,
        organisation_id=award.organisation_id,
    )
