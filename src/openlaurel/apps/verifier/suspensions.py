"""What this installation knows of its own badges beyond their lists: what a suspension is, and notes of recalls.

To a list of suspensions a badge that was revoked looks like one that is suspended for now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from openlaurel.core.status import StatusError, read_entry
from openlaurel.core.verification import Check, Report


class Standing(Protocol):
    """What is on record of an entry of a list of suspensions: `kind` is "revoked" or "suspended"."""

    @property
    def kind(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def why(self) -> str: ...


OwnStanding = Callable[[str, int], Standing | None]
OwnNotes = Callable[[str], Sequence[dict[str, str]]]
"""The published notes of recalls about the badge with an id: `issuer`, `date` and `url` of each."""


def tell_suspension(report: Report, *, own_standing: OwnStanding) -> Report:
    """This function will return the report of a suspended badge of ours with since when and why, or as a revoked one.

    It stays one that fails. Of a past day the report is left as it is.
    """
    if report.credential is None or report.at is not None or report.check("status").reason != "suspended":
        return report
    raw = report.credential.get("credentialStatus")
    for entry in raw if isinstance(raw, list) else [raw]:
        try:
            named = read_entry(entry if isinstance(entry, dict) else {})
        except StatusError:
            continue
        found = own_standing(named.list_url, named.index) if named.purpose == "suspension" else None
        if found is not None:
            return report.with_check(_check(found))
    return report


def tell_notes(report: Report, *, own_notes: OwnNotes) -> Report:
    """This function will return the report of a badge of ours with the notes that its issuer published about it.

    Only where the issuer is who it says: what anybody could have written under a badge's id leads nowhere.
    """
    identifier = (report.credential or {}).get("id")
    if not isinstance(identifier, str) or report.check("issuer").outcome not in {"pass", "warn"}:
        return report
    lines = tuple(Check("recall", "warn", "recalled", note) for note in own_notes(identifier))
    return replace(report, further=report.further + lines) if lines else report


def _check(standing: Standing) -> Check:
    if standing.kind == "revoked":
        return Check("status", "fail", "revoked")
    params = {"issuer": standing.issuer, "date": standing.since.date().isoformat(), "why": standing.why}
    return Check("status", "fail", "suspended_since", params)
