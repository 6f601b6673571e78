"""What organisations offer, for programs, one file a noun."""

from openlaurel.apps.offers.api.applications import router as applications
from openlaurel.apps.offers.api.claim_codes import router as claim_codes
from openlaurel.apps.offers.api.openings import router as openings
from openlaurel.apps.offers.api.redemptions import router as redemptions
from openlaurel.apps.offers.api.rules import router as rules

__all__ = ["applications", "claim_codes", "openings", "redemptions", "rules"]
