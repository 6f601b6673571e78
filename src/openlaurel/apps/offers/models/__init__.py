"""What organisations offer beside issuing themselves, one file a noun."""

from openlaurel.apps.offers.models.applications import Application, ApplicationState, Opening
from openlaurel.apps.offers.models.claim_codes import ClaimCode, Redemption, RedemptionState
from openlaurel.apps.offers.models.rules import Rule

__all__ = [
    "Application",
    "ApplicationState",
    "ClaimCode",
    "Opening",
    "Redemption",
    "RedemptionState",
    "Rule",
]
