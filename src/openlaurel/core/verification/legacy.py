"""One verification of a badge of an older version, without I/O.

The steps, as Open Badges 2.0 (Badge Verification) demands them:

1. format: the file is read strictly and is an Assertion
2. proof: hosted, the address that it names holds the same badge; signed, the issuer's key signed it
3. issuer: its profile, at its own address, lists the key that signed, or keeps its badges where this one lies
4. status: neither marked as revoked nor listed as such
5. validity: between issuedOn and expires
6. recipient: compared with a name or address when one is given

A badge class, a profile or a key that has an address counts as it is there, whatever the file embeds: what a file says
of its issuer proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from openlaurel.core.credentials import CredentialsError, looks_like_jwt, parse_json
from openlaurel.core.keys import BadSignature
from openlaurel.core.openbadges import identity_matches
from openlaurel.core.openbadges.legacy import (
    VERSION,
    Assertion,
    BadgeClass,
    BadIssuerDocument,
    LegacyError,
    LegacyIssuer,
    LegacyKey,
    NotAnAssertion,
    Reference,
    SignedAssertion,
    host_of,
    is_older,
    is_weakly_hashed,
    parse_signed,
    read_badge_class,
    read_issuer,
    read_key,
    read_older,
    read_revocations,
    recipient_identity,
    same_content,
    without_revocation,
)
from openlaurel.core.verification.as_of import older_as_of
from openlaurel.core.verification.report import Check, Report
from openlaurel.core.verification.resources import HostedDocumentNeeded, Needs, Resources, Unavailable
from openlaurel.core.verification.steps import Failed, Missing, check_validity, report_of
from openlaurel.core.web_addresses import is_web_address

SUITE = "JWS with RS256"


class _OutOfReach(LegacyError):
    """The caller couldn't get what is needed."""


class _Withdrawn(Failed):
    """The issuer's site holds nothing more than that the badge was revoked."""

    def __init__(self, url: str) -> None:
        super().__init__("proof", "hosted_withdrawn", url=url)


@dataclass(frozen=True)
class _Sites:
    """What the caller got from elsewhere; `asked` are the addresses that were needed."""

    resources: Resources
    asked: list[str] = field(default_factory=list)

    def lookup(self, address: str) -> Any:
        if address not in self.resources:
            raise Missing(HostedDocumentNeeded(address))
        self.asked.append(address)
        return self.resources[address]

    def obtain(self, reference: Reference) -> Any:
        found = reference.embedded if reference.address is None else self.lookup(reference.address)
        if isinstance(found, Unavailable):
            raise _OutOfReach(found.reason)
        return found


@dataclass(frozen=True)
class _Chain:
    badge: BadgeClass
    issuer: LegacyIssuer


def verify_legacy(
    document: bytes | str | dict[str, Any],
    resources: Resources,
    now: datetime,
    *,
    at: datetime | None = None,
) -> Report | Needs:
    """This function will verify a badge of an older version as of `now` (aware) or `at` before, and return the Report.

    It is given as JSON or JWS, or by the address alone at which its issuer hosts it. It does no I/O: what is needed and isn't in `resources` (by address) is returned as Needs, and the caller calls
    again with it as parsed JSON or as Unavailable, `gone` when the site said by HTTP 410 that it is no more. What a
    document can be never raises.
    """
    sites, shown = _Sites(resources), None
    checks: list[Check] = []
    try:
        assertion, signed = _read(document, sites, checks)
        shown = assertion.document
        checks.append(Check("format", "pass", "readable_legacy", {"version": assertion.version}))
        if signed is None:
            assertion, chain = _check_hosted(assertion, sites, checks)
        else:
            chain = _check_signed(assertion, signed, sites, checks)
        issuer = {"id": chain.issuer.id, **chain.issuer.document}
        shown = assertion.document | {"badge": chain.badge.document | {"issuer": issuer}}
        checks.append(_check_status(assertion, chain.issuer, sites))
        checks.append(check_validity(assertion.issued_on, assertion.expires, at or now))
    except Missing as missing:
        return Needs((missing.need,))
    except _Withdrawn as failure:
        checks += [failure.check, Check("status", "fail", "revoked")]
    except Failed as failure:
        checks.append(failure.check)
    report = report_of(checks, shown)
    return report if at is None else older_as_of(report, at)


