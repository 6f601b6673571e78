"""One verification of a presentation, without I/O: that its holder shows it, here and now, and each credential in it.

The steps, as VC Data Model 2.0 (7.1), VC Data Integrity 1.0 (4.4) and VC-JOSE-COSE (3.1.2) with RFC 7519 (4.1) demand
them:

1. format: it is read strictly
2. proof: every proof, or the JWT's signature, covers it and was made to authenticate
3. holder: the key is the holder's and meant for this; challenge, domain and the JWT's times are those of now
4. each credential, by the steps of `verify`
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openlaurel.core.credentials import (
    CredentialsError,
    SecuredJwt,
    looks_like_jwt,
    parse_json,
    parse_presentation,
)
from openlaurel.core.credentials.presented import read_presentation
from openlaurel.core.proofs.data_integrity import AUTHENTICATION
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification.history import check_key
from openlaurel.core.verification.report import Check, Report
from openlaurel.core.verification.resources import Need, Needs, Resources
from openlaurel.core.verification.steps import Failed, Missing, check_validity
from openlaurel.core.verification.verifier import check_proof
from openlaurel.core.verification.whole import verify

PRESENTATION_CHECKS = ("format", "proof", "holder")


@dataclass(frozen=True)
class PresentationReport:
    """The checks of a presentation in the order of PRESENTATION_CHECKS, and the report of each credential in it.

    `credentials` is empty where the presentation itself doesn't hold: what it carries wasn't looked at.
    """

    checks: tuple[Check, ...]
    credentials: tuple[Report, ...] = ()

    @property
    def verified(self) -> bool:
        return all(check.outcome in {"pass", "warn"} for check in self.checks) and all(
            report.verified for report in self.credentials
        )

    def as_json(self) -> dict[str, Any]:
        """This function will return the answer as JSON."""
        return {
            "verified": self.verified,
            "checks": [check.as_json() for check in self.checks],
            "credentials": [report.as_json() for report in self.credentials],
        }


@dataclass(frozen=True)
class _Shown:
    """A presentation of either form, read and not verified."""

    document: dict[str, Any]
    jwt: SecuredJwt | None
    holder: str | None
    credentials: tuple[dict[str, Any] | str, ...]


def verify_presentation(
    document: bytes | str | dict[str, Any],
    resources: Resources,
    now: datetime,
    *,
    canonizer: Canonizer,
    challenge: str | None = None,
    domain: str | None = None,
) -> PresentationReport | Needs:
    """This function will verify a presentation as JSON or VP-JWT, as of `now` (aware), and return its report.

    `challenge` and `domain` are what the verifier asked for; each that is given must be in every signature. As
    `verify`, it returns the Needs when something is missing in `resources`, and never raises for what a document is.
    """
    checks: list[Check] = []
    try:
        shown = _read(document)
        checks.append(Check("format", "pass", "presentation_readable"))
        methods = check_proof(
            shown.document, shown.jwt, resources, now, canonizer, checks, purpose=AUTHENTICATION
        )
        controller = ""
        for method, owner, _ in methods:
            controller = method.controller
            if shown.holder not in (None, controller):
                raise Failed("holder", "holder_mismatch", controller=controller, holder=shown.holder)
            if method.id not in owner.authentication_methods:
                raise Failed("holder", "key_not_for_authentication")
            check_key(method, now, now)  # it is shown now, whatever it says of when it was signed
        _check_asked(shown, challenge, domain, now)
        checks.append(Check("holder", "pass", "holder_shown", {"holder": controller[:300]}))
    except Missing as missing:
        return Needs((missing.need,))
    except Failed as failure:
        failed = failure.check
        known = failed.check in PRESENTATION_CHECKS
        checks.append(failed if known else Check("holder", "fail", failed.reason, failed.params))
        rest = [Check(n, "skipped", "not_run") for n in PRESENTATION_CHECKS[len(checks) :]]
        return PresentationReport((*checks, *rest))
    reports: list[Report] = []
    needs: list[Need] = []
    for credential in shown.credentials:
        found = verify(credential, resources, now, canonizer=canonizer)
        if isinstance(found, Needs):
            needs += found.needs
        else:
            reports.append(found)
    return Needs(tuple(dict.fromkeys(needs))) if needs else PresentationReport(tuple(checks), tuple(reports))


def _read(document: bytes | str | dict[str, Any]) -> _Shown:
    try:
        if not isinstance(document, dict):
            text = document.decode("utf-8", "replace") if isinstance(document, bytes) else document
            if looks_like_jwt(text):
                jwt = parse_presentation(text)
                return _Shown(jwt.jwt.payload, jwt.jwt, jwt.holder, tuple(_enveloped(jwt.jwt.payload)))
            document = parse_json(document)
        read = read_presentation(document)
    except CredentialsError as error:
        raise Failed("format", "unreadable", fault=error) from error
    return _Shown(read.document, None, read.holder, read.credentials)


def _enveloped(payload: dict[str, Any]) -> Iterator[dict[str, Any] | str]:
    yield from read_presentation(payload).credentials


def _check_asked(shown: _Shown, challenge: str | None, domain: str | None, now: datetime) -> None:
    """What it was made for, and when it counts; raises Failed."""
    if shown.jwt is not None:
        check_validity(shown.jwt.not_before, shown.jwt.expires, now)
        claims = shown.jwt.payload
        if claims.get("iss", shown.holder) != shown.holder:
            raise Failed("holder", "holder_mismatch", controller=claims["iss"], holder=shown.holder)
        if "aud" in claims and domain is None:  # RFC 7519, 4.1.3
            raise Failed("holder", "audience_unknown")
        said = [(claims.get("nonce"), claims.get("aud"))]
    else:
        proofs = shown.document["proof"]
        entries = proofs if isinstance(proofs, list) else [proofs]
        said = [(proof.get("challenge"), proof.get("domain")) for proof in entries]
    for nonce, audience in said:
        if challenge is not None and nonce != challenge:
            raise Failed("holder", "challenge_differs")
        if domain is not None and domain not in (audience if isinstance(audience, list) else [audience]):
            raise Failed("holder", "domain_differs")
