"""One verification, without I/O: ordered checks over a document and the resources that it names.

The steps, as VC Data Model 2.0 (7.1), VC Data Integrity 1.0 (4.4), Open Badges 3.0 (9.1) and Bitstring Status List
1.0 (3.2) demand them:

1. format: the file is read strictly and is a complete credential
2. proof: every proof that it carries and that is understood covers it, and at least one is
3. issuer: the key belongs to whom it names as issuer, and counted when it signed
4. status: neither revoked nor suspended; the list itself is verified by the same steps
5. validity: between validFrom and validUntil
6. recipient: compared with a name or address when one is given
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openlaurel.core.credentials import (
    CredentialEnvelope,
    CredentialsError,
    SecuredJwt,
    looks_like_jwt,
    parse_json,
    parse_jwt,
    read_envelope,
)
from openlaurel.core.keys import (
    BadSignature,
    DidDocument,
    KeysError,
    VerificationMethod,
    did_web_url,
    resolve_did_jwk,
    resolve_did_key,
)
from openlaurel.core.openbadges import identity_matches
from openlaurel.core.proofs.data_integrity import ASSERTION, Proof, parse_proofs, verify_proof
from openlaurel.core.proofs.errors import (
    BrokenChain,
    HiddenTerm,
    MalformedProof,
    ProofMismatch,
    ProofsError,
    UndefinedTerm,
    UnfitKey,
    UnknownContext,
    UnsupportedProof,
    WorkLimit,
)
from openlaurel.core.proofs.held import verify_proof_again
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import REVOCATION_LIST, Status, StatusEntry, StatusError, read_entry, read_status
from openlaurel.core.verification.as_of import DayToCome, check_existed, weigh_statuses_then
from openlaurel.core.verification.history import check_key, check_made, read_did_document
from openlaurel.core.verification.legacy import compare_legacy_recipient
from openlaurel.core.verification.records import RECORD, credentials_in
from openlaurel.core.verification.report import Check, Report
from openlaurel.core.verification.resources import (
    DidDocumentNeeded,
    Needs,
    Resources,
    StatusListNeeded,
    Unavailable,
)
from openlaurel.core.verification.statuses import MAXIMUM_STATUSES, read_listed_status, weigh_statuses
from openlaurel.core.verification.steps import Failed, Missing, check_validity, day, report_of


@dataclass(frozen=True)
class _Signature:
    """A proof or a JWT: which key made it, when, and how to check it."""

    method: str
    suite: str
    proof: Proof | None
    jwt: SecuredJwt | None

    @property
    def made_at(self) -> datetime | None:
        return self.proof.created if self.proof else self.jwt.issued_at if self.jwt else None


def verify(
    document: bytes | str | dict[str, Any],
    resources: Resources,
    now: datetime,
    *,
    canonizer: Canonizer,
    at: datetime | None = None,
) -> Report | Needs:
    """This function will verify a badge as JSON or JWT, as of `now` (aware) or `at`, and return the Report.

    It does no I/O: when a DID document or a status list is needed that isn't in `resources` (by DID or address),
    it returns the Needs, and the caller calls again with them. What a document can be never raises.
    """
    if at is not None and at > now:
        raise DayToCome(f"{at.isoformat()} is still to come at {now.isoformat()}.")
    try:
        envelope, jwt = _read(document)
        format_check = _check_format(envelope)
    except Failed as failure:
        return report_of([failure.check], None, at)
    checks = [format_check]
    try:
        # a record is long, and asked about again for what each credential in it needs
        comes_again = RECORD in envelope.types
        methods = check_proof(
            envelope.document, jwt, resources, now, canonizer, checks, at, comes_again=comes_again
        )
        _check_issuer(envelope, methods, now, checks)
        _check_status(envelope, resources, now, canonizer, checks, at)
        validity = check_validity(envelope.valid_from, envelope.valid_until, at or now)
        made = max((made_at for _, _, made_at in methods if made_at is not None), default=None)
        checks.append(validity if at is None else check_existed(validity, made, at))
    except Missing as missing:
        return Needs((missing.need,))
    except Failed as failure:
        checks.append(failure.check)
    return report_of(checks, envelope.document, at)


def compare_recipient(report: Report, value: str) -> Report:
    """This function will return the report with its `recipient` check made against a name or an e-mail address."""
    if report.credential is None:
        return report
    if report.check("format").reason == "readable_legacy":
        return compare_legacy_recipient(report, value)
    identities = [
        identity
        for subject in _list(report.credential.get("credentialSubject"))
        for identity in _list(subject.get("identifier"))
        if isinstance(identity, dict)
    ]
    if not identities:
        return report.with_check(Check("recipient", "fail", "recipient_unknown"))
    for identity in identities[:20]:
        if identity_matches(identity, value[:1000]):
            kind = "name" if identity.get("identityType") == "name" else "e-mail address"
            return report.with_check(Check("recipient", "pass", "recipient_matches", {"kind": kind}))
    return report.with_check(Check("recipient", "fail", "recipient_differs"))


def _read(document: bytes | str | dict[str, Any]) -> tuple[CredentialEnvelope, SecuredJwt | None]:
    try:
        if isinstance(document, dict):
            return read_envelope(document), None
        text = document.decode("utf-8", "replace") if isinstance(document, bytes) else document
        if looks_like_jwt(text):
            jwt = parse_jwt(text)
            return _narrowed(read_envelope(jwt.payload), jwt), jwt
        return read_envelope(parse_json(document)), None
    except CredentialsError as error:
        raise Failed("format", "unreadable", fault=error) from error


def _narrowed(envelope: CredentialEnvelope, jwt: SecuredJwt) -> CredentialEnvelope:
    """A JWT's own `nbf` and `exp` bound the validity too."""
    starts = [moment for moment in (envelope.valid_from, jwt.not_before) if moment is not None]
    ends = [moment for moment in (envelope.valid_until, jwt.expires) if moment is not None]
    return replace(envelope, valid_from=max(starts, default=None), valid_until=min(ends, default=None))


