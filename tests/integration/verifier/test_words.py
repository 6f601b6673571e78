"""Every way in which a verification can end has words, in every language the same ones missing nothing."""

import re

import pytest

from openlaurel.apps.verifier.verdicts import VERIFIED, verdict_of
from openlaurel.apps.verifier.words import ADVICE, DETAILS, check_in_words
from openlaurel.apps.verifier.words_of_older import OLDER_ADVICE, OLDER_DETAILS
from openlaurel.core.verification import CHECKS, LEGACY_REASONS, REASONS, Check, Report

PASSED = tuple(
    Check(name, "pass", reason)
    for name, reason in zip(
        CHECKS,
        (
            "readable",
            "unchanged",
            "issuer_confirmed",
            "not_revoked",
            "in_force_for_good",
            "recipient_matches",
        ),
        strict=True,
    )
)
OUTCOMES = {
    "warn": {
        "other_credential": "format",
        "only_address": "format",
        **dict.fromkeys(
            ("issuer_on_this_machine", "hosted_on_this_machine", "issuer_by_http", "key_revoked_later"), "issuer"
        ),
        **dict.fromkeys(("no_status", "refreshed", "status_message", "revoked_later", "suspended_later"), "status"),
        "signed_later": "validity",
    },
    "skipped": dict.fromkeys(("revoked_since_when", "suspended_then", "list_of_today", "older_then"), "status"),
    "fail": {
        **dict.fromkeys(("unreadable", "incomplete"), "format"),
        **dict.fromkeys(
            ("no_proof", "proof_malformed", "proof_unsupported", "changed", "context_unknown", "undefined_term",
             "too_much_work", "key_not_found", "key_unavailable", "proof_expired", "signed_in_future",
             "hosted_differs", "hosted_unavailable", "hosted_withdrawn"),
            "proof",
        ),
        **dict.fromkeys(
            ("issuer_mismatch", "issuer_not_a_did", "key_not_for_credentials", "key_revoked",
             "key_expired", "key_ended_undated", "key_not_yet", "key_elsewhere", "hosted_elsewhere",
             "issuer_unavailable"),
            "issuer",
        ),
        **dict.fromkeys(("revoked", "suspended", "status_unavailable"), "status"),
        **dict.fromkeys(("not_yet", "expired"), "validity"),
        **dict.fromkeys(("recipient_differs", "recipient_unknown", "recipient_weak"), "recipient"),
    },
}  # fmt: skip


def params_of(reason: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r"{(\w+)}", (REASONS | LEGACY_REASONS)[reason]), "2026-11-25")


def test_every_reason_has_words_and_every_failure_and_warning_advice() -> None:
    assert set(DETAILS) == set(REASONS)
    assert set(OLDER_DETAILS) == set(LEGACY_REASONS)
    assert set(ADVICE | OLDER_ADVICE) >= set(OUTCOMES["fail"]) | set(OUTCOMES["warn"])


@pytest.mark.parametrize(
    ("outcome", "reason", "check"),
    [(outcome, reason, check) for outcome, reasons in OUTCOMES.items() for reason, check in reasons.items()],
)
def test_a_check_that_didnt_simply_pass_is_said_whole(outcome: str, reason: str, check: str) -> None:
    said = check_in_words(Check(check, outcome, reason, params_of(reason)))  # type: ignore[arg-type]

    assert said.title
    assert said.detail.endswith((".", "2026"))
    assert said.advice


def test_a_check_that_wasnt_run_doesnt_read_as_one_that_passed() -> None:
    for check in CHECKS[:-1]:
        assert "not checked" in check_in_words(Check(check, "skipped", "not_run")).title


@pytest.mark.parametrize(("reason", "check"), OUTCOMES["fail"].items())
def test_no_failure_ends_in_the_word_verified(reason: str, check: str) -> None:
    report = Report(PASSED, {}).with_check(Check(check, "fail", reason, params_of(reason)))

    assert verdict_of(report) is not VERIFIED


def test_all_passed_is_verified_and_dates_are_read_as_people_write_them() -> None:
    assert verdict_of(Report(PASSED, {})) is VERIFIED
    said = check_in_words(Check("validity", "fail", "expired", {"end": "2026-05-14"}))
    assert said.detail == "It expired on 14 May 2026."
