"""What a badge's lists say of it, from the lists to the one check about them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import Bitstring, Status, StatusEntry
from openlaurel.core.verification import Check, Report, Unavailable, verify
from openlaurel.core.verification.statuses import MAXIMUM_STATUSES, weigh_statuses

StatusOf = Callable[..., Check]
FOUR = ("waiting", "accepted", "rejected", "unused")
OTHER = "https://issuer.example/status/2"


@pytest.fixture
def status_of(issuer: Issuer, canonizer: Canonizer) -> StatusOf:
    def check(entries: list[StatusEntry], lists: dict[str, Any]) -> Check:
        document = issuer.credential() | {"credentialStatus": [entry.as_json() for entry in entries]}
        resources = {issuer.did: issuer.did_json(), **lists}
        report = verify(issuer.sign(document), resources, NOW, canonizer=canonizer)
        assert isinstance(report, Report)
        found = report.check("status")
        assert report.verified == (found.outcome in {"pass", "warn"})
        return found

    return check


def published(issuer: Issuer, entry: StatusEntry, value: int, **changes: Any) -> dict[str, Any]:
    bits = Bitstring(size=entry.size)
    bits.set(entry.index, value)
    subject = {
        "type": "BitstringStatusList",
        "statusPurpose": entry.purpose,
        "encodedList": bits.encode(),
        **changes.pop("subject", {}),
    }
    return issuer.status_list(id=entry.list_url, credentialSubject=subject, **changes)


def entry_for(issuer: Issuer, purpose: str, **fields: Any) -> StatusEntry:
    return StatusEntry(**({"list_url": issuer.list_url, "index": 94567, "purpose": purpose} | fields))


def test_a_newer_version_is_told_and_doesnt_fail_the_badge(issuer: Issuer, status_of: StatusOf) -> None:
    revocable, refresh = entry_for(issuer, "revocation"), entry_for(issuer, "refresh", list_url=OTHER)
    lists = {issuer.list_url: published(issuer, revocable, 0), OTHER: published(issuer, refresh, 1)}
    found = status_of([revocable, refresh], lists)
    assert (found.outcome, found.reason) == ("warn", "refreshed")
    lists[OTHER] = published(issuer, refresh, 0)
    assert status_of([revocable, refresh], lists).outcome == "pass"


@pytest.mark.parametrize("value", range(4))
def test_an_issuers_message_is_in_the_report(issuer: Issuer, status_of: StatusOf, value: int) -> None:
    entry = entry_for(issuer, "message", size=2, messages=FOUR)
    found = status_of([entry], {issuer.list_url: published(issuer, entry, value)})
    assert (found.outcome, found.reason) == ("warn", "status_message")
    assert FOUR[value] in found.detail


@pytest.mark.parametrize("purpose", ["refresh", "message"])
def test_a_badge_with_no_list_of_revocations_isnt_called_not_revoked(
    issuer: Issuer, status_of: StatusOf, purpose: str
) -> None:
    entry = entry_for(issuer, purpose)
    found = status_of([entry], {issuer.list_url: published(issuer, entry, 0)})
    assert (found.outcome, found.reason) == ("warn", "no_status")


@pytest.mark.parametrize(("purpose", "reason"), [("revocation", "revoked"), ("suspension", "suspended")])
@pytest.mark.parametrize("value", [1, 2, 3])
def test_any_value_but_nought_revokes(
    issuer: Issuer, status_of: StatusOf, purpose: str, reason: str, value: int
) -> None:
    entry = entry_for(issuer, purpose, size=2, messages=FOUR)
    found = status_of([entry], {issuer.list_url: published(issuer, entry, value)})
    assert (found.outcome, found.reason) == ("fail", reason)


def test_a_list_out_of_reach_is_neither_revoked_nor_fine(issuer: Issuer, status_of: StatusOf) -> None:
    gone = {issuer.list_url: Unavailable("The site issuer.example didn't answer in time.")}
    for purpose in ("revocation", "suspension", "refresh"):
        found = status_of([entry_for(issuer, purpose)], gone)
        assert (found.outcome, found.reason) == ("fail", "status_unavailable")


def test_a_second_list_out_of_reach_hides_no_revocation_and_makes_none(
    issuer: Issuer, status_of: StatusOf
) -> None:
    gone, revocable = entry_for(issuer, "suspension", list_url=OTHER), entry_for(issuer, "revocation")
    lists = {OTHER: Unavailable("It is gone."), issuer.list_url: published(issuer, revocable, 1)}
    assert status_of([gone, revocable], lists).reason == "revoked"
    lists[issuer.list_url] = published(issuer, revocable, 0)
    assert status_of([gone, revocable], lists).reason == "status_unavailable"


def test_a_long_ttl_doesnt_make_an_expired_list_count(issuer: Issuer, status_of: StatusOf) -> None:
    entry, kept = entry_for(issuer, "revocation"), {"ttl": 10**12}
    ended = (NOW - timedelta(days=1)).isoformat()
    expired = published(issuer, entry, 0, subject=kept, validUntil=ended)
    assert status_of([entry], {issuer.list_url: expired}).reason == "status_unavailable"
    lasting = published(issuer, entry, 0, subject={"ttl": 1})
    assert status_of([entry], {issuer.list_url: lasting}).outcome == "pass"


def test_a_crowd_of_statuses_is_no_pass(issuer: Issuer, status_of: StatusOf) -> None:
    entry = entry_for(issuer, "revocation")
    found = status_of([entry] * (MAXIMUM_STATUSES + 1), {issuer.list_url: published(issuer, entry, 0)})
    assert (found.outcome, found.reason) == ("fail", "status_unavailable")


def test_a_fault_weighs_more_than_every_warning_and_less_than_a_revocation() -> None:
    told = [Status("message", 1, "moved"), Status("refresh", 1, "set")]
    assert weigh_statuses(told, ["A fault."]).reason == "status_unavailable"
    assert weigh_statuses([*told, Status("suspension", 1, "set")], ["A fault."]).reason == "suspended"