def _check_format(envelope: CredentialEnvelope) -> Check:
    if RECORD in envelope.types:
        if not credentials_in(envelope.document):
            raise Failed("format", "incomplete", missing="credentialSubject.verifiableCredential")
        if envelope.valid_from is None:
            raise Failed("format", "incomplete", missing="validFrom")
        return Check("format", "pass", "readable_record")
    if not {"OpenBadgeCredential", "AchievementCredential"} & set(envelope.types):
        return Check("format", "warn", "other_credential")
    for subject in envelope.subjects:
        achievement = subject.get("achievement")
        if not isinstance(achievement, dict):
            raise Failed("format", "incomplete", missing="credentialSubject.achievement")
        for name in ("id", "name", "description", "criteria"):
            if not achievement.get(name):
                raise Failed("format", "incomplete", missing=f"achievement.{name}")
    if envelope.valid_from is None:
        raise Failed("format", "incomplete", missing="validFrom")
    return Check("format", "pass", "readable")


def check_proof(
    document: dict[str, Any],
    jwt: SecuredJwt | None,
    resources: Resources,
    now: datetime,
    canonizer: Canonizer,
    checks: list[Check],
    at: datetime | None = None,
    *,
    purpose: str = ASSERTION,
    comes_again: bool = False,
) -> list[tuple[VerificationMethod, DidDocument, datetime | None]]:
    """This function will check every proof of a document and append the `proof` check; raises Failed or Missing.

    It returns for each which key made it, whose that key is, and when. With `comes_again` a proof that held is remembered.
    """
    methods = []
    signatures, unsupported = _signatures(document, jwt, purpose)
    for signature in signatures:
        controller = signature.method.split("#")[0]
        owner = _did_document(controller, resources)
        method = owner.methods.get(signature.method)
        if method is None:
            if signature.method in owner.unusable:
                raise Failed("proof", "key_unusable", fault=owner.unusable[signature.method])
            raise Failed("proof", "key_not_found", key=signature.method)
        _verify_signature(document, signature, method, canonizer, comes_again=comes_again)
        check_made(signature.made_at, now)
        expires = signature.proof.expires if signature.proof else None
        if expires is not None and (at or now) > expires:
            raise Failed("proof", "proof_expired", date=day(expires))
        methods.append((method, owner, signature.made_at))
    suites = ", ".join(signature.suite for signature in signatures)
    if unsupported:
        fault = " ".join(str(error) for error in unsupported)[:300]
        params = {"cryptosuite": suites, "fault": fault}
        checks.append(Check("proof", "warn", "partly_understood", params))
    else:
        checks.append(Check("proof", "pass", "unchanged", {"cryptosuite": suites}))
    return methods


