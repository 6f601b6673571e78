"""What organisations of the demo world offer: claim codes and applications, with those who used them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.offers.models import ClaimCode, Opening
from openlaurel.apps.offers.services import (
    Terms,
    apply_for_badge,
    create_claim_code,
    redeem_code,
    set_opening,
)
from openlaurel.apps.profiles.models import Role
from openlaurel.demo.awards import member_with


def take_applications(entry: Mapping[str, Any], now: datetime) -> None:
    """This function will let people apply as people.toml says, unless they may already, and hand applications in."""
    version = get_published(entry["achievement"])
    made = now - timedelta(days=entry["days_ago"])
    opening = Opening.objects.filter(achievement=version.achievement).first() or set_opening(
        achievement=version.achievement,
        instructions=entry["instructions"],
        is_open=True,
        by=member_with(version, Role.ISSUER),
        now=made,
    )
    for number, application in enumerate(entry["applications"], start=1):
        account = Account.objects.get(email=application["learner"])
        if not opening.applications.filter(account=account).exists():
            apply_for_badge(
                opening=opening,
                account=account,
                name=account.name,
                words=application["words"],
                shares_evidence=application["shares_evidence"],
                now=made + timedelta(hours=20 * number),
            )


def offer_code(entry: Mapping[str, Any], now: datetime) -> None:
    """This function will make one claim code of people.toml, unless it was made before, and have it used."""
    version = get_published(entry["achievement"])
    made = now - timedelta(days=entry["days_ago"])
    claim_code = ClaimCode.objects.filter(achievement=version.achievement, note=entry["note"]).first()
    if claim_code is None:
        terms = Terms(
            note=entry["note"],
            closes_at=now + timedelta(days=entry["days_left"]),
            most=entry["most"],
            needs_approval=entry["needs_approval"],
        )
        by = member_with(version, Role.ISSUER)
        claim_code = create_claim_code(achievement=version.achievement, terms=terms, by=by, now=made)
    for hours, address in enumerate(entry["used_by"], start=2):
        account = Account.objects.get(email=address)
        moment = made + timedelta(hours=hours)
        redeem_code(claim_code=claim_code, name=account.name, email=address, account=account, now=moment)
