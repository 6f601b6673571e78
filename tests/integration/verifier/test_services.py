"""Verifying documents: our own from the own store, those of others by looking up what they name."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from tests.integration.verifier.foreign import ForeignIssuer
from tests.sites import Site, running_site

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.verifier import outside
from openlaurel.apps.verifier.engine import Verifier
from openlaurel.apps.verifier.services import _is_ours, verify
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db


def outcome(report: Report, check: str) -> tuple[str, str]:
    found = report.check(check)
    return found.outcome, found.reason


def test_an_own_badge_verifies_without_the_network(
    award: Award, now: datetime, socket_disabled: None
) -> None:
    for offline in (True, False):
        report = verify(credential_bytes(award), now=now, offline=offline)
        assert report.verified
        assert [check.outcome for check in report.checks] == [
            "pass",
            "pass",
            "warn",
            "pass",
            "pass",
            "skipped",
        ]


def test_a_badge_of_a_loopback_address_says_that_it_verifies_only_here(award: Award, now: datetime) -> None:
    issuer = verify(credential_bytes(award), now=now).check("issuer")
    assert issuer.reason == "issuer_on_this_machine"
    assert "only this machine reaches" in issuer.detail


def test_badges_of_a_former_address_still_verify_and_new_ones_carry_the_new(
    award: Award,
    make_award: Callable[..., Award],
    move_address: Callable[[str], None],
    now: datetime,
    socket_disabled: None,
) -> None:
    move_address("https://badges.example.org")
    assert verify(credential_bytes(award), now=now).verified
    new = verify(credential_bytes(make_award()), now=now)
    assert new.verified
    assert outcome(new, "issuer") == ("pass", "issuer_confirmed")


def test_one_changed_byte_is_seen(award: Award, now: datetime) -> None:
    changed = credential_bytes(award).replace(b"Harbour Institute", b"Harbour Institutf")
    report = verify(changed, now=now)
    assert not report.verified
    assert outcome(report, "proof") == ("fail", "changed")


def test_a_revoked_badge_is_revoked_and_an_expired_one_expired(
    award: Award, make_award: Callable[..., Award], now: datetime
) -> None:
    brief = make_award(valid_until=now + timedelta(days=1))
    assert outcome(verify(credential_bytes(brief), now=now + timedelta(days=2)), "validity") == (
        "fail",
        "expired",
    )
    revoke_award(award=award, reason="Issued to the wrong person.", by=INSTALLATION, now=now)
    report = verify(credential_bytes(award), now=now)
    assert not report.verified
    assert outcome(report, "status") == ("fail", "revoked")


def test_name_and_address_can_be_compared(award: Award, now: datetime) -> None:
    document = credential_bytes(award)
    for recipient in ("Ana Sousa", " ANA@learners.example "):
        assert outcome(verify(document, now=now, recipient=recipient), "recipient") == (
            "pass",
            "recipient_matches",
        )
    other = verify(document, now=now, recipient="Bea Sousa")
    assert not other.verified
    assert outcome(other, "recipient") == ("fail", "recipient_differs")


def test_an_issuer_that_this_site_never_had_is_not_looked_for_elsewhere(
    award: Award, now: datetime, socket_disabled: None
) -> None:
    forged = credential_bytes(award).replace(b":profiles:harbour", b":profiles:nobody1")
    report = verify(forged, now=now)
    assert outcome(report, "proof") == ("fail", "key_unavailable")
    assert "address of this site, but isn't one" in report.check("proof").detail


def test_a_badge_of_somebody_else_verifies_by_its_did_and_status_list(
    foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    report = verify(foreign.badge(), now=now, recipient="Bo Lind")
    assert report.verified, report.as_json()
    assert [path for path, _ in site.asked] == [foreign.did_path, foreign.list_path]


def test_a_badge_as_a_jwt_verifies(foreign: ForeignIssuer, now: datetime) -> None:
    token = foreign.jwt()
    assert verify(token, now=now).verified
    assert outcome(verify(token[:-4] + "AAAA", now=now), "proof") == ("fail", "changed")


def test_a_badge_that_somebody_else_revoked_is_revoked(foreign: ForeignIssuer, now: datetime) -> None:
    foreign.publish_list(revoked=[7])
    assert outcome(verify(foreign.badge(7), now=now), "status") == ("fail", "revoked")
    assert verify(foreign.badge(8), now=now).verified


@pytest.mark.parametrize(
    "what", ["gone", "not json", "unsigned", "another's", "moved", "expired", "too large"]
)
def test_a_status_list_that_cannot_be_checked_is_neither_fine_nor_revoked(
    what: str, foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    listed = json.loads(site.pages[foreign.list_path])  # type: ignore[arg-type]
    if what == "gone":
        del site.pages[foreign.list_path]
    elif what == "not json":
        site.pages[foreign.list_path] = b"<html>"
    elif what == "unsigned":
        site.pages[foreign.list_path] = json.dumps({**listed, "proof": []}).encode()
    elif what == "another's":
        other = ForeignIssuer(site, now, "other")
        del listed["proof"]
        site.pages[foreign.list_path] = other.signed({**listed, "issuer": other.did})
    elif what == "moved":
        foreign.publish_list(url=f"{site.url}/elsewhere")
    elif what == "expired":
        del listed["proof"]
        site.pages[foreign.list_path] = foreign.signed({**listed, "validUntil": "2026-11-24T00:00:00Z"})
    else:
        site.pages[foreign.list_path] = b" " * (6 * 1024 * 1024)
    report = verify(foreign.badge(), now=now)
    assert not report.verified
    assert outcome(report, "status") == ("fail", "status_unavailable")
    assert [check.outcome for check in report.checks[:3]] == ["pass", "pass", "warn"]


def test_an_issuer_that_cannot_be_reached_is_neither_fine_nor_forged(
    foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    del site.pages[foreign.did_path]
    report = verify(foreign.badge(), now=now)
    assert outcome(report, "proof") == ("fail", "key_unavailable")
    assert [check.outcome for check in report.checks[2:]] == ["skipped"] * 4


@pytest.mark.parametrize(
    "document", [b"{}", b"[1]", b'{"id": "did:web:other.example"}', b"\xff\xfe", b'{"id": 1, "id": 2}']
)
def test_what_is_no_did_document_confirms_nobody(
    document: bytes, foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    site.pages[foreign.did_path] = document
    report = verify(foreign.badge(), now=now)
    assert outcome(report, "proof") == ("fail", "key_unavailable")


def test_a_did_that_leads_inside_is_not_contacted(now: datetime) -> None:
    with running_site() as inside:
        badge = ForeignIssuer(inside, now).badge()
        report = verify(badge, now=now)
    assert outcome(report, "proof") == ("fail", "key_unavailable")
    assert "not on the public internet" in report.check("proof").detail
    assert inside.asked == []


def test_offline_nothing_is_looked_up_and_the_check_says_so(
    foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    report = verify(foreign.badge(), now=now, offline=True)
    assert site.asked == []
    assert not report.verified
    assert "the network was not to be used" in report.check("proof").detail


def test_a_document_cannot_make_this_site_ask_a_hundred_others(
    foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    entry = {**foreign.unsigned()["credentialStatus"]}
    del entry["id"]
    entries = []
    for number in range(60):
        url = f"{site.url}/lists/{number}"
        foreign.publish_list(url=url)
        site.pages[f"/lists/{number}"] = site.pages[foreign.list_path]
        entries.append({**entry, "statusListCredential": url})
    report = verify(foreign.badge(credentialStatus=entries), now=now)
    assert outcome(report, "status") == ("fail", "status_unavailable")
    assert "more than 8 places" in report.check("status").detail
    assert len(site.asked) <= 8


def test_copies_are_kept_for_a_short_while_only(
    foreign: ForeignIssuer, site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(outside, "time", type("Clock", (), {"monotonic": staticmethod(lambda: clock[0])}))
    badge = foreign.badge()
    assert verify(badge, now=now).verified
    assert verify(badge, now=now).verified
    assert len(site.asked) == 2
    foreign.publish_list(revoked=[7])
    clock[0] += 61
    assert outcome(verify(badge, now=now), "status") == ("fail", "revoked")
    assert [path for path, _ in site.asked[2:]] == [foreign.list_path]


def test_the_issuer_isnt_told_which_badge_is_verified_nor_by_whom_and_is_asked_once_for_many(
    foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    foreign.publish_list(revoked=[8])
    assert verify(foreign.badge(7), now=now, recipient="Bo Lind").verified
    assert outcome(verify(foreign.badge(8), now=now), "status") == ("fail", "revoked")
    assert [path for path, _ in site.asked] == [foreign.did_path, foreign.list_path]
    for path, headers in site.asked:
        assert "?" not in path
        assert "#" not in path
        assert {name.lower() for name in headers} == {"host", "accept", "accept-encoding", "user-agent"}
        assert headers["User-Agent"] == "OpenLaurel"
        said = f"{path} {headers}"
        assert not [word for word in ("Bo Lind", "badges/", "index", settings.OPENLAUREL_URL) if word in said]


def test_a_site_that_was_down_is_asked_again_soon(
    foreign: ForeignIssuer, site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(outside, "time", type("Clock", (), {"monotonic": staticmethod(lambda: clock[0])}))
    del site.pages[foreign.did_path]
    badge = foreign.badge()
    verify(badge, now=now)
    verify(badge, now=now)
    assert len(site.asked) == 1
    foreign.publish_did()
    clock[0] += 11
    assert verify(badge, now=now).verified


def test_copies_never_fill_the_memory() -> None:
    copies = outside.Copies(most_bytes=100_000)
    for number in range(1000):
        copies.keep(f"https://a.example/{number}", b"x" * 5_000, 60)
    kept = [n for n in range(1000) if copies.get(f"https://a.example/{n}") is not None]
    assert kept == list(range(984, 1000))
    copies.keep("https://a.example/large", b"x" * 50_000, 60)
    assert copies.get("https://a.example/large") is None


def test_a_slow_site_does_not_keep_all_others_from_verifying(
    foreign: ForeignIssuer, site: Site, award: Award, now: datetime
) -> None:
    site.pages[foreign.did_path] = lambda handler: time.sleep(10)
    badge = foreign.badge()
    reports: list[Report] = []

    def check() -> None:
        reports.append(Verifier(allow=site.allow, patience=0.4).verify(badge, now=now))

    threads = [threading.Thread(target=check) for _ in range(outside.AT_A_TIME * 2)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    assert verify(credential_bytes(award), now=now).verified
    for thread in threads:
        thread.join()
    assert time.monotonic() - began < 8
    assert [outcome(report, "proof") for report in reports] == [("fail", "key_unavailable")] * len(threads)


def test_many_threads_verify_badges_of_different_forms_at_once(
    foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    subject = foreign.unsigned()["credentialSubject"]
    forms = [{**subject, "achievement": {**subject["achievement"], "tag": ["t"] * n}} for n in range(1, 20)]
    badges = [foreign.badge(credentialSubject=form) for form in forms]
    failures: list[Any] = []

    def check() -> None:
        for badge in badges:
            report = Verifier(allow=site.allow).verify(badge, now=now)
            if not report.verified:
                failures.append(report.as_json())

    threads = [threading.Thread(target=check) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_verification_leaves_no_trace(
    award: Award,
    foreign: ForeignIssuer,
    now: datetime,
    django_assert_num_queries: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with django_assert_num_queries(0):
        verify(foreign.badge(), now=now, recipient="Bo Lind")
    verify(credential_bytes(award), now=now, recipient="Ana Sousa")
    assert caplog.records == []


def test_an_address_that_only_begins_like_ours_is_not_ours(
    award: Award, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = replace(settings.INSTALLATION, url="https://badges.example", former_urls=())
    monkeypatch.setattr(settings, "INSTALLATION", installation)
    for ours in (
        "https://badges.example/awards/1",
        "did:web:badges.example:profiles:x",
        "did:web:badges.example",
    ):
        assert _is_ours(ours)
    for other in (
        "https://badges.example.evil.example/a",
        "did:web:badges.example.evil.example",
        "https://badges.exampl",
    ):
        assert not _is_ours(other)
