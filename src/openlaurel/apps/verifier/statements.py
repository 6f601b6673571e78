"""The report of an inquiry, signed by this installation as a Verifiable Credential (Data Model 2.0).

It is signed by eddsa-jcs-2022, since a report of a thousand findings has more blank nodes than anybody should put in
order: docs/decisions/0006. Its sentences are in English, as the API's are.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson
from django.conf import settings

from openlaurel.adapters.added_contexts import load_contexts
from openlaurel.adapters.sealing import derive_key
from openlaurel.apps.verifier.models import Claim, Finding, Inquiry
from openlaurel.apps.verifier.sealed import about_of, given_of, result_of
from openlaurel.core.keys import SoftwareKey, SoftwareSigner, VerificationMethod, did_document, did_web_of
from openlaurel.core.proofs import Canonizer
from openlaurel.core.proofs.contexts import CREDENTIALS_V2
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.suites import EDDSA_JCS_2022

CONTEXT_PATH = "/contexts/verification-report-v1.json"
TYPE = "VerificationReportCredential"
LONGEST = 300
_TEXTS = (
    "outcome", "place", "address", "badgeName", "issuerName", "saidName", "saidEmail", "holderMatch", "holderName",
    "verdict", "check", "result", "detail", "fileName", "sha256", "problem",
)  # fmt: skip
_MOMENTS = ("asOf", "checkedAt")
_NUMBERS = ("number", "fileSize", "provenCount", "genuineCount", "unprovenCount")
_IDS = ("badge", "badgeIssuer")
_NODES = ("finding", "examinedFile", "checked", "remark")
_TYPES = (TYPE, "VerificationReport", "Finding", "ExaminedFile", "CheckedItem", "Remark")


def installation_did(base: str = "") -> str:
    """This function will return the DID of this installation, at the present address or at `base`."""
    return did_web_of(base or settings.OPENLAUREL_URL)


def installation_document(did: str) -> bytes | None:
    """This function will return the DID document of this installation, present or former; None for another DID."""
    if did.split("#")[0] not in {installation_did(base) for base in settings.INSTALLATION.urls}:
        return None
    did, key = did.split("#")[0], _key().public
    document = did_document(did, [VerificationMethod(f"{did}#{key.multibase}", did, key)])
    return orjson.dumps(document.as_json(), option=orjson.OPT_INDENT_2)


def context_document(base: str = "") -> dict[str, Any]:
    """This function will return the JSON-LD context of reports; each term is at this installation's own address."""
    vocabulary = f"{base or settings.OPENLAUREL_URL}{CONTEXT_PATH}#"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    terms: dict[str, Any] = {name: f"{vocabulary}{name}" for name in (*_TYPES, *_TEXTS)}
    terms |= {name: {"@id": f"{vocabulary}{name}", "@type": f"{xsd}dateTime"} for name in _MOMENTS}
    terms |= {name: {"@id": f"{vocabulary}{name}", "@type": f"{xsd}integer"} for name in _NUMBERS}
    terms |= {name: {"@id": f"{vocabulary}{name}", "@type": "@id"} for name in _IDS}
    terms |= {name: {"@id": f"{vocabulary}{name}", "@container": "@set"} for name in _NODES}
    return {"@context": {"@version": 1.1, "@protected": True, "id": "@id", "type": "@type", **terms}}


def sign_statement(inquiry: Inquiry, *, now: datetime) -> bytes:
    """This function will return the signed report of an inquiry in which everything was verified, as JSON."""
    did = installation_did()
    key = _key()
    signer = SoftwareSigner(key, f"{did}#{key.public.multibase}")
    signed = sign(
        statement(inquiry, now=now),
        signer=signer,
        created=now,
        canonizer=Canonizer(load_contexts()),
        cryptosuite=EDDSA_JCS_2022,
    )
    return orjson.dumps(signed, option=orjson.OPT_INDENT_2)


def statement(inquiry: Inquiry, *, now: datetime) -> dict[str, Any]:
    """This function will return the report without a signature."""
    findings = [_finding(each) for each in inquiry.findings.defer("content").iterator(200)]
    files = [each for file in inquiry.files.defer("content") if (each := _file(file.about))]
    counts = {claim: sum(each["outcome"] == claim for each in findings) for claim in Claim.values}
    subject = {
        "type": "VerificationReport",
        "asOf": _moment(inquiry.at or now),
        "provenCount": counts[Claim.PROVEN],
        "genuineCount": counts[Claim.GENUINE],
        "unprovenCount": counts[Claim.UNPROVEN],
        "examinedFile": files,
        "finding": findings,
    }
    host = did_web_of(settings.OPENLAUREL_URL).removeprefix("did:web:").replace("%3A", ":")
    return {
        "@context": [CREDENTIALS_V2, f"{settings.OPENLAUREL_URL}{CONTEXT_PATH}"],
        "id": f"urn:uuid:{uuid4()}",
        "type": ["VerifiableCredential", TYPE],
        "name": "Report on badges that were verified",
        "description": "What this site found when it verified these badges. “proven”: the badge holds and names this "
        "person; “genuine”: it holds, and whose it is isn't shown; “unproven”: it doesn't hold, or couldn't be checked.",
        "issuer": {"id": installation_did(), "name": host},
        "validFrom": _moment(now),
        "credentialSubject": subject,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    given, result = given_of(finding.given), result_of(finding.found)
    checked = [
        {"type": "CheckedItem", "check": each.check, "result": each.outcome, "detail": _short(each.detail)}
        for each in (*result.checks, *result.further)
        if each.check != "recipient"
    ]
    values = {
        "type": "Finding",
        "number": finding.number,
        "outcome": finding.claim,
        "verdict": result.verdict,
        "place": _short(str(given.place)),
        "address": given.address,
        "badge": result.badge_id if _is_absolute(result.badge_id) else "",
        "badgeName": result.badge_name,
        "badgeIssuer": result.issuer_id if _is_absolute(result.issuer_id) else "",
        "issuerName": result.issuer_name,
        "saidName": result.matched if result.holder == "name" else next(iter(given.applicant.names), ""),
        "saidEmail": result.matched if result.holder == "email" else next(iter(given.applicant.emails), ""),
        "holderMatch": result.holder,
        "holderName": result.named,
        "problem": _short(result.error),
        "checkedAt": _moment(finding.checked_at) if finding.checked_at else "",
        "checked": checked,
    }
    return {name: value for name, value in values.items() if value not in ("", [])}


def _file(data: bytes | memoryview) -> dict[str, Any] | None:
    about = about_of(data)
    remarks = [{"type": "Remark", "detail": _short(each.message)} for each in about.remarks]
    if not about.sha256 and not remarks:
        return None
    values = {
        "type": "ExaminedFile",
        "fileName": about.name,
        "fileSize": about.size,
        "sha256": about.sha256,
        "remark": remarks,
    }
    return {name: value for name, value in values.items() if value not in ("", [])}


def _key() -> SoftwareKey:
    """The key of reports, derived from the installation's: where that is lost, no sealed report is left either."""
    return SoftwareKey(derive_key(settings.INSTALLATION.key, "reports of verifications"))


def _is_absolute(identifier: str) -> bool:
    return identifier.startswith(("http://", "https://", "did:", "urn:")) and " " not in identifier


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
