"""Revoking a badge: the bit in the status list and the award's state change together, or not at all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import InvalidAward
from openlaurel.apps.issuing.lifecycle import next_state
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services.status_lists import set_bits
from openlaurel.apps.issuing.services.suspensions import end_suspensions
from openlaurel.apps.profiles.policies import Actor, check_can


def revoke_award(*, award: Award, reason: str, by: Actor, now: datetime) -> Award:
    """This function will revoke a badge for good, in its status list too, so that every verifier sees it.

    `reason` is kept with the award and shown where the badge is. Raises InvalidAward without a reason,
    NotPossibleNow when it is revoked already.
    """
    check_can(by, "revoke_award", award.organisation)
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= 300:
        raise InvalidAward({"reason": _("Say why in 1 to 300 characters: the holder will read it.")})
    with transaction.atomic():
        rows = Award.objects.select_for_update(of=("self",)).select_related(
            "organisation", "version__achievement"
        )
        award = rows.get(pk=award.pk)
        award.state = next_state(award.state, "revoke")
        award.revoked_at, award.revocation_reason = now, reason
        award.suspended_at, award.suspension_reason = None, ""
        award.save(
            update_fields=[
                "state", "revoked_at", "revocation_reason", "suspended_at", "suspension_reason",
            ]
        )  # fmt: skip
        end_suspensions([award.pk], by=by, now=now)
        set_bits(credentials=list(award.credentials.all()), now=now)
        record_event(
            kind="award.revoked",
            subject=("award", award.id),
            now=now,
            actor_id=by.id,
            organisation_id=award.organisation_id,
        )
    return award
