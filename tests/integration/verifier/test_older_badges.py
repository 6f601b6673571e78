"""Badges that people earned years ago still verify, in whatever form they are handed over."""

import json
import socket
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.integration.verifier.older import OlderIssuer
from tests.integration.verifier.test_hostile import chunk, with_chunk
from tests.sites import Site, redirect, running_site
from tests.unit.core import legacy_issuers as old

from openlaurel.apps.verifier.engine import NotObtained, Unreadable, Verifier
from openlaurel.apps.verifier.presenting import said_by
from openlaurel.apps.verifier.verdicts import OTHER_PERSON, REVOKED, UNKNOWN, VERIFIED, WITHDRAWN, verdict_of
from openlaurel.core.verification import Report


@pytest.fixture
def issuer(site: Site) -> OlderIssuer:
    return OlderIssuer(site)


@pytest.fixture
def verifier(site: Site) -> Verifier:
    return Verifier(allow=site.allow)


def outcomes(report: Report) -> dict[str, str]:
    return {check.check: f"{check.outcome} {check.reason}" for check in report.checks}


HOSTED = {
    "format": "pass readable_legacy",
    "proof": "pass hosted_same",
    "issuer": "warn hosted_on_this_machine",
    "status": "pass hosted_not_revoked",
    "validity": "pass in_force",
    "recipient": "pass recipient_matches",
}
SIGNED = HOSTED | {"proof": "pass unchanged", "status": "pass not_revoked"}


def itxt(text: bytes) -> bytes:
    return with_chunk(chunk(b"iTXt", b"openbadges\0\0\0\0\0" + text))


def svg(inner: str, verify: str = "") -> bytes:
    attribute = f' verify="{verify}"' if verify else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
        f"<openbadges:assertion{attribute}>{inner}</openbadges:assertion></svg>"
    ).encode()


