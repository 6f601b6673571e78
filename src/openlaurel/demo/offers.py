"""What organisations of the demo world offer: claim codes, with those who used them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.offers.models import ClaimCode
from openlaurel.apps.offers.services import Terms, create_claim_code, redeem_code
from openlaurel.apps.profiles.models import Role
from openlaurel.demo.awards import member_with


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
