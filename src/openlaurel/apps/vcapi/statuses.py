"""The status list of conformance runs: nothing is ever revoked in it, since what is issued here isn't kept."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.apps.vcapi.errors import NotConforming
from openlaurel.apps.vcapi.issuers import ConformanceIssuer
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import MINIMUM_LENGTH, Bitstring, StatusEntry, build_status_list_credential

PURPOSE = "revocation"


def with_entry(credential: Any, *, list_url: str) -> Any:
    """This function will return `credential` with an entry of the list at a random index; raises NotConforming where
    it has a status already."""
    if not isinstance(credential, dict):
        return credential
    if "credentialStatus" in credential:
        raise NotConforming("This issuer gives credentials their status; leave 'credentialStatus' out.")
    entry = StatusEntry(list_url, secrets.randbelow(MINIMUM_LENGTH), PURPOSE)
    return credential | {"credentialStatus": entry.as_json()}


def status_list(*, url: str, issuer: ConformanceIssuer, now: datetime) -> dict[str, Any]:
    """This function will return the signed list, in which no bit is set."""
    unsigned = build_status_list_credential(
        url=url, issuer=issuer.did, purpose=PURPOSE, bits=Bitstring(), valid_from=now
    )
    return sign(unsigned, signer=issuer.signer, created=now, canonizer=Canonizer(load_contexts()))
