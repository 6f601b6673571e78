"""Awards that the organisations of the demo world made after courses and examinations of their own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award, decline_award, issue_award, revoke_award
from openlaurel.apps.profiles.models import Role
from openlaurel.apps.profiles.policies import Actor


def award_directly(entry: Mapping[str, Any], now: datetime) -> None:
    """This function will issue one award of people.toml at its date and take it to its state."""
    version = get_published(entry["achievement"])
    learner = Account.objects.get(email=entry["learner"])
    awarded = now - timedelta(days=entry["days_ago"])
    issuer = member_with(version, Role.ISSUER)
    key = f"demo-{entry['achievement']}-{entry['learner']}"
    award = Award.objects.filter(organisation=version.achievement.organisation, idempotency_key=key).first()
    if award is None:
        award = issue_award(
            version=version,
            recipient_name=learner.name,
            recipient_email=learner.email,
            account=learner,
            valid_from=awarded,
            idempotency_key=key,
            notify=False,
            by=issuer,
            now=awarded,
        )
    bring_to_state(award, entry, learner, issuer, awarded + timedelta(hours=5))


def bring_to_state(
    award: Award, entry: Mapping[str, Any], learner: Account, issuer: Actor, now: datetime
) -> None:
    """This function will accept, decline or revoke an award that is still offered, as people.toml says."""
    if award.state != "offered":
        return
    if entry["state"] == "declined":
        decline_award(award=award, now=now)
    elif entry["state"] != "offered":
        accept_award(award=award, account=learner, show_name=entry.get("show_name", False), now=now)
    if entry["state"] == "revoked":
        revoke_award(award=award, reason=entry["reason"], by=issuer, now=now + timedelta(days=30))


def member_with(version: AchievementVersion, role: Role) -> Actor:
    """This function will return a member of the achievement's organisation who has `role`."""
    memberships = version.achievement.organisation.memberships.select_related("account")
    membership = memberships.filter(role=role)[0]
    return Actor(account=membership.account)