FORMS: dict[str, tuple[Callable[[OlderIssuer], bytes], dict[str, str]]] = {
    "JSON": (lambda i: i.here(old.hosted()), HOSTED),
    "JWS": (lambda i: i.signed(old.to_be_signed()).encode(), SIGNED),
    "PNG, JSON": (lambda i: itxt(i.here(old.hosted())), HOSTED),
    "PNG, JWS": (lambda i: itxt(i.signed(old.to_be_signed()).encode()), SIGNED),
    "PNG, address": (lambda i: itxt(i.url(old.BADGE).encode()), HOSTED),
    "PNG, address in tEXt": (
        lambda i: with_chunk(chunk(b"tEXt", b"openbadges\0" + i.url(old.BADGE).encode())),
        HOSTED,
    ),
    "SVG, JSON": (lambda i: svg(f"<![CDATA[{i.here(old.hosted()).decode()}]]>", i.url(old.BADGE)), HOSTED),
    "SVG, JWS": (lambda i: svg("", i.signed(old.to_be_signed())), SIGNED),
    "SVG, address": (lambda i: svg("", i.url(old.BADGE)), HOSTED),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_older_badge_verifies_in_every_form(
    form: str, issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    make, expected = FORMS[form]
    report = verifier.verify_file(make(issuer), now=now, recipient="ana@learners.example")
    assert outcomes(report) == expected
    assert report.verified
    assert verdict_of(report) is VERIFIED


@pytest.mark.parametrize(
    "make",
    [
        lambda i: i.here(old.hosted_v1()),
        lambda i: itxt(i.url(old.BADGE).encode()),
        lambda i: i.signed(old.to_be_signed_v1()).encode(),
    ],
)
def test_a_badge_of_version_1_verifies(
    make: Callable[[OlderIssuer], bytes], issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    issuer.publish(old.published_v1())
    report = verifier.verify_file(make(issuer), now=now, recipient="ana@learners.example")
    assert report.verified, report.as_json()
    assert report.check("format").detail.endswith("version 1.1.")
    said = said_by(report)
    assert said is not None
    assert said.issuer_id == issuer.url(old.ISSUER)
    assert ("Issued", "10 January 2026") in said.facts


def test_its_address_is_enough(issuer: OlderIssuer, verifier: Verifier, now: datetime) -> None:
    report = verifier.verify_text(issuer.url(old.BADGE), now=now, recipient="ana@learners.example")
    assert outcomes(report) == HOSTED


def test_what_it_says_is_shown_with_class_and_issuer(
    issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    said = said_by(verifier.verify_file(issuer.here(old.hosted()), now=now))
    assert said is not None
    assert (said.name, said.issuer, said.issuer_id) == (
        "Tide tables in practice",
        "Old Harbour",
        issuer.url(old.ISSUER),
    )
    assert ("Issued", "10 January 2026") in said.facts
    assert ("Address", issuer.url(old.BADGE)) in said.facts


def test_the_page_and_the_api_give_the_same_answer(issuer: OlderIssuer, client: Client, db: None) -> None:
    document = json.loads(issuer.here(old.hosted(expires="2199-01-01T00:00:00Z")))
    issuer.publish({old.BADGE: old.hosted(expires="2199-01-01T00:00:00Z")})
    answer = client.post(
        "/api/v1/verify", json.dumps({"document": document}), content_type="application/json"
    )
    assert answer.json()["verified"] is True
    assert answer.json()["credential"]["badge"]["issuer"]["name"] == "Old Harbour"
    picture = SimpleUploadedFile("old.png", itxt(issuer.url(old.BADGE).encode()))
    page = client.post("/verify", {"file": picture}).content.decode()
    assert 'data-verdict="verified"' in page
    assert "It is what its issuer&#x27;s site holds" in page
    assert "Old Harbour" in page


@pytest.mark.parametrize("form", ["JSON", "PNG, address"])
def test_a_badge_that_its_site_withdrew_is_revoked(
    form: str, issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    issuer.withdraw(old.BADGE)
    report = verifier.verify_file(FORMS[form][0](issuer), now=now)
    assert outcomes(report)["proof"] == "fail hosted_withdrawn"
    assert outcomes(report)["status"] == "fail revoked"
    assert verdict_of(report) is WITHDRAWN
    assert not report.verified


def test_a_signed_badge_on_the_list_is_revoked(
    issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    issuer.publish({old.REVOKED: old.revocation_list(old.SIGNED_ID)})
    report = verifier.verify_file(FORMS["JWS"][0](issuer), now=now)
    assert verdict_of(report) is REVOKED


@pytest.mark.parametrize("answer", [404, 500])
def test_a_site_that_has_lost_it_says_nothing_of_revocation(
    answer: int, issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    issuer.serve(old.BADGE, lambda handler: handler.send_error(answer))
    report = verifier.verify_file(FORMS["JSON"][0](issuer), now=now)
    assert outcomes(report)["proof"] == "fail hosted_unavailable"
    assert verdict_of(report) is UNKNOWN


@pytest.mark.parametrize(
    ("given", "check", "reason"),
    [
        (old.hosted(expires="2099-01-01T00:00:00Z"), "proof", "hosted_differs"),
        (old.hosted(badge=old.badge_class(name="Doctor of tides")), "proof", "hosted_differs"),
    ],
)
def test_an_altered_copy_is_told(
    given: Any, check: str, reason: str, issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    assert outcomes(verifier.verify_file(issuer.here(given), now=now))[check] == f"fail {reason}"


def test_an_expired_one_and_anothers_are_told(issuer: OlderIssuer, verifier: Verifier, now: datetime) -> None:
    given = old.hosted(expires="2026-11-01T00:00:00Z")
    issuer.publish({old.BADGE: given})
    report = verifier.verify_file(issuer.here(given), now=now)
    assert outcomes(report)["validity"] == "fail expired"
    report = verifier.verify_file(FORMS["JWS"][0](issuer), now=now, recipient="bea@learners.example")
    assert verdict_of(report) is OTHER_PERSON


def test_another_site_can_neither_host_a_badge_nor_answer_for_its_issuer(
    issuer: OlderIssuer, site: Site, now: datetime
) -> None:
    with running_site() as other:
        verifier = Verifier(allow=site.allow | other.allow)
        forged = json.loads(issuer.here(old.hosted())) | {"id": f"{other.url}/7"}
        other.pages["/7"] = json.dumps(forged).encode()
        report = verifier.verify_file(json.dumps(forged).encode(), now=now)
        assert outcomes(report)["issuer"] == "fail hosted_elsewhere"

        other.pages["/badge"] = issuer.here(old.hosted())
        issuer.serve(old.BADGE, redirect(f"{other.url}/badge"))
        asked = len(other.asked)
        report = verifier.verify_file(issuer.here(old.hosted()), now=now)
        assert outcomes(report)["proof"] == "fail hosted_unavailable"
        assert "redirects to another site" in report.check("proof").detail
        assert len(other.asked) == asked


def test_a_redirect_within_the_site_is_followed(
    issuer: OlderIssuer, verifier: Verifier, now: datetime
) -> None:
    issuer.site.pages["/moved"] = issuer.here(old.hosted())
    issuer.serve(old.BADGE, redirect("/moved"))
    assert verifier.verify_file(issuer.here(old.hosted()), now=now).verified


def test_a_key_in_pem_alone_is_read(issuer: OlderIssuer, verifier: Verifier, now: datetime) -> None:
    issuer.publish({old.KEY: old.pem(old.rsa_key())})
    assert verifier.verify_file(FORMS["JWS"][0](issuer), now=now).verified


def test_nothing_inside_is_contacted_for_an_older_badge(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("A connection was tried.")

    monkeypatch.setattr(socket, "create_connection", refuse)
    given = json.dumps(old.hosted()).replace(old.SITE, "http://127.0.0.1:9")
    report = Verifier().verify_file(given.encode(), now=now)
    assert outcomes(report)["proof"] == "fail hosted_unavailable"


def test_offline_nothing_is_looked_up(issuer: OlderIssuer, now: datetime) -> None:
    verifier = Verifier(allow=issuer.site.allow, offline=True)
    report = verifier.verify_file(FORMS["PNG, address"][0](issuer), now=now)
    assert outcomes(report)["format"] == "warn only_address"
    assert "network was not to be used" in report.check("proof").detail
    assert issuer.site.asked == []
    with pytest.raises(NotObtained):
        verifier.verify_url(issuer.url(old.BADGE), now=now)


@pytest.mark.parametrize("inside", [b"", b"ftp://old.example/7", b"javascript:alert(1)", b"a badge"])
def test_a_picture_with_anything_else_in_it_is_unreadable(
    inside: bytes, verifier: Verifier, now: datetime
) -> None:
    with pytest.raises(Unreadable):
        verifier.verify_file(itxt(inside), now=now)
