"""The answer to one verification: ordered checks, each with its outcome and reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from openlaurel.core.verification.further_reasons import FURTHER_REASONS
from openlaurel.core.verification.legacy_reasons import LEGACY_REASONS
from openlaurel.core.verification.presentation_reasons import PRESENTATION_REASONS
from openlaurel.core.verification.reasons import REASONS

Outcome = Literal["pass", "fail", "skipped", "warn"]
CHECKS = ("format", "proof", "issuer", "status", "validity", "recipient")


@dataclass(frozen=True)
class Check:
    """`reason` is a code of REASONS or of one of its sisters, `params` what its sentence names."""

    check: str
    outcome: Outcome
    reason: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        sentence = (PRESENTATION_REASONS | FURTHER_REASONS | LEGACY_REASONS | REASONS)[self.reason]
        return sentence.format(**self.params)

    def as_json(self) -> dict[str, Any]:
        """This function will return one line of the answer; `says` are the words of whoever endorses."""
        words = {"says": self.params["says"]} if "says" in self.params else {}
        return {"check": self.check, "outcome": self.outcome, "detail": self.detail, **words}


@dataclass(frozen=True)
class Report:
    """All checks in the order of CHECKS. A check that wasn't run never counts as passed.

    Only `recipient` may be skipped: whom a badge is about is compared when somebody asks. `further` is what was found
    of what a badge that holds brings along, a line each: a `schema` that it doesn't follow (Open Badges 3.0, 9.1 step 1)
    and `evidence` that isn't what the issuer saw make it one that isn't verified, an `endorsement` is only told. `at` is
    the past moment that the checks are about, None for the present.
    """

    checks: tuple[Check, ...]
    credential: dict[str, Any] | None = None
    further: tuple[Check, ...] = ()
    at: datetime | None = None

    @property
    def verified(self) -> bool:
        by_name = {check.check: check.outcome for check in self.checks}
        if any(check.outcome == "fail" for check in self.deciding):
            return False
        return all(by_name.get(name) in {"pass", "warn"} for name in CHECKS[:-1]) and by_name.get(
            "recipient"
        ) in {"pass", "warn", "skipped"}

    @property
    def deciding(self) -> tuple[Check, ...]:
        """The checks, and of what the badge brings along that of which none may fail."""
        return (*self.checks, *(check for check in self.further if check.check != "endorsement"))

    def check(self, name: str) -> Check:
        """This function will return the check of that name."""
        return next(check for check in self.checks if check.check == name)

    def with_check(self, new: Check) -> Report:
        """This function will return the report with one check replaced."""
        return replace(self, checks=tuple(new if old.check == new.check else old for old in self.checks))

    def as_json(self) -> dict[str, Any]:
        """This function will return the answer that the command and the API give; `at` only where it was asked for."""
        at = {} if self.at is None else {"at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        return {
            "verified": self.verified,
            **at,
            "checks": [check.as_json() for check in self.checks],
            "further": [check.as_json() for check in self.further],
            "credential": self.credential,
        }
