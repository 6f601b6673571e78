"""Whoever holds a badge and is to be given another one: by the duplicate policy of its achievement.

The achievement's row is the lock, so that two who issue at the same moment never both find that nobody holds it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from openlaurel.apps.catalog.models import Achievement, AchievementVersion, DuplicatePolicy
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import HeldAlready
from openlaurel.apps.issuing.lifecycle import is_possible, next_state
from openlaurel.apps.issuing.models import Award, Credential
from openlaurel.apps.issuing.services.drafts import CheckedDraft
from openlaurel.apps.issuing.services.people import already_holding, awards_to, still_counts
from openlaurel.apps.issuing.services.status_lists import set_bits
from openlaurel.apps.issuing.services.suspensions import end_suspensions
from openlaurel.apps.profiles.policies import Actor


def asks_before_repeating(achievement: Achievement, allow_repeats: bool) -> bool:
    """This function will tell whether a roster or a form leaves out whoever holds the badge: what is renewed, never."""
    if achievement.duplicates == DuplicatePolicy.ALLOW:
        return not allow_repeats
    return achievement.duplicates == DuplicatePolicy.REFUSE


def lock_achievement(version: AchievementVersion) -> Achievement:
    """This function will lock the achievement until the transaction ends, and return it with its policy of now."""
    return Achievement.objects.select_for_update(of=("self",), no_key=True).get(pk=version.achievement_id)


def refused_duplicates(
    version: AchievementVersion, drafts: Mapping[int, CheckedDraft], now: datetime
) -> dict[int, HeldAlready]:
    """This function will say which drafts, by position, are refused since their recipient holds the badge.

    In the caller's transaction. Of one person twice in the same set, whom nobody could have meant, the first counts.
    """
    if version.achievement.duplicates == DuplicatePolicy.ALLOW:
        return {}
    is_refused = lock_achievement(version).duplicates == DuplicatePolicy.REFUSE
    emails = [draft.draft.recipient_email for draft in drafts.values()]
    seen = already_holding(version, emails, now) if is_refused else set()
    refused = {}
    for position, draft in drafts.items():
        if draft.draft.recipient_email in seen:
            refused[position] = HeldAlready(_("This person holds the badge already, and gets no second one."))
        seen.add(draft.draft.recipient_email)
    return refused


def renew_earlier(version: AchievementVersion, new: Mapping[str, UUID], now: datetime) -> None:
    """This function will note on badges that still count by which award they are renewed: `new` goes by address.

    Nothing changes for their holder until the new one is accepted. In the caller's transaction, once it is stored.
    """
    if version.achievement.duplicates != DuplicatePolicy.RENEW:
        return
    versions = set(version.achievement.versions.values_list("pk", flat=True))
    found = awards_to(new).filter(version__in=versions).exclude(pk__in=new.values())
    # The newest first, as whoever accepts the newer one locks them.
    rows = found.select_for_update(of=("self",), no_key=True).order_by("-created_at", "-pk")
    for earlier in rows.only("recipient_email", "state", "suspended_at", "valid_until"):
        if still_counts(earlier, now):
            earlier.renewed_by_id = new[earlier.recipient_email]
            earlier.save(update_fields=["renewed_by"])


def replace_earlier(*, newer: Award, now: datetime) -> Sequence[Award]:
    """This function will revoke the badges whose place an accepted one takes, and return them.

    For every verifier they are revoked, by their status lists; their pages lead to the newer one. In the caller's
    transaction, with the newer award locked.
    """
    rows = Award.objects.select_for_update(of=("self",), no_key=True).filter(renewed_by=newer)
    earlier = [
        award
        for award in rows.select_related("organisation").order_by("-created_at", "-pk")
        if is_possible(award.state, "revoke")
    ]
    for award in earlier:
        with override(award.organisation.language or None):
            award.revocation_reason = _("Renewed: a newer badge took its place.")
        award.state, award.revoked_at = next_state(award.state, "revoke"), now
        award.suspended_at, award.suspension_reason = None, ""
        award.save(
            update_fields=[
                "state", "revoked_at", "revocation_reason", "suspended_at", "suspension_reason",
            ]
        )  # fmt: skip
        record_event(
            kind="award.renewed",
            subject=("award", award.id),
            now=now,
            actor_id=newer.account_id,
            organisation_id=award.organisation_id,
            data={"newer": str(newer.id)},
        )
    end_suspensions([award.pk for award in earlier], by=Actor(account=newer.account), now=now)
    set_bits(credentials=list(Credential.objects.filter(award__in=earlier)), now=now)
    return earlier
