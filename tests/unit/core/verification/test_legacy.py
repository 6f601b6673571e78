"""Badges of Open Badges 2.0, whole and by their flaws."""

import json
from typing import Any

import pytest
from tests.unit.core import legacy_issuers as old
from tests.unit.core.issuers import NOW

from openlaurel.core.verification import (
    LEGACY_REASONS,
    REASONS,
    HostedDocumentNeeded,
    Needs,
    Report,
    Unavailable,
    compare_legacy_recipient,
    verify_legacy,
)

EVIL = "https://evil.example"


def reasons(report: Report) -> dict[str, str]:
    return {check.check: check.reason for check in report.checks}


def refused(report: Report, check: str, reason: str) -> None:
    assert report.check(check).reason == reason, report.as_json()
    assert report.check(check).outcome == "fail"
    assert report.check(check).detail
    assert not report.verified


def test_a_hosted_badge_that_its_issuer_still_holds_verifies() -> None:
    report = old.report_on(json.dumps(old.hosted()))
    assert report.verified
    assert reasons(report) == {
        "format": "readable_legacy",
        "proof": "hosted_same",
        "issuer": "hosted_confirmed",
        "status": "hosted_not_revoked",
        "validity": "in_force",
        "recipient": "not_compared",
    }
    assert report.credential is not None
    assert report.credential["badge"]["issuer"]["name"] == "Old Harbour"


def test_a_signed_badge_verifies_by_the_key_that_its_issuer_lists() -> None:
    report = old.report_on(old.signed(old.to_be_signed()))
    assert report.verified
    assert report.check("proof").detail.endswith("(JWS with RS256).")
    assert reasons(report)["status"] == "not_revoked"
    assert old.report_on(
        old.signed(
            old.to_be_signed() | {"verification": {"type": "signed"}},
        )
    ).verified


def test_a_key_and_a_class_that_are_embedded_verify_too() -> None:
    resources = old.published(issuer=old.profile(publicKey=old.key_document()))
    resources.pop(old.KEY)
    assert old.report_on(old.signed(old.to_be_signed(badge=old.badge_class())), resources).verified
    assert old.report_on(old.hosted(badge=old.badge_class(issuer=old.profile()))).verified


def test_what_is_needed_is_asked_for_one_after_the_other() -> None:
    answer = verify_legacy(old.signed(old.to_be_signed()), {}, NOW)
    assert answer == Needs((HostedDocumentNeeded(old.CLASS),))
    assert verify_legacy(old.hosted(), {}, NOW) == Needs((HostedDocumentNeeded(old.BADGE),))
    assert HostedDocumentNeeded(old.CLASS).url == old.CLASS


@pytest.mark.parametrize(
    "document",
    [
        "{", "[]", "null", b"\xff", "eyJ.eyJ.x", {}, old.hosted(type="BadgeClass"), old.hosted(id="7"),
        old.hosted(id="urn:uuid:7"), old.hosted(id="https://old.example@evil.example/7"),
        old.hosted(recipient="ana@learners.example"), old.hosted(badge=None), old.hosted(badge="tides"),
        old.hosted(issuedOn="yesterday"), old.hosted(issuedOn=None), old.hosted(verification=None),
        old.hosted(verification={"type": "Trust"}), old.hosted(verification={"type": [["x"], {}]}),
        old.hosted(verification={"type": ["HostedBadge", "SignedBadge"]}),
        old.hosted(**{"@context": "https://w3id.org/openbadges/v1"}),
    ],
)  # fmt: skip
def test_what_is_no_badge_is_said_to_be_unreadable(document: Any) -> None:
    refused(old.report_on(document), "format", "unreadable")


def test_what_was_signed_without_its_signature_proves_nothing() -> None:
    refused(old.report_on(old.to_be_signed()), "format", "unreadable")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512", "EdDSA", None, ["RS256"]])
def test_no_other_algorithm_counts_whatever_the_header_asks_for(algorithm: Any) -> None:
    refused(old.report_on(old.signed(old.to_be_signed(), alg=algorithm)), "format", "unreadable")


# Hosted


@pytest.mark.parametrize(
    "given",
    [
        old.hosted(expires="2099-01-01T00:00:00Z"),
        old.hosted(expires=None),
        old.hosted(recipient={"type": "email", "hashed": False, "identity": "bea@learners.example"}),
        old.hosted(badge=old.badge_class(name="Doctor of tides")),
        old.hosted(badge=old.badge_class(issuer=old.profile(name="Royal Harbour"))),
        old.hosted(evidence=f"{EVIL}/prize"),
    ],
)
def test_a_copy_that_was_altered_is_told_from_what_the_issuer_holds(given: dict[str, Any]) -> None:
    refused(old.report_on(given), "proof", "hosted_differs")


