"""A badge whose issuer publishes revoked ids, not bits."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Needs, Report, Unavailable, verify

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
URL = "https://issuer.example/revocations"


def answer(
    issuer: Issuer, canonizer: Canonizer, published: Any, at: datetime | None = None
) -> Report | Needs:
    status = {"id": URL, "type": "1EdTechRevocationList"}
    unsigned = issuer.credential()
    contexts = [*unsigned["@context"], EXTENSIONS]
    badge = issuer.sign(unsigned | {"@context": contexts, "credentialStatus": status})
    resources = {issuer.did: issuer.did_json()} | ({} if published is None else {URL: published})
    return verify(badge, resources, NOW, canonizer=canonizer, at=at)


def test_the_list_is_asked_for(issuer: Issuer, canonizer: Canonizer) -> None:
    needed = answer(issuer, canonizer, None)
    assert isinstance(needed, Needs)
    assert [need.url for need in needed.needs] == [URL]


@pytest.mark.parametrize(
    ("published", "outcome", "reason"),
    [
        ({"revokedCredentials": []}, "pass", "not_revoked"),
        ({"revokedCredentials": [{"id": "THE BADGE"}]}, "fail", "revoked"),
        ({"revokedCredentials": [{"id": "THE BADGE", "revoked": False}]}, "pass", "not_revoked"),
        ({"revokedCredentials": [{"id": "https://issuer.example/awards/2"}]}, "pass", "not_revoked"),
        ({"revokedCredential": []}, "fail", "status_unavailable"),
        ({"revokedCredentials": [], "issuer": "did:web:other.example"}, "fail", "status_unavailable"),
        (Unavailable("It didn't answer."), "fail", "status_unavailable"),
    ],
)
def test_a_badge_counts_only_when_the_list_was_read_and_does_not_revoke_it(
    issuer: Issuer, canonizer: Canonizer, published: Any, outcome: str, reason: str
) -> None:
    for line in published.get("revokedCredentials", []) if isinstance(published, dict) else []:
        line["id"] = issuer.credential()["id"] if line["id"] == "THE BADGE" else line["id"]
    report = answer(issuer, canonizer, published)
    assert isinstance(report, Report)
    check = report.check("status")
    assert (check.outcome, check.reason, report.verified) == (outcome, reason, outcome == "pass")


@pytest.mark.parametrize("lines", [[], [{"id": "https://issuer.example/awards/2"}]])
def test_of_a_day_that_is_over_such_a_list_says_nothing(
    issuer: Issuer, canonizer: Canonizer, lines: list[dict[str, str]]
) -> None:
    report = answer(issuer, canonizer, {"revokedCredentials": lines}, NOW - timedelta(days=2))
    assert isinstance(report, Report)
    check = report.check("status")
    assert (check.outcome, check.reason, report.verified) == ("skipped", "list_of_today", False)
