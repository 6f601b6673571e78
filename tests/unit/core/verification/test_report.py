import string
from dataclasses import replace

import pytest

from openlaurel.core.verification import CHECKS, FURTHER_REASONS, LEGACY_REASONS, REASONS, Check, Report

PASSED = [Check(name, "pass", "readable") for name in CHECKS]


def report(**outcomes: str) -> Report:
    return Report(
        tuple(Check(c.check, outcomes.get(c.check, c.outcome), c.reason) for c in PASSED)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("name", CHECKS[:-1])
@pytest.mark.parametrize("outcome", ["fail", "skipped"])
def test_what_wasnt_run_never_counts_as_passed(name: str, outcome: str) -> None:
    assert report().verified
    assert not report(**{name: outcome}).verified


@pytest.mark.parametrize("missing", CHECKS)
def test_a_missing_check_never_counts_as_passed(missing: str) -> None:
    assert not Report(tuple(check for check in PASSED if check.check != missing)).verified


def test_nobody_has_to_ask_whom_a_badge_is_about_but_a_wrong_answer_counts() -> None:
    assert report(recipient="skipped").verified
    assert not report(recipient="fail").verified


def test_an_empty_report_verifies_nothing() -> None:
    assert not Report(()).verified


def test_evidence_that_was_changed_counts_and_an_endorsement_doesnt() -> None:
    changed = Check("evidence", "fail", "evidence_differs", {"url": "https://a.example/"})
    broken = Check("endorsement", "fail", "endorsement_unreadable", {"fault": "It is empty."})
    unseen = Check("evidence", "skipped", "evidence_left_out", {"count": "5", "most": "3"})
    assert replace(report(), further=(broken, unseen)).verified
    assert not replace(report(), further=(changed,)).verified


SENTENCES = REASONS | LEGACY_REASONS | FURTHER_REASONS


@pytest.mark.parametrize("reason", SENTENCES)
def test_every_reason_is_a_sentence(reason: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(SENTENCES[reason]) if name]
    detail = Check("format", "fail", reason, {name: f"The {name}." for name in names}).detail
    assert detail.endswith((".", "now."))
    assert "{" not in detail


def test_the_answer_for_programs_has_the_promised_form() -> None:
    answer = report().as_json()
    assert list(answer) == ["verified", "checks", "further", "credential"]
    assert list(answer["checks"][0]) == ["check", "outcome", "detail"]
