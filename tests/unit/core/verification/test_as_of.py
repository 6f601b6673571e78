"""As of a day: what was so then, what became of it later, and what nobody here can know."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.core import legacy_issuers as old
from tests.unit.core.issuers import NOW, YEAR, Issuer

from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import StatusEntry
from openlaurel.core.verification import (
    DayToCome,
    Needs,
    NotADay,
    Report,
    StatusChange,
    StatusHistory,
    StatusHistoryNeeded,
    Unavailable,
    read_at,
    verify,
    verify_legacy,
)

SIGNED_AT = NOW - YEAR / 2
DAY = timedelta(days=1)
INDEX = 94567
NOBODY = Unavailable("Only the issuer knows.")
Run = Callable[..., Report]


@pytest.fixture
def run(canonizer: Canonizer, issuer: Issuer) -> Run:
    def check(document: Any, at: datetime | None, history: Any = NOBODY, **replaced: Any) -> Report:
        resources = issuer.resources(**replaced)
        resources[StatusHistoryNeeded(issuer.list_url, INDEX).key] = history
        report = verify(json.dumps(document), resources, NOW, at=at, canonizer=canonizer)
        assert isinstance(report, Report), f"needs {report}"
        assert report.at == at
        return report

    return check


def revoked_on(*moments: datetime, purpose: str = "revocation") -> StatusHistory:
    """Set at the first moment, unset at the next, and so on."""
    return StatusHistory(
        tuple(StatusChange(moment, purpose, 1 - number % 2) for number, moment in enumerate(moments))
    )


def test_an_expired_badge_was_valid_on_a_day_before(run: Run, issuer: Issuer) -> None:
    badge = issuer.badge(valid_until=NOW - 10 * DAY)
    assert run(badge, None).check("validity").reason == "expired"
    assert run(badge, NOW - 11 * DAY).verified
    assert run(badge, NOW - 9 * DAY).check("validity").reason == "expired"
    assert run(badge, SIGNED_AT - DAY).check("validity").reason == "not_yet"


def test_what_isnt_revoked_today_wasnt_before_since_a_revocation_cant_be_undone(
    run: Run, issuer: Issuer
) -> None:
    report = run(issuer.badge(), NOW - 9 * DAY)
    assert report.verified
    assert report.check("status").reason == "not_revoked"


def test_since_when_it_is_revoked_only_a_history_tells(run: Run, issuer: Issuer) -> None:
    revoked = {"status": issuer.status_list(INDEX)}
    unknown = run(issuer.badge(), NOW - 9 * DAY, **revoked)
    assert not unknown.verified
    assert (unknown.check("status").outcome, unknown.check("status").reason) == (
        "skipped",
        "revoked_since_when",
    )
    assert unknown.check("validity").outcome == "pass"
    history = revoked_on(NOW - 5 * DAY)
    before = run(issuer.badge(), NOW - 9 * DAY, history, **revoked)
    assert before.verified
    assert (before.check("status").outcome, before.check("status").reason) == ("warn", "revoked_later")
    assert (NOW - 5 * DAY).date().isoformat() in before.check("status").detail
    for at in (NOW - 5 * DAY, NOW):
        assert run(issuer.badge(), at, history, **revoked).check("status").reason == "revoked"


def test_a_history_that_contradicts_the_list_tells_nothing(run: Run, issuer: Issuer) -> None:
    revoked = {"status": issuer.status_list(INDEX)}
    for history in (StatusHistory(), revoked_on(NOW - 5 * DAY, NOW - 4 * DAY)):
        check = run(issuer.badge(), NOW - 9 * DAY, history, **revoked).check("status")
        assert check.outcome == "skipped"


def test_that_it_isnt_suspended_today_says_nothing_of_then(run: Run, issuer: Issuer) -> None:
    badge = issuer.badge(status=StatusEntry(issuer.list_url, INDEX, "suspension"))
    lists = {"status": issuer.status_list(purpose="suspension")}
    assert run(badge, None, **lists).verified
    unknown = run(badge, NOW - 9 * DAY, **lists)
    assert (unknown.verified, unknown.check("status").reason) == (False, "suspended_then")
    history = revoked_on(NOW - 10 * DAY, NOW - 5 * DAY, purpose="suspension")
    then = run(badge, NOW - 9 * DAY, history, **lists).check("status")
    assert then.reason == "suspended_between"
    assert then.params == {day: str((NOW - n * DAY).date()) for day, n in (("start", 10), ("end", 5))}
    for at in (NOW - 11 * DAY, NOW - 5 * DAY, NOW):
        reinstated = run(badge, at, history, **lists)
        assert reinstated.verified
        assert reinstated.check("status").reason == "not_revoked"
    suspended = {"status": issuer.status_list(INDEX, purpose="suspension")}
    again = revoked_on(NOW - 5 * DAY, purpose="suspension")
    assert run(badge, NOW - 9 * DAY, again, **suspended).check("status").reason == "suspended_later"
    since = run(badge, NOW - 2 * DAY, again, **suspended).check("status")
    assert (since.reason, since.params) == ("suspended_from", {"start": str((NOW - 5 * DAY).date())})


def test_what_a_list_of_suspensions_has_set_for_good_was_revoked_on_that_day(
    run: Run, issuer: Issuer
) -> None:
    badge = issuer.badge(status=StatusEntry(issuer.list_url, INDEX, "suspension"))
    lists = {"status": issuer.status_list(INDEX, purpose="suspension")}
    changes = [(9, "suspension", 1), (7, "suspension", 0), (3, "suspension", 1), (3, "revocation", 1)]
    history = StatusHistory(tuple(StatusChange(NOW - n * DAY, name, value) for n, name, value in changes))
    found = {n: run(badge, NOW - n * DAY, history, **lists).check("status").reason for n in (8, 5, 2)}
    assert found == {8: "suspended_between", 5: "suspended_later", 2: "revoked"}


@pytest.mark.parametrize(
    ("changes", "day", "span"),
    [
        ([(9, 1), (8, 1), (5, 0)], 7, (9, 5)),
        ([(9, 1), (8, 0), (7, 1)], 6, (7, None)),
        ([(9, 1), (8, 0), (7, 1), (6, 1), (2, 0)], 5, (7, 2)),
    ],
)
def test_a_span_is_from_the_first_change_to_the_next_other_value(
    changes: list[tuple[int, int]], day: int, span: tuple[int, int | None]
) -> None:
    history = StatusHistory(tuple(StatusChange(NOW - n * DAY, "suspension", value) for n, value in changes))
    start, end = history.span_at("suspension", NOW - day * DAY)
    assert (start, end) == tuple(None if n is None else NOW - n * DAY for n in span)
    with pytest.raises(ValueError, match="hadn't changed"):
        history.span_at("suspension", NOW - 50 * DAY)


def test_a_list_out_of_reach_is_no_pass_for_then_either(run: Run, issuer: Issuer) -> None:
    report = run(issuer.badge(), NOW - 9 * DAY, status=Unavailable("It didn't answer."))
    assert (report.verified, report.check("status").reason) == (False, "status_unavailable")


def test_a_file_signed_later_is_told_as_that(run: Run, issuer: Issuer) -> None:
    badge = issuer.sign(issuer.credential(), created=NOW - 3 * DAY)
    later = run(badge, NOW - 9 * DAY)
    assert later.verified
    assert (later.check("validity").outcome, later.check("validity").reason) == ("warn", "signed_later")
    assert run(badge, NOW - 3 * DAY).check("validity").outcome == "pass"


def test_a_stolen_keys_badge_was_not_valid_on_any_day(run: Run, issuer: Issuer) -> None:
    stolen = {"did": issuer.did_json(revoked=SIGNED_AT - DAY)}
    report = run(issuer.badge(), NOW - 9 * DAY, **stolen)
    assert (report.verified, report.check("issuer").reason) == (False, "key_revoked")
    kept = {"did": issuer.did_json(revoked=NOW - 5 * DAY)}
    assert run(issuer.badge(), NOW - 9 * DAY, **kept).check("issuer").reason == "key_revoked_later"
    expired = {"did": issuer.did_json(expires=NOW - 5 * DAY)}
    assert run(issuer.badge(), NOW - 3 * DAY, **expired).verified


def test_a_history_is_asked_for_only_where_it_is_needed(issuer: Issuer, canonizer: Canonizer) -> None:
    def outcome(**replaced: Any) -> Report | Needs:
        return verify(
            issuer.badge(), issuer.resources(**replaced), NOW, at=NOW - 9 * DAY, canonizer=canonizer
        )

    assert isinstance(outcome(), Report)
    needed = outcome(status=issuer.status_list(INDEX))
    assert needed == Needs((StatusHistoryNeeded(issuer.list_url, INDEX),))


def test_nothing_is_said_of_a_day_to_come(issuer: Issuer, canonizer: Canonizer) -> None:
    with pytest.raises(DayToCome):
        verify(issuer.badge(), issuer.resources(), NOW, at=NOW + DAY, canonizer=canonizer)


def test_the_answer_for_programs_names_the_moment(run: Run, issuer: Issuer) -> None:
    assert run(issuer.badge(), NOW - DAY).as_json()["at"] == "2026-11-24T09:30:00Z"
    assert "at" not in run(issuer.badge(), None).as_json()


def test_a_day_stands_for_its_end_and_today_for_now() -> None:
    assert read_at("2025-03-01", NOW) == datetime(2025, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)
    assert read_at("2026-11-25", NOW) == NOW
    assert read_at("2025-03-01T12:00:00+02:00", NOW) == datetime(2025, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-11-26", "2026-11-25T09:30:01Z", "9999-12-31"])
def test_a_day_to_come_is_refused(text: str) -> None:
    with pytest.raises(DayToCome):
        read_at(text, NOW)


@pytest.mark.parametrize(
    "text", ["", "20250301", "2025-W09-6", "2025-02-30", "2025-03-01T12:00:00", "yesterday", "1" * 10_000]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        read_at(text, NOW)


def test_what_became_of_an_older_badge_is_not_known() -> None:
    def ask(at: datetime, **changes: Any) -> Report:
        held = old.hosted(**changes)
        report = verify_legacy(json.dumps(old.hosted()), old.published(badge=held), NOW, at=at)
        assert isinstance(report, Report)
        assert report.at == at
        return report

    for changes in ({}, {"revoked": True}):
        report = ask(NOW - DAY, **changes)
        assert not report.verified
        assert (report.check("status").outcome, report.check("status").reason) == ("skipped", "older_then")
    assert ask(datetime(2000, 1, 1, tzinfo=UTC)).check("validity").reason == "not_yet"
