"""What an inquiry keeps, sealed at rest, as values again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.conf import settings

from openlaurel.adapters.sealing import seal, unseal
from openlaurel.core.dossiers import Applicant, Exhibit, Part, Place, Remark
from openlaurel.core.verification import Check, Report

_PURPOSE = "inquiry"


@dataclass(frozen=True)
class About:
    """What is kept of a file: `sha256` of its content, in hexadecimal; `is_member` of one that lay in an archive."""

    name: str
    size: int = 0
    sha256: str = ""
    is_member: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Result:
    """What was found of one badge. `verdict` is the kind of a Verdict, "no_badge" or "not_run"; `holder` one of HOLDERS.

    `named` is whom the badge names in the open, `matched` what of the applicant fits; `error` is a sentence in English.
    """

    verdict: str
    holder: str = ""
    matched: str = ""
    named: str = ""
    badge_id: str = ""
    badge_name: str = ""
    issuer_id: str = ""
    issuer_name: str = ""
    issued: str = ""
    ends: str = ""
    error: str = ""
    checks: tuple[Check, ...] = ()
    further: tuple[Check, ...] = ()


# Whose a badge is, beside what the dossier says: by which of its addresses or names it is this person's, or isn't.
HOLDERS = ("email", "name", "other", "untold", "")


def sealed(data: bytes) -> bytes:
    """This function will return `data` so that only this installation reads it."""
    return seal(data, key=settings.INSTALLATION.key, purpose=_PURPOSE)


def opened(data: bytes | memoryview) -> bytes:
    """This function will return what `sealed` was given; raises SealBroken."""
    return unseal(bytes(data), key=settings.INSTALLATION.key, purpose=_PURPOSE)


def seal_about(about: About) -> bytes:
    remarks = [[_place(each.place), each.code, dict(each.params)] for each in about.remarks]
    return _sealed({**asdict(about), "remarks": remarks})


def about_of(data: bytes | memoryview) -> About:
    """This function will open what is kept of a file."""
    found = _opened(data)
    remarks = tuple(Remark(_read_place(place), code, params) for place, code, params in found.pop("remarks"))
    return About(**found, remarks=remarks)


def seal_applicant(applicant: Applicant) -> bytes:
    """This function will seal whom something is about; nobody is nothing."""
    return _sealed([applicant.names, applicant.emails]) if applicant else b""


def applicant_of(data: bytes | memoryview) -> Applicant:
    """This function will open whom something is about."""
    return Applicant(*map(tuple, _opened(data))) if data else Applicant()


def seal_given(exhibit: Exhibit) -> bytes:
    """This function will seal an exhibit without its content."""
    applicant = [exhibit.applicant.names, exhibit.applicant.emails]
    return _sealed({"place": _place(exhibit.place), "applicant": applicant, "address": exhibit.address})


def given_of(data: bytes | memoryview) -> Exhibit:
    """This function will open an exhibit, without its content."""
    found = _opened(data)
    names, emails = found["applicant"]
    return Exhibit(_read_place(found["place"]), Applicant(tuple(names), tuple(emails)), found["address"])


def seal_result(result: Result) -> bytes:
    lines = {"checks": lines_of(result.checks), "further": lines_of(result.further)}
    return _sealed({**asdict(result), **lines})


def result_of(data: bytes | memoryview) -> Result:
    """This function will open what was found."""
    found = _opened(data)
    checks, further = checks_of(found.pop("checks")), checks_of(found.pop("further"))
    return Result(**found, checks=checks, further=further)


def report_of(result: Result, at: Any = None) -> Report | None:
    """This function will return the Report of a verification, without its document; None where none was made."""
    return Report(result.checks, {}, result.further, at) if result.checks else None


def lines_of(checks: tuple[Check, ...]) -> list[list[Any]]:
    """This function will return checks as they are kept as JSON."""
    return [[check.check, check.outcome, check.reason, dict(check.params)] for check in checks]


def checks_of(lines: list[list[Any]]) -> tuple[Check, ...]:
    """This function will return the checks that `lines_of` wrote."""
    return tuple(Check(*line) for line in lines)


def _place(place: Place) -> list[Any]:
    return [place.file, str(place.part), place.number, place.name]


def _read_place(line: list[Any]) -> Place:
    return Place(line[0], Part(line[1]), line[2], line[3])


def _sealed(value: Any) -> bytes:
    return sealed(orjson.dumps(value))


def _opened(data: bytes | memoryview) -> Any:
    return orjson.loads(opened(data))
