"""What others ask about awards and what stands behind them."""

from openlaurel.apps.issuing.addresses import award_url, issuer_did
from openlaurel.apps.issuing.queries.resources import (
    baked_png,
    baked_svg,
    credential_bytes,
    did_document,
    resource_of,
    status_list_document,
)
from openlaurel.apps.issuing.validity import Validity, validity_of

__all__ = [
    "Validity",
    "award_url",
    "baked_png",
    "baked_svg",
    "credential_bytes",
    "did_document",
    "issuer_did",
    "resource_of",
    "status_list_document",
    "validity_of",
]
