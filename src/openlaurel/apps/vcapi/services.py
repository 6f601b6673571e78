"""What the VC API does: sign a credential as it came, verify one, verify a presentation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.conf import settings

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.adapters.contexts import load_files
from openlaurel.apps.vcapi.errors import BadRequest, NotConforming
from openlaurel.apps.vcapi.issuers import ConformanceIssuer
from openlaurel.apps.verifier.outside import Outside, Own
from openlaurel.apps.verifier.resolving import read_found
from openlaurel.core.credentials import CredentialsError
from openlaurel.core.credentials.conformance import check_conformance
from openlaurel.core.credentials.model import CREDENTIALS_V1
from openlaurel.core.proofs.contexts import DATA_INTEGRITY_V2, ContextBundle
from openlaurel.core.proofs.data_integrity import add_proof
from openlaurel.core.proofs.errors import ProofsError
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import (
    BytesNeeded,
    Needs,
    PresentationReport,
    Report,
    verify,
    verify_presentation,
)
from openlaurel.core.verification.digests import BadDigest, read_multibase, read_sri

MAX_ROUNDS = 8
# The context of the standard's own examples defines every name; the official suites use it.
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
_EXAMPLES = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}

Found = TypeVar("Found", Report, PresentationReport)


def issue_credential(*, credential: Any, issuer: ConformanceIssuer, now: datetime) -> dict[str, Any]:
    """This function will return `credential` with one more proof by `issuer`; raises NotConforming before it signs."""
    try:
        check_conformance(credential)
        _check_related(credential)
        named = credential["issuer"]
        if (named["id"] if isinstance(named, dict) else named) != issuer.did:
            raise NotConforming(f"The issuer must be {issuer.did}, whose key signs.")
        canonizer = _canonizer()
        credential = _with_proofs_defined(credential)
        # Each name must be a defined one under JCS too, which by itself doesn't ask (VC Data Model 2.0, 1.3).
        canonizer.canonicalize_slowly(
            _without_direction(credential) if "jcs" in issuer.cryptosuite else credential
        )
        return add_proof(
            credential,
            signer=issuer.signer,
            created=now,
            canonizer=canonizer,
            cryptosuite=issuer.cryptosuite,
        )
    except (CredentialsError, ProofsError) as error:
        raise NotConforming(str(error)) from error


def verify_credential(*, credential: Any, now: datetime, own: Own) -> Report:
    """This function will verify a credential in JSON; raises NotConforming for what is none.

    `own` returns what lies at an address of this installation, None for those of others.
    """
    try:
        check_conformance(credential)
    except CredentialsError as error:
        raise NotConforming(str(error)) from error
    return _answered(partial(verify, credential, now=now, canonizer=_canonizer()), own)


def proof_holds(report: Report) -> bool:
    """This function will tell whether all but who the issuer is holds: what a client asks by `checks: ["proof"]`.

    VC Data Integrity 1.0 (4.4) binds a proof to its key's controller, not to the credential's issuer, who may be an
    address whose keys nobody can look up.
    """
    failed = [check for check in report.checks if check.outcome == "fail"]
    return not failed or [check.reason for check in failed] in (["issuer_not_a_did"], ["issuer_mismatch"])


def verify_shown(
    *, presentation: Any, own: Own, challenge: str | None, domain: str | None, now: datetime
) -> PresentationReport:
    """This function will verify a presentation in JSON, or as a VP-JWT in an EnvelopedVerifiablePresentation."""
    document = _opened(presentation)
    return _answered(
        partial(
            verify_presentation, document, now=now, canonizer=_canonizer(), challenge=challenge, domain=domain
        ),
        own,
    )


def _opened(presentation: Any) -> Any:
    """The JWT in an envelope (VC Data Model 2.0, 4.13.3), else what came."""
    if not isinstance(presentation, dict):
        raise BadRequest("'verifiablePresentation' must be an object.")
    kinds = presentation.get("type")
    if "EnvelopedVerifiablePresentation" not in (kinds if isinstance(kinds, list) else [kinds]):
        return presentation
    address, start = presentation.get("id"), "data:application/vp+jwt,"
    if not isinstance(address, str) or not address.startswith(start):
        raise NotConforming(f"The 'id' of an enveloped presentation must begin with {start}")
    return address.removeprefix(start)


def _check_related(credential: dict[str, Any]) -> None:
    """A digest is signed only after it was compared (VC Data Model 2.0, 5.3)."""
    value = credential.get("relatedResource", [])
    for resource in value if isinstance(value, list) else [value]:
        data = load_files().get(resource["id"])
        if data is None:
            raise NotConforming(f"{resource['id'][:200]} isn't at hand, so its digest can't be compared.")
        try:
            for name, read in (("digestSRI", read_sri), ("digestMultibase", read_multibase)):
                if name in resource and not read(resource[name]).matches(data):
                    raise NotConforming(f"The {name} of {resource['id'][:200]} isn't that of what is there.")
        except BadDigest as error:
            raise NotConforming(str(error)) from error


def _with_proofs_defined(credential: dict[str, Any]) -> dict[str, Any]:
    """The context of version 1.1 doesn't define what a proof says (VC Data Integrity 1.0, 2.4.2)."""
    contexts = credential["@context"]
    if contexts[0] != CREDENTIALS_V1 or DATA_INTEGRITY_V2 in contexts:
        return credential
    return credential | {"@context": [*contexts, DATA_INTEGRITY_V2]}


def _without_direction(value: Any) -> Any:
    """What of a document RDF can hold: it has no place for @direction, which JCS covers."""
    if isinstance(value, list):
        return [_without_direction(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    hidden = "@direction" if "@value" in value else None
    return {name: _without_direction(entry) for name, entry in value.items() if name != hidden}


def _canonizer() -> Canonizer:
    """A new one each time: documents that define names by themselves mustn't leave anything behind."""
    return Canonizer(ContextBundle({**load_contexts(), EXAMPLES: _EXAMPLES}), unsafe_own_contexts=True)


def _answered(ask: Callable[..., Found | Needs], own: Own) -> Found:
    """The answer of `ask`, with what it needs looked up."""
    outside = Outside(own=own, own_history=lambda *_: None, allow=settings.OPENLAUREL_FETCH_ALLOW)
    resources: dict[str, Any] = {}
    for _ in range(MAX_ROUNDS):
        found = ask(resources=resources)
        if not isinstance(found, Needs):
            return found
        for need in found.needs:
            data = outside.obtain(need)
            resources[need.key] = data if isinstance(need, BytesNeeded) else read_found(data, need)
    raise NotConforming(f"It names more than {MAX_ROUNDS} places to look things up.")
