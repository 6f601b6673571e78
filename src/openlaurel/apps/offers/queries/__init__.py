"""What others ask about claim codes and what people ask for."""

from openlaurel.apps.offers.queries.applications import (
    get_application,
    latest_application,
    list_applications,
    list_openings,
    standing_applications,
    subject_applications,
)
from openlaurel.apps.offers.queries.claim_codes import (
    code_url,
    confirmed_redemptions,
    count_waiting,
    find_code,
    get_claim_code,
    get_redemption,
    link_of,
    list_claim_codes,
    list_redemptions,
    redemption_of_token,
    subject_claim_codes,
    subject_redemptions,
)
from openlaurel.apps.offers.queries.rules import (
    get_rule,
    key_of,
    list_rules,
    rule_names,
    subject_rules,
    who_would_get,
)

__all__ = [
    "code_url",
    "confirmed_redemptions",
    "count_waiting",
    "find_code",
    "get_application",
    "get_claim_code",
    "get_redemption",
    "get_rule",
    "key_of",
    "latest_application",
    "link_of",
    "list_applications",
    "list_claim_codes",
    "list_openings",
    "list_redemptions",
    "list_rules",
    "redemption_of_token",
    "rule_names",
    "standing_applications",
    "subject_applications",
    "subject_claim_codes",
    "subject_redemptions",
    "subject_rules",
    "who_would_get",
]
