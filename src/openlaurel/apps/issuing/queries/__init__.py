"""What others ask about awards and what stands behind them."""

from openlaurel.apps.issuing.addresses import award_url, issuer_did, read_identifier, revocation_list_url
from openlaurel.apps.issuing.queries.award_lists import (
    STAGES,
    AwardFilters,
    award_line,
    list_awards,
    stage_of,
)
from openlaurel.apps.issuing.queries.awards import (
    AwardCounts,
    award_of_token,
    awards_about,
    awards_in_force,
    awards_of,
    count_awards,
    find_public_award,
    get_award,
    get_award_of,
    get_public_award,
    hides_evidence,
    holders_of,
    is_private_address,
)
from openlaurel.apps.issuing.queries.corrections import (
    CorrectionInWords,
    correction_reason,
    corrections_of,
    get_correction_request,
    list_correction_requests,
    open_request_of,
)
from openlaurel.apps.issuing.queries.publications import (
    publishes_revocations,
    revocation_list,
    revocations_tag,
)
from openlaurel.apps.issuing.queries.renewals import Renewal, renewal_at, renewal_of
from openlaurel.apps.issuing.queries.resources import (
    baked_png,
    baked_svg,
    credential_bytes,
    did_document,
    resource_of,
    status_history,
    status_list_document,
)
from openlaurel.apps.issuing.queries.signing_keys import (
    KeyRow,
    KeyState,
    count_signed,
    key_history,
    list_signing_keys,
)
from openlaurel.apps.issuing.queries.suspensions import Standing, can_be_suspended, standing_of
from openlaurel.apps.issuing.services.claims import claim_url
from openlaurel.apps.issuing.validity import Validity, validity_of

__all__ = [
    "STAGES",
    "AwardCounts",
    "AwardFilters",
    "CorrectionInWords",
    "KeyRow",
    "KeyState",
    "Renewal",
    "Standing",
    "Validity",
    "award_line",
    "award_of_token",
    "award_url",
    "awards_about",
    "awards_in_force",
    "awards_of",
    "baked_png",
    "baked_svg",
    "can_be_suspended",
    "claim_url",
    "correction_reason",
    "corrections_of",
    "count_awards",
    "count_signed",
    "credential_bytes",
    "did_document",
    "find_public_award",
    "get_award",
    "get_award_of",
    "get_correction_request",
    "get_public_award",
    "hides_evidence",
    "holders_of",
    "is_private_address",
    "issuer_did",
    "key_history",
    "list_awards",
    "list_correction_requests",
    "list_signing_keys",
    "open_request_of",
    "publishes_revocations",
    "read_identifier",
    "renewal_at",
    "renewal_of",
    "resource_of",
    "revocation_list",
    "revocation_list_url",
    "revocations_tag",
    "stage_of",
    "standing_of",
    "status_history",
    "status_list_document",
    "validity_of",
]