def _signatures(
    document: dict[str, Any], jwt: SecuredJwt | None, purpose: str
) -> tuple[list[_Signature], list[UnsupportedProof]]:
    """What has to hold, and what isn't understood beside it.

    A proof that follows on others counts no more than they do (VC Data Integrity 1.0, 4.5), so that beside proofs that
    aren't understood there must be one that follows on none.
    """
    unsupported: list[UnsupportedProof] = []
    try:
        proofs = parse_proofs(document, unsupported=unsupported, purpose=purpose)
    except MalformedProof as error:
        raise Failed("proof", "proof_malformed", fault=error) from error
    except BrokenChain as error:
        raise Failed("proof", "chain_broken", fault=error) from error
    signatures = [_Signature(p.verification_method, p.cryptosuite, p, None) for p in proofs]
    if jwt is not None:
        signatures.append(_Signature(jwt.key_id, f"JWT with {jwt.algorithm}", None, jwt))
    if unsupported and all(signature.proof and signature.proof.previous for signature in signatures):
        raise Failed("proof", "proof_unsupported", fault=unsupported[0])
    if not signatures:
        raise Failed("proof", "no_proof")
    return signatures, unsupported


def _verify_signature(
    document: dict[str, Any],
    signature: _Signature,
    method: VerificationMethod,
    canonizer: Canonizer,
    *,
    comes_again: bool,
) -> None:
    try:
        if signature.proof is not None:
            check = verify_proof_again if comes_again else verify_proof
            check(document, signature.proof, key=method.key, canonizer=canonizer)
        elif signature.jwt is not None:
            _check_algorithm(signature.jwt, method)
            method.key.verify(signature.jwt.signature, signature.jwt.signing_input)
    except (ProofMismatch, BadSignature) as error:
        raise Failed("proof", "changed") from error
    except UnfitKey as error:
        raise Failed("proof", "key_unfit", fault=error) from error
    except UnknownContext as error:
        raise Failed("proof", "context_unknown", url=error.url) from error
    except UndefinedTerm as error:
        raise Failed("proof", "undefined_term", term=error.term) from error
    except HiddenTerm as error:
        raise Failed("proof", "hidden_term", term=error.term) from error
    except WorkLimit as error:
        raise Failed("proof", "too_much_work") from error
    except ProofsError as error:
        raise Failed("proof", "proof_malformed", fault=error) from error


def _check_algorithm(jwt: SecuredJwt, method: VerificationMethod) -> None:
    """The key decides what counts as its signature, not the header of a stranger's JWT (RFC 8725, 3.1)."""
    if jwt.algorithm not in method.key.algorithms:
        fault = f"The JWT names {jwt.algorithm}, but the key is of the kind {method.key.kind}."
        raise Failed("proof", "key_unfit", fault=fault)


