"""Evidence that was changed after the badge was issued is found, and evidence out of reach is never called the same."""

import base64
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer
from tests.unit.core.verification.test_digests import sri

from openlaurel.core.keys import base58
from openlaurel.core.proofs.contexts import EARLIER_TEXTS, OPEN_BADGES
from openlaurel.core.verification import BytesNeeded, Needs, Report, Unavailable, verify

URL = "https://issuer.example/plan.pdf"
SEEN = b"%PDF two tides"
PINNED = {"id": URL, "type": ["Evidence"], "name": "Plan", "digestSRI": sri("sha384", SEEN)}


def outcome(
    issuer: Issuer, evidence: list[dict[str, Any]], found: Any = None, **changes: Any
) -> Report | Needs:
    badge = issuer.sign(issuer.credential() | {"evidence": evidence} | changes)
    resources = issuer.resources()
    if found is not None:
        resources[BytesNeeded(URL).key] = found
    return verify(badge, resources, NOW, canonizer=issuer.canonizer)


def line(outcome: Report | Needs) -> Any:
    assert isinstance(outcome, Report)
    (found,) = outcome.further
    return found


def test_evidence_is_asked_for_only_where_the_badge_pins_it(issuer: Issuer) -> None:
    assert outcome(issuer, [PINNED]) == Needs((BytesNeeded(URL),))
    plain = outcome(issuer, [{"id": URL, "type": ["Evidence"], "name": "Plan"}])
    assert isinstance(plain, Report)
    assert plain.further == ()


def test_evidence_that_is_what_the_issuer_saw_passes(issuer: Issuer) -> None:
    report = outcome(issuer, [PINNED], SEEN)
    assert (line(report).outcome, line(report).reason) == ("pass", "evidence_same")
    assert URL in line(report).detail


def test_evidence_that_was_changed_fails_the_badge(issuer: Issuer) -> None:
    report = outcome(issuer, [PINNED], SEEN + b".")
    assert (line(report).outcome, line(report).reason) == ("fail", "evidence_differs")
    assert isinstance(report, Report)
    assert not report.verified


def test_evidence_out_of_reach_is_skipped_with_the_reason(issuer: Issuer) -> None:
    report = outcome(issuer, [PINNED], Unavailable("The network was not to be used."))
    assert line(report).outcome == "skipped"
    assert "network was not to be used" in line(report).detail
    assert isinstance(report, Report)
    assert report.verified, "a fault on the way says nothing against the badge"


def test_the_digest_may_stand_in_a_related_resource(issuer: Issuer) -> None:
    plain = {"id": URL, "type": ["Evidence"], "name": "Plan"}
    related = [{"id": URL, "digestSRI": sri("sha256", SEEN)}]
    assert line(outcome(issuer, [plain], SEEN, relatedResource=related)).outcome == "pass"
    both = outcome(issuer, [PINNED], SEEN, relatedResource=[{"id": URL, "digestSRI": sri("sha256")}])
    assert line(both).reason == "evidence_differs", "each digest that is stated must match"


@pytest.mark.parametrize("stated", [{"digestSRI": "sha1-x"}, {"digestMultibase": "zzz"}])
def test_a_digest_that_cant_be_read_is_told(issuer: Issuer, stated: dict[str, Any]) -> None:
    evidence = {"id": URL, "type": ["Evidence"], "name": "Plan"} | stated
    found = line(outcome(issuer, [evidence], SEEN))
    assert (found.outcome, found.reason) == ("warn", "evidence_digest_unreadable")


def test_evidence_that_lies_nowhere_and_more_than_is_compared_are_skipped(issuer: Issuer) -> None:
    inline = {**PINNED, "id": "urn:uuid:6b2f1d58-7d06-4bd1-8c4b-2b1a3b1f0c55"}
    assert line(outcome(issuer, [inline])).outcome == "skipped"
    report = outcome(issuer, [PINNED] + [inline | {"id": f"urn:x:{number}"} for number in range(4)], SEEN)
    assert isinstance(report, Report)
    assert [entry.outcome for entry in report.further] == ["pass", "skipped", "skipped", "skipped"]
    assert "pins 5 pieces of evidence; only 3 were compared" in report.further[-1].detail


OTHER = "https://issuer.example/scale.json"


def test_what_else_the_badge_refers_to_is_compared_too(issuer: Issuer) -> None:
    related = [{"id": OTHER, "digestSRI": sri("sha384", b"{}")}]
    badge = issuer.sign(issuer.credential() | {"relatedResource": related})
    resources = issuer.resources()
    assert verify(badge, resources, NOW, canonizer=issuer.canonizer) == Needs((BytesNeeded(OTHER),))

    for found, reason, is_verified in (
        (b"{}", "related_same", True),
        (b"{ }", "related_differs", False),
        (Unavailable("It took too long."), "related_out_of_reach", True),
    ):
        known = {**resources, BytesNeeded(OTHER).key: found}
        report = verify(badge, known, NOW, canonizer=issuer.canonizer)
        assert isinstance(report, Report)
        assert (line(report).check, line(report).reason) == ("related", reason)
        assert report.verified is is_verified


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_a_context_of_which_the_issuer_saw_the_earlier_text_is_told_as_that(
    issuer: Issuer, algorithm: str
) -> None:
    earlier = bytes.fromhex(EARLIER_TEXTS[OPEN_BADGES][algorithm])
    pinned = {"id": OPEN_BADGES, "digestSRI": f"{algorithm}-{base64.b64encode(earlier).decode()}"}
    known = issuer.resources() | {BytesNeeded(OPEN_BADGES).key: b"{}"}

    badge = issuer.sign(issuer.credential() | {"relatedResource": pinned})
    report = verify(badge, known, NOW, canonizer=issuer.canonizer)
    assert (line(report).outcome, line(report).reason) == ("warn", "related_earlier")
    assert isinstance(report, Report)
    assert report.verified

    another = "z" + base58.encode(b"\x12\x20" + bytes(32))
    both = issuer.sign(issuer.credential() | {"relatedResource": pinned | {"digestMultibase": another}})
    elsewhere = issuer.sign(issuer.credential() | {"relatedResource": pinned | {"id": OTHER}})
    for changed, url in ((both, OPEN_BADGES), (elsewhere, OTHER)):
        report = verify(changed, known | {BytesNeeded(url).key: b"{}"}, NOW, canonizer=issuer.canonizer)
        assert line(report).reason == "related_differs", "each digest, at that address alone"


def test_a_related_resource_without_a_digest_pins_nothing_and_says_so(issuer: Issuer) -> None:
    badge = issuer.sign(issuer.credential() | {"relatedResource": {"id": OTHER, "mediaType": "text/plain"}})
    report = verify(
        badge, issuer.resources() | {BytesNeeded(OTHER).key: b""}, NOW, canonizer=issuer.canonizer
    )
    assert line(report).reason == "related_digest_unreadable"
    assert "neither a digestSRI nor a digestMultibase" in line(report).detail


def test_evidence_among_the_related_resources_is_told_once_and_their_number_is_bounded(
    issuer: Issuer,
) -> None:
    related = [{"id": URL, "digestSRI": sri("sha384", SEEN)}]
    assert line(outcome(issuer, [PINNED], SEEN, relatedResource=related)).check == "evidence"
    many = [{"id": f"urn:x:{number}", "digestSRI": sri("sha384", SEEN)} for number in range(7)]
    report = outcome(issuer, [], relatedResource=many)
    assert isinstance(report, Report)
    assert [entry.outcome for entry in report.further] == ["skipped"] * 6
    assert "pins 7 things that it refers to; only 5 were compared" in report.further[-1].detail