def compare_legacy_recipient(report: Report, value: str) -> Report:
    """This function will return the report with its `recipient` check made against a name or an e-mail address."""
    identity = recipient_identity(report.credential or {})
    if identity is None:
        return report.with_check(Check("recipient", "fail", "recipient_unknown"))
    if is_weakly_hashed(identity):
        return report.with_check(Check("recipient", "fail", "recipient_weak"))
    if identity_matches(identity, value[:1000]):
        kind = "e-mail address" if identity["identityType"] == "emailAddress" else "identity"
        return report.with_check(Check("recipient", "pass", "recipient_matches", {"kind": kind}))
    return report.with_check(Check("recipient", "fail", "recipient_differs"))


def is_older_badge(document: bytes | str) -> bool:
    """This function will tell whether `document` has the form of a badge of an older version, or is only an address.

    What can't be read at all isn't one.
    """
    try:
        text = document.decode("utf-8") if isinstance(document, bytes) else document
        if is_web_address(text.strip()):
            return True
        value = parse_signed(text).payload if looks_like_jwt(text) else parse_json(text)
    except (UnicodeDecodeError, CredentialsError, LegacyError):
        return False
    return is_older(value)


def _read(
    document: bytes | str | dict[str, Any], sites: _Sites, checks: list[Check]
) -> tuple[Assertion, SignedAssertion | None]:
    """The badge, and its signature where it came with one. A signature under a hosted badge would prove nothing."""
    signed = None
    try:
        if not isinstance(document, dict):
            text = document.decode("utf-8", "replace") if isinstance(document, bytes) else document
            if is_web_address(text.strip()):
                checks.append(Check("format", "warn", "only_address", {"url": text.strip()[:300]}))
                return _held_at(text.strip(), sites), None
            signed = parse_signed(text) if looks_like_jwt(text) else None
            document = signed.payload if signed else parse_json(document)
        assertion = read_older(document)
    except (CredentialsError, LegacyError) as error:
        raise Failed("format", "unreadable", fault=error) from error
    if signed is not None and assertion.manner == "hosted":
        return assertion, None
    if signed is None and assertion.manner == "signed":
        fault = "It says that it is signed, but this is only what was signed, as anyone can write it. Give the JWS."
        raise Failed("format", "unreadable", fault=fault)
    return assertion, signed


def _check_hosted(given: Assertion, sites: _Sites, checks: list[Check]) -> tuple[Assertion, _Chain]:
    """The badge as its issuer's site holds it, and who that issuer is."""
    address = given.address or ""
    held = _held_at(address, sites)
    if held.version != given.version:
        raise Failed("proof", "hosted_differs", url=address)
    try:
        chain: _Chain | None = _chain(held, sites)
        fault: LegacyError | None = None
    except LegacyError as error:
        chain, fault = None, error
    known = _documents(held, chain) if chain else {}
    if not same_content(without_revocation(given.document), without_revocation(held.document), known):
        if chain is None:  # what it embeds couldn't be compared
            raise Failed("proof", "hosted_unavailable", url=address, fault=fault)
        raise Failed("proof", "hosted_differs", url=address)
    checks.append(Check("proof", "pass", "hosted_same", {"url": address[:300]}))
    if chain is None:
        raise Failed("issuer", "issuer_unavailable", fault=fault)
    if not chain.issuer.keeps(address):
        raise Failed("issuer", "hosted_elsewhere", url=address, issuer=_name(chain.issuer))
    checks.append(_issuer_check(chain, "hosted_confirmed", sites.asked))
    return replace(held, revoked=held.revoked or given.revoked), chain


def _held_at(address: str, sites: _Sites) -> Assertion:
    found = sites.lookup(address)
    if isinstance(found, Unavailable):
        # Only the site's own word counts as a revocation, never that it couldn't be reached.
        if found.gone:
            raise _Withdrawn(address)
        raise Failed("proof", "hosted_unavailable", url=address, fault=found.reason)
    if _is_note(found, address):
        raise _Withdrawn(address)
    try:
        held = read_older(found)
    except NotAnAssertion as error:
        raise Failed("proof", "hosted_unavailable", url=address, fault=error) from error
    if held.manner != "hosted" or held.address != address:
        raise Failed("proof", "hosted_differs", url=address)
    return held


def _is_note(found: Any, address: str) -> bool:
    """A site may keep only this of a badge that it revoked (2.0, Assertion, revoked)."""
    is_revoked = isinstance(found, dict) and found.get("revoked") is True
    return is_revoked and found.get("id") == address and "badge" not in found