def test_a_badge_on_another_site_than_its_issuers_is_a_forgery() -> None:
    forged = old.hosted(id=f"{EVIL}/7")
    refused(old.report_on(forged, old.published() | {f"{EVIL}/7": forged}), "issuer", "hosted_elsewhere")


def test_an_issuer_isnt_what_a_file_embeds_but_what_lies_at_its_address() -> None:
    loose = old.profile(verification={"allowedOrigins": ["evil.example"]})
    forged = old.hosted(id=f"{EVIL}/7", badge=old.badge_class(id=f"{EVIL}/class", issuer=loose))
    there = old.published() | {f"{EVIL}/7": forged, f"{EVIL}/class": forged["badge"]}
    refused(old.report_on(forged, there), "issuer", "hosted_elsewhere")


def test_an_issuer_without_an_address_is_nobody() -> None:
    given = old.hosted(badge=old.badge_class(issuer={"type": "Profile", "name": "Old Harbour"}))
    there = old.published(badge=given, badge_class=given["badge"])
    refused(old.report_on(given, there), "issuer", "issuer_unavailable")


@pytest.mark.parametrize(
    ("policy", "keeps"),
    [
        ({"allowedOrigins": "cdn.example"}, True),
        ({"allowedOrigins": ["old.example", "CDN.example"]}, True),
        ({"startsWith": "https://cdn.example/badges/"}, True),
        ({"startsWith": ["https://old.example/", "https://cdn.example"]}, True),
        ({"startsWith": "https://cdn.example/badges/", "allowedOrigins": "old.example"}, False),
        ({"startsWith": "https://cdn.exam"}, False),
        ({"startsWith": "http://cdn.example/"}, False),
        ({"startsWith": ""}, False),
        ({"allowedOrigins": "example"}, False),
        ({"allowedOrigins": ["old.example"]}, False),
        ({}, False),
    ],
)
def test_an_issuer_says_where_its_badges_lie(policy: dict[str, Any], keeps: bool) -> None:
    given = old.hosted(id="https://cdn.example/badges/7")
    there = old.published(issuer=old.profile(verification=policy)) | {given["id"]: given}
    report = old.report_on(given, there)
    assert report.verified is keeps
    assert (report.check("issuer").reason == "hosted_elsewhere") is not keeps


@pytest.mark.parametrize(
    ("replaced", "check", "reason"),
    [
        ("badge", "proof", "hosted_unavailable"),
        ("badge_class", "issuer", "issuer_unavailable"),
        ("issuer", "issuer", "issuer_unavailable"),
    ],
)
def test_a_site_out_of_reach_says_nothing_of_revocation(replaced: str, check: str, reason: str) -> None:
    report = old.report_on(old.hosted(), old.published(**{replaced: Unavailable("It timed out.")}))
    refused(report, check, reason)
    assert "It timed out." in report.check(check).detail
    assert report.check("status").reason == "not_run"


def test_a_class_out_of_reach_isnt_said_to_be_altered() -> None:
    there = old.published(badge_class=Unavailable("It timed out."))
    refused(old.report_on(old.hosted(badge=old.badge_class()), there), "proof", "hosted_unavailable")


@pytest.mark.parametrize(
    ("held", "proof"),
    [
        (Unavailable("It answered with 410.", gone=True), "hosted_withdrawn"),
        ({"@context": old.CONTEXT, "type": "Assertion", "id": old.BADGE, "revoked": True}, "hosted_withdrawn"),
        (old.hosted(revoked=True, revocationReason="An error."), "hosted_same"),
    ],
)  # fmt: skip
def test_a_hosted_badge_is_revoked_when_its_site_says_so(held: Any, proof: str) -> None:
    report = old.report_on(old.hosted(), old.published(badge=held))
    refused(report, "status", "revoked")
    assert report.check("proof").reason == proof


@pytest.mark.parametrize("held", [None, [], "x", {}, old.hosted(id=f"{EVIL}/7"), old.hosted(type="Other")])
def test_an_address_that_holds_something_else_doesnt_verify_it(held: Any) -> None:
    assert old.report_on(old.hosted(), old.published(badge=held)).check("proof").outcome == "fail"


def test_a_way_without_https_is_told() -> None:
    given = old.hosted(id="http://old.example/badges/7")
    report = old.report_on(given, old.published() | {given["id"]: given})
    assert report.verified
    assert report.check("issuer").reason == "issuer_by_http"
    assert report.check("issuer").outcome == "warn"


# Signed


def test_a_signed_badge_that_was_altered_or_signed_by_another_doesnt_verify() -> None:
    header, payload, signature = old.signed(old.to_be_signed()).split(".")
    other = old.signed(old.to_be_signed(expires="2099-01-01T00:00:00Z")).split(".")[1]
    refused(old.report_on(f"{header}.{other}.{signature}"), "proof", "changed")
    refused(old.report_on(f"{header}.{payload}."), "proof", "changed")
    refused(old.report_on(old.signed(old.to_be_signed(), key=old.rsa_key(2))), "proof", "changed")


