"""What a suspended badge of this installation is: to a list of suspensions one that was revoked looks the same."""

from __future__ import annotations

from collections.abc import Callable
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


def _check(standing: Standing) -> Check:
    if standing.kind == "revoked":
        return Check("status", "fail", "revoked")
    params = {"issuer": standing.issuer, "date": standing.since.date().isoformat(), "why": standing.why}
    return Check("status", "fail", "suspended_since", params)
