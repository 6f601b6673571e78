"""What changes with claim codes and what people ask for."""

from openlaurel.apps.offers.services.claim_codes import (
    Terms,
    change_claim_code,
    create_claim_code,
    stop_claim_code,
)
from openlaurel.apps.offers.services.redemptions import (
    approve_redemption,
    check_open,
    confirm_redemption,
    decline_redemption,
    forget_unconfirmed,
    issue_approved,
    issue_redemption,
    redeem_code,
)

__all__ = [
    "Terms",
    "approve_redemption",
    "change_claim_code",
    "check_open",
    "confirm_redemption",
    "create_claim_code",
    "decline_redemption",
    "forget_unconfirmed",
    "issue_approved",
    "issue_redemption",
    "redeem_code",
    "stop_claim_code",
]