def _did_document(did: str, resources: Resources) -> DidDocument:
    try:
        if did.startswith("did:key:"):
            return resolve_did_key(did)
        if did.startswith("did:jwk:"):
            return resolve_did_jwk(did)
        url = did_web_url(did)
        if did not in resources:
            raise Missing(DidDocumentNeeded(did, url))
        found = resources[did]
        if isinstance(found, Unavailable):
            raise Failed("proof", "key_unavailable", fault=found.reason)
        return read_did_document(found, did)
    except (KeysError, ValueError) as error:
        raise Failed("proof", "key_unavailable", fault=error) from error


def _check_issuer(
    envelope: CredentialEnvelope,
    methods: list[tuple[VerificationMethod, DidDocument, datetime | None]],
    now: datetime,
    checks: list[Check],
) -> None:
    if not envelope.issuer.startswith("did:"):
        raise Failed("issuer", "issuer_not_a_did", issuer=envelope.issuer)
    warning = None
    for method, document, made_at in methods:
        if method.controller != envelope.issuer:
            raise Failed("issuer", "issuer_mismatch", controller=method.controller, issuer=envelope.issuer)
        if method.id not in document.assertion_methods:
            raise Failed("issuer", "key_not_for_credentials")
        warning = check_key(method, made_at, now) or warning
    confirmed = Check("issuer", "pass", "issuer_confirmed", {"issuer": _issuer_name(envelope)})
    checks.append(warning or confirmed)


def _check_status(
    envelope: CredentialEnvelope,
    resources: Resources,
    now: datetime,
    canonizer: Canonizer,
    checks: list[Check],
    at: datetime | None,
) -> None:
    pairs: list[tuple[StatusEntry | None, Status]] = []
    faults: list[str] = []
    for raw in envelope.statuses[:MAXIMUM_STATUSES]:
        try:
            if raw.get("type") == REVOCATION_LIST:
                pairs.append((None, read_listed_status(raw, envelope, resources)))
                continue
            entry = read_entry(raw)
            status_list = _status_list(entry, envelope, resources, now, canonizer)
            pairs.append((entry, read_status(status_list, entry)))
        except (StatusError, CredentialsError) as error:
            faults.append(str(error))
    if len(envelope.statuses) > MAXIMUM_STATUSES:
        faults.append(f"The file names more than {MAXIMUM_STATUSES} statuses.")
    if at is None:
        check = weigh_statuses([status for _, status in pairs], faults)
    else:
        check = weigh_statuses_then(pairs, faults, at, now, resources)
    if check.outcome == "fail":
        raise Failed("status", check.reason, **check.params)
    checks.append(check)


def _status_list(
    entry: StatusEntry,
    envelope: CredentialEnvelope,
    resources: Resources,
    now: datetime,
    canonizer: Canonizer,
) -> dict[str, Any]:
    """The list, after its own proof, issuer and validity held."""
    if entry.list_url not in resources:
        raise Missing(StatusListNeeded(entry.list_url))
    found = resources[entry.list_url]
    if isinstance(found, Unavailable):
        raise StatusError(found.reason)
    status_list = read_envelope(found)
    if status_list.issuer != envelope.issuer:
        raise StatusError("The status list is another issuer's.")
    inner: list[Check] = []
    try:
        methods = check_proof(status_list.document, None, resources, now, canonizer, inner, comes_again=True)
        _check_issuer(status_list, methods, now, inner)
        check_validity(status_list.valid_from, status_list.valid_until, now)
    except Failed as failure:
        raise StatusError(f"The status list itself doesn't verify. {failure.check.detail}") from failure
    return status_list.document


def _issuer_name(envelope: CredentialEnvelope) -> str:
    """The name that the issuer gives itself, too short to push the identifier out of sight, which alone is proved."""
    issuer, identifier = envelope.document.get("issuer"), envelope.issuer[:180]
    name = issuer.get("name") if isinstance(issuer, dict) else None
    if not isinstance(name, str):
        return identifier
    return f"{name if len(name) <= 100 else name[:99] + '…'} ({identifier})"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