def test_a_key_that_the_issuer_doesnt_list_isnt_its_own() -> None:
    creator = {"type": "SignedBadge", "creator": f"{EVIL}/key"}
    forged = old.signed(old.to_be_signed() | {"verification": creator}, key=old.rsa_key(2))
    theirs = old.key_document(id=f"{EVIL}/key", publicKeyPem=old.pem(old.rsa_key(2)))
    refused(old.report_on(forged, old.published() | {f"{EVIL}/key": theirs}), "proof", "key_not_found")


def test_a_key_that_names_another_owner_isnt_the_issuers() -> None:
    there = old.published(key=old.key_document(owner=f"{EVIL}/issuer"))
    refused(old.report_on(old.signed(old.to_be_signed()), there), "issuer", "issuer_mismatch")


@pytest.mark.parametrize(
    "key",
    [
        Unavailable("It timed out."), None, [], {}, {"publicKeyPem": 7}, {"publicKeyPem": "-----BEGIN"},
        old.key_document(id=f"{EVIL}/key"), old.key_document(owner=["x"]),
        old.key_document(publicKeyPem=old.pem(old.rsa_key(bits=1024))),
    ],
)  # fmt: skip
def test_a_key_that_cant_be_used_is_told(key: Any) -> None:
    refused(old.report_on(old.signed(old.to_be_signed()), old.published(key=key)), "proof", "key_unavailable")


@pytest.mark.parametrize(
    "entry", [old.SIGNED_ID, {"id": old.SIGNED_ID, "revocationReason": "An error."}, {"uid": old.SIGNED_ID}]
)
def test_a_signed_badge_on_the_issuers_list_is_revoked(entry: Any) -> None:
    there = old.published(revoked=old.revocation_list("urn:uuid:other", entry))
    refused(old.report_on(old.signed(old.to_be_signed()), there), "status", "revoked")


@pytest.mark.parametrize(
    "revoked",
    [
        Unavailable("It timed out."),
        Unavailable("It answered with 410.", gone=True),
        None, {}, {"revokedAssertions": {}}, old.revocation_list(7), old.revocation_list({}),
        old.revocation_list() | {"issuer": EVIL},
    ],
)  # fmt: skip
def test_a_list_that_cant_be_read_counts_neither_as_revoked_nor_as_fine(revoked: Any) -> None:
    there = old.published(revoked=revoked)
    refused(old.report_on(old.signed(old.to_be_signed()), there), "status", "status_unavailable")


def test_an_issuer_without_a_list_cant_have_revoked() -> None:
    issuer = old.profile()
    issuer.pop("revocationList")
    report = old.report_on(old.signed(old.to_be_signed()), old.published(issuer=issuer))
    assert report.verified
    assert report.check("status").reason == "no_status"


# Validity and recipient


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"expires": "2026-11-01T00:00:00Z"}, "expired"),
        ({"issuedOn": "2026-12-01T00:00:00Z"}, "not_yet"),
    ],
)
def test_a_badge_out_of_its_time_doesnt_verify(changes: dict[str, str], reason: str) -> None:
    refused(old.report_on(old.signed(old.to_be_signed(**changes))), "validity", reason)


def test_the_holder_is_recognised_by_the_hash() -> None:
    report = old.report_on(old.hosted())
    assert compare_legacy_recipient(report, " Ana@learners.example").verified
    refused(compare_legacy_recipient(report, "bea@learners.example"), "recipient", "recipient_differs")


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        ({"type": "email", "hashed": True, "identity": "md5$0cc175b9c0f1b6a831c399e269772661"}, "recipient_weak"),
        ({"type": "email", "hashed": True, "identity": "sha1$86f7e437faa5a7fce15d1ddcb9eaeaea"}, "recipient_differs"),
        ({"type": "email", "hashed": True, "identity": "a"}, "recipient_differs"),
        ({"type": "email", "hashed": True}, "recipient_unknown"),
        ({"type": ["email"], "hashed": True, "identity": "sha256$x", "salt": 7}, "recipient_differs"),
    ],
)  # fmt: skip
def test_a_recipient_that_is_hidden_badly_is_never_recognised(recipient: Any, reason: str) -> None:
    given = old.signed(old.to_be_signed(recipient=recipient))
    refused(compare_legacy_recipient(old.report_on(given), "a"), "recipient", reason)


def test_a_recipient_in_the_open_is_compared_as_it_is() -> None:
    recipient = {"type": "url", "hashed": False, "identity": "https://ana.example/"}
    report = old.report_on(old.signed(old.to_be_signed(recipient=recipient)))
    assert compare_legacy_recipient(report, "https://ana.example/").verified


def test_the_sentences_of_older_badges_are_their_own() -> None:
    assert not set(LEGACY_REASONS) & set(REASONS)
