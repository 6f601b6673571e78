"""Badges of Open Badges 1.1 and 1.0, whole and by their flaws."""

import json
from typing import Any

import pytest
from tests.unit.core import legacy_issuers as old

from openlaurel.core.verification import Report, Unavailable, compare_recipient, is_older_badge

EVIL = "https://evil.example"


def report_on(document: Any, **replaced: Any) -> Report:
    return old.report_on(document, old.published_v1(**replaced))


def refused(report: Report, check: str, reason: str) -> None:
    assert (report.check(check).outcome, report.check(check).reason) == ("fail", reason), report.as_json()
    assert not report.verified


@pytest.mark.parametrize("version", ["1.1", "1.0"])
def test_a_hosted_badge_verifies(version: str) -> None:
    given = old.hosted_v1() if version == "1.1" else old.hosted_v1(**{"@context": None, "id": None})
    report = report_on(json.dumps(given), badge=given)
    assert report.verified, report.as_json()
    assert report.check("format").detail == f"The file has the form of an Open Badge of version {version}."
    assert report.check("validity").detail == "It is valid from 2026-01-10 to 2027-01-10."
    assert report.credential is not None
    assert report.credential["badge"]["issuer"] == {
        "id": old.ISSUER, "name": "Old Harbour", "url": old.SITE, "revocationList": old.REVOKED
    }  # fmt: skip
    assert compare_recipient(report, "ana@learners.example").verified
    refused(compare_recipient(report, "bea@learners.example"), "recipient", "recipient_differs")


def test_a_signed_badge_verifies_by_the_key_on_its_issuers_site() -> None:
    report = report_on(old.signed(old.to_be_signed_v1()))
    assert report.verified, report.as_json()
    assert report.check("status").reason == "not_revoked"
    assert report_on(old.signed(old.to_be_signed_v1()), key=old.key_document()).verified


def test_a_key_on_another_site_is_nobodys() -> None:
    forged = old.signed(
        old.to_be_signed_v1(verify={"type": "signed", "url": f"{EVIL}/key"}), key=old.rsa_key(2)
    )
    there = old.published_v1() | {f"{EVIL}/key": old.pem(old.rsa_key(2))}
    refused(old.report_on(forged, there), "proof", "key_elsewhere")
    refused(report_on(old.signed(old.to_be_signed_v1(), key=old.rsa_key(2))), "proof", "changed")


def test_a_badge_on_another_site_than_its_issuers_is_a_forgery() -> None:
    forged = old.hosted_v1(id=None, verify={"type": "hosted", "url": f"{EVIL}/7"})
    refused(old.report_on(forged, old.published_v1() | {f"{EVIL}/7": forged}), "issuer", "hosted_elsewhere")


@pytest.mark.parametrize("revoked", [{"7": "Issued in error."}, old.revocation_list({"uid": "7"})])
def test_a_signed_badge_on_the_list_is_revoked(revoked: Any) -> None:
    refused(report_on(old.signed(old.to_be_signed_v1()), revoked=revoked), "status", "revoked")


@pytest.mark.parametrize(
    "revoked",
    [[], None, {"@context": "https://w3id.org/openbadges/v1"}, Unavailable("It timed out.")],
)
def test_a_list_that_cant_be_read_is_never_fine(revoked: Any) -> None:
    refused(report_on(old.signed(old.to_be_signed_v1()), revoked=revoked), "status", "status_unavailable")


def test_a_site_that_withdrew_it_has_revoked_it() -> None:
    gone = Unavailable("It answered with 410.", gone=True)
    refused(report_on(old.hosted_v1(), badge=gone), "status", "revoked")


@pytest.mark.parametrize(
    "given",
    [old.hosted_v1(expires="2099-01-01"), old.hosted_v1(uid="8"), old.hosted_v1(**{"@context": None})],
)
def test_an_altered_copy_is_told(given: dict[str, Any]) -> None:
    refused(report_on(given), "proof", "hosted_differs")


def test_an_old_copy_isnt_taken_for_what_became_a_badge_of_version_2() -> None:
    refused(report_on(old.hosted_v1(), badge=old.hosted()), "proof", "hosted_differs")


def test_version_0_5_is_refused_by_its_name() -> None:
    given = {
        "recipient": "sha256$x",
        "salt": "y",
        "issued_on": "2012-01-01",
        "badge": {"version": "0.5.0", "name": "x", "issuer": {"origin": old.SITE, "name": "y"}},
    }
    report = report_on(json.dumps(given))
    refused(report, "format", "unreadable")
    assert "version 0.5" in report.check("format").detail
    assert is_older_badge(json.dumps(given))


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": None}, {"uid": 7}, {"recipient": []}, {"badge": old.badge_class()}, {"badge": "tides"},
        {"verify": None}, {"verify": {"type": "trust", "url": old.BADGE}}, {"verify": {"type": "hosted"}},
        {"verify": {"type": "hosted", "url": "https://a@evil.example/7"}}, {"verify": {"type": ["hosted"]}},
        {"id": f"{EVIL}/7"}, {"id": 7}, {"issuedOn": None}, {"issuedOn": "yesterday"}, {"issuedOn": True},
        {"issuedOn": "2026-13-01"}, {"issuedOn": 99999999999999}, {"expires": 1.5}, {"expires": -1},
        {"verification": {"type": "HostedBadge"}}, {"credentialSubject": {}},
    ],
)  # fmt: skip
def test_what_has_not_the_form_is_unreadable(changes: dict[str, Any]) -> None:
    refused(report_on(old.hosted_v1(**changes)), "format", "unreadable")


@pytest.mark.parametrize(
    "document", ["{}", "[]", '{"badge": 1}', "x", b"\xff", '{"@context": {}}', "eyJ.eyJ.x"]
)
def test_what_is_no_older_badge_isnt_taken_for_one(document: Any) -> None:
    assert not is_older_badge(document)
