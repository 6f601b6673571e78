"""What changes with claim codes and what people ask for."""

from openlaurel.apps.offers.services.applications import (
    apply_for_badge,
    approve_application,
    check_can_decide,
    check_takes,
    decline_application,
    issue_application,
    issue_approved_applications,
    withdraw_application,
)
from openlaurel.apps.offers.services.claim_codes import (
    Terms,
    change_claim_code,
    create_claim_code,
    stop_claim_code,
)
from openlaurel.apps.offers.services.openings import set_opening
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
from openlaurel.apps.offers.services.rules import (
    apply_rule,
    apply_rules,
    create_rule,
    remove_rule,
    turn_rule,
)

__all__ = [
    "Terms",
    "apply_for_badge",
    "apply_rule",
    "apply_rules",
    "approve_application",
    "approve_redemption",
    "change_claim_code",
    "check_can_decide",
    "check_open",
    "check_takes",
    "confirm_redemption",
    "create_claim_code",
    "create_rule",
    "decline_application",
    "decline_redemption",
    "forget_unconfirmed",
    "issue_application",
    "issue_approved",
    "issue_approved_applications",
    "issue_redemption",
    "redeem_code",
    "remove_rule",
    "set_opening",
    "stop_claim_code",
    "turn_rule",
    "withdraw_application",
]