def _check_signed(
    assertion: Assertion, signed: SignedAssertion, sites: _Sites, checks: list[Check]
) -> _Chain:
    try:
        chain = _chain(assertion, sites)
        keys = _keys(assertion, chain.issuer, sites)
    except LegacyError as error:
        raise Failed("proof", "key_unavailable", fault=error) from error
    key = next((key for key in keys if _made_by(key, signed)), None)
    if key is None:
        raise Failed("proof", "changed")
    checks.append(Check("proof", "pass", "unchanged", {"cryptosuite": SUITE}))
    if key.owner is not None and key.owner != chain.issuer.id:
        raise Failed("issuer", "issuer_mismatch", controller=key.owner, issuer=chain.issuer.id)
    listed = [chain.issuer.revocation_list or ""]
    checks.append(_issuer_check(chain, "issuer_confirmed", sites.asked + listed))
    return chain


def _made_by(key: LegacyKey, signed: SignedAssertion) -> bool:
    try:
        key.verify(signed)
    except BadSignature:
        return False
    return True


def _keys(assertion: Assertion, issuer: LegacyIssuer, sites: _Sites) -> list[LegacyKey]:
    """The keys that may have signed: the one that the badge names, if the issuer lists it, else all that it lists."""
    if assertion.version != VERSION and assertion.creator is not None:
        return [_key_of_v1(assertion.creator, issuer, sites)]
    listed = [key for key in issuer.keys if assertion.creator in (None, _identifier(key))]
    if not listed:
        raise Failed("proof", "key_not_found", key=assertion.creator or "publicKey")
    keys = []
    for reference in listed:
        document, address = reference.embedded, reference.address
        if document is None or "publicKeyPem" not in document:
            document = sites.obtain(reference)
        keys.append(read_key(document, expected=address))
    return keys


def _key_of_v1(address: str, issuer: LegacyIssuer, sites: _Sites) -> LegacyKey:
    """In version 1 the badge itself names the key, so that only its place tells whose it is: the issuer's own site."""
    if host_of(address) != host_of(issuer.id):
        raise Failed("proof", "key_elsewhere", key=address, issuer=_name(issuer))
    return read_key(sites.obtain(Reference(address, None)), expected=address)


def _identifier(key: Reference) -> Any:
    return key.address if key.embedded is None else key.embedded.get("id")


def _chain(assertion: Assertion, sites: _Sites) -> _Chain:
    badge = read_badge_class(sites.obtain(assertion.badge), expected=assertion.badge.address)
    if badge.issuer.address is None:
        raise BadIssuerDocument("The issuer has no web address, so that nothing but the file says who it is.")
    issuer = read_issuer(sites.obtain(badge.issuer), expected=badge.issuer.address)
    return _Chain(badge, issuer)


def _documents(assertion: Assertion, chain: _Chain) -> dict[str, Any]:
    """What lies at the addresses that the badge goes through; the badge class with its issuer's address."""
    documents = {chain.issuer.id: chain.issuer.document}
    if assertion.badge.address is not None:
        documents[assertion.badge.address] = chain.badge.document
    return documents


def _check_status(assertion: Assertion, issuer: LegacyIssuer, sites: _Sites) -> Check:
    """Only signed badges are looked for in the list; a hosted one is marked itself (2.0, Profile, revocationList)."""
    if assertion.revoked:
        raise Failed("status", "revoked")
    if assertion.manner == "hosted":
        return Check("status", "pass", "hosted_not_revoked")
    if issuer.revocation_list is None:
        return Check("status", "warn", "no_status")
    found = sites.lookup(issuer.revocation_list)
    try:
        if isinstance(found, Unavailable):
            raise _OutOfReach(found.reason)
        revoked = read_revocations(found, issuer=issuer.id, version=assertion.version)
    except LegacyError as error:
        raise Failed("status", "status_unavailable", fault=error) from error
    if assertion.names & revoked:
        raise Failed("status", "revoked")
    return Check("status", "pass", "not_revoked")


def _issuer_check(chain: _Chain, reason: str, asked: list[str]) -> Check:
    """Who sits on the way to a site without https can answer in its place."""
    params = {"issuer": _name(chain.issuer)}
    if any(address.startswith("http:") for address in asked):
        return Check("issuer", "warn", "issuer_by_http", params)
    return Check("issuer", "pass", reason, params)


def _name(issuer: LegacyIssuer) -> str:
    """The name that the issuer gives itself, too short to push the address out of sight, which alone is proved."""
    name = issuer.document.get("name")
    if not isinstance(name, str):
        return issuer.id[:180]
    return f"{name if len(name) <= 100 else name[:99] + '…'} ({issuer.id[:180]})"
