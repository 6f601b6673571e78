"""One check from all that a credential's lists say of it (Bitstring Status List 1.0, 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openlaurel.core.credentials import CredentialEnvelope
from openlaurel.core.status import Status, StatusError, read_revocation_entry, read_revocation_list
from openlaurel.core.verification.report import Check
from openlaurel.core.verification.resources import Resources, StatusListNeeded, Unavailable
from openlaurel.core.verification.steps import Missing

MAXIMUM_STATUSES = 8
_REVOKING = {"revocation": "revoked", "suspension": "suspended"}
_UNTOLD = (0, "unset")


def weigh_statuses(statuses: Sequence[Status], faults: Sequence[str]) -> Check:
    """This function will return the `status` check: what revokes comes before what couldn't be checked.

    `faults` are sentences about the statuses that couldn't be read. A single one is enough for the badge not to count
    as fine, and never enough for it to count as revoked.
    """
    for purpose, reason in _REVOKING.items():
        if any(status.value for status in statuses if status.purpose == purpose):
            return Check("status", "fail", reason)
    if faults:
        return Check("status", "fail", "status_unavailable", {"fault": faults[0]})
    messages = [s.message for s in statuses if s.purpose == "message" and (s.value, s.message) != _UNTOLD]
    if messages:
        return Check("status", "warn", "status_message", {"message": "; ".join(messages)[:300]})
    if any(status.value for status in statuses if status.purpose == "refresh"):
        return Check("status", "warn", "refreshed")
    if all(status.purpose not in _REVOKING for status in statuses):
        return Check("status", "warn", "no_status")
    return Check("status", "pass", "not_revoked")


def read_listed_status(raw: dict[str, Any], envelope: CredentialEnvelope, resources: Resources) -> Status:
    """This function will look the credential up in the 1EdTechRevocationList that it names, which isn't signed.

    Raises StatusError, or Missing when the list must be fetched.
    """
    entry = read_revocation_entry(raw)
    if envelope.id is None:
        raise StatusError("The credential's id must be a string.")
    if entry.list_url not in resources:
        raise Missing(StatusListNeeded(entry.list_url))
    found = resources[entry.list_url]
    if isinstance(found, Unavailable):
        raise StatusError(found.reason)
    return read_revocation_list(found, entry, issuer=envelope.issuer).status_of(envelope.id)
