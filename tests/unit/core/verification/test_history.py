"""When a key counted and when it signed: what a thief of a key, or a wrong clock, can't make look right."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, YEAR, Issuer

from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Check, DidDocumentWithHistory, Report, verify

SIGNED_AT = NOW - YEAR / 2
DAY = timedelta(days=1)
Run = Callable[..., Report]


@pytest.fixture
def run(canonizer: Canonizer, issuer: Issuer) -> Run:
    def check(document: Any, did: Any = None, **replaced: Any) -> Report:
        text = json.dumps(document) if isinstance(document, dict) else document
        resources = issuer.resources(did=issuer.did_json() if did is None else did, **replaced)
        report = verify(text, resources, NOW, canonizer=canonizer)
        assert isinstance(report, Report), f"needs {report}"
        return report

    return check


def failure(report: Report) -> Check:
    assert not report.verified
    return next(check for check in report.checks if check.outcome == "fail")


def test_a_badge_signed_before_its_key_was_withdrawn_holds_with_a_warning(run: Run, issuer: Issuer) -> None:
    report = run(issuer.badge(), issuer.did_json(revoked=SIGNED_AT + DAY))
    assert report.verified
    issued = report.check("issuer")
    assert (issued.outcome, issued.reason) == ("warn", "key_revoked_later")
    assert "could have written an earlier date" in issued.detail


def test_a_badge_signed_after_its_key_was_withdrawn_fails(run: Run, issuer: Issuer) -> None:
    failed = failure(run(issuer.badge(), issuer.did_json(revoked=SIGNED_AT)))
    assert (failed.check, failed.reason) == ("issuer", "key_revoked")


def test_of_two_signatures_the_withdrawn_one_is_told(run: Run, issuer: Issuer) -> None:
    badge = issuer.badge()
    twice = badge | {"proof": [*badge["proof"], issuer.badge()["proof"][0]]}
    assert run(twice, issuer.did_json(revoked=SIGNED_AT + DAY)).check("issuer").outcome == "warn"


@pytest.mark.parametrize("field", ["revoked", "expires"])
def test_a_signature_without_a_date_may_have_been_made_after_its_key_ended(
    run: Run, issuer: Issuer, field: str
) -> None:
    ended = issuer.did_json(**{field: NOW - DAY})
    assert failure(run(issuer.jwt(issuer.credential()), ended)).reason == "key_ended_undated"
    later = issuer.did_json(**{field: NOW + DAY})
    assert run(issuer.jwt(issuer.credential()), later).verified


def test_a_jwt_says_in_iat_when_it_was_made(run: Run, issuer: Issuer) -> None:
    withdrawn = issuer.did_json(revoked=NOW - DAY)
    before = issuer.credential() | {"iat": int((NOW - 2 * DAY).timestamp())}
    after = issuer.credential() | {"iat": int(NOW.timestamp())}
    assert run(issuer.jwt(before), withdrawn).check("issuer").reason == "key_revoked_later"
    assert failure(run(issuer.jwt(after), withdrawn)).reason == "key_revoked"


@pytest.mark.parametrize(
    ("ahead", "is_refused"), [(timedelta(minutes=5), False), (timedelta(minutes=6), True)]
)
def test_a_signature_from_the_future_is_refused(
    run: Run, issuer: Issuer, ahead: timedelta, is_refused: bool
) -> None:
    made: datetime = NOW + ahead
    badges = (
        issuer.sign(issuer.credential(), created=made),
        issuer.jwt(issuer.credential() | {"iat": int(made.timestamp())}),
    )
    for badge in badges:
        report = run(badge)
        if not is_refused:
            assert report.verified
            continue
        failed = failure(report)
        assert (failed.check, failed.reason) == ("proof", "signed_in_future")


def test_a_status_list_from_the_future_is_no_pass(run: Run, issuer: Issuer) -> None:
    unsigned = {name: value for name, value in issuer.status_list().items() if name != "proof"}
    failed = failure(run(issuer.badge(), status=issuer.sign(unsigned, created=NOW + DAY)))
    assert failed.reason == "status_unavailable"
    assert "still to come" in failed.detail


def test_a_signature_older_than_its_key_is_refused_where_the_keys_history_is_kept(
    run: Run, issuer: Issuer
) -> None:
    def known(since: datetime) -> DidDocumentWithHistory:
        return DidDocumentWithHistory(issuer.did_json(), {issuer.method: since})

    assert run(issuer.badge(), known(SIGNED_AT)).verified
    assert run(issuer.badge(), known(SIGNED_AT + timedelta(minutes=5))).verified  # clocks differ
    failed = failure(run(issuer.badge(), known(SIGNED_AT + DAY)))
    assert (failed.check, failed.reason) == ("issuer", "key_not_yet")
    other = DidDocumentWithHistory(issuer.did_json(), {"did:web:issuer.example#other": NOW})
    assert run(issuer.badge(), other).verified
