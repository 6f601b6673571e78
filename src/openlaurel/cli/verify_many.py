"""openlaurel verify, of many: several files, or one that holds many. A line each, and how many hold."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.saying import mark, printable, say

if TYPE_CHECKING:
    from openlaurel.core.dossiers import Exhibit, Remark
    from openlaurel.core.verification import Report

VERIFIED, NOT_VERIFIED, NOT_READ = 0, 1, 2
ADDRESSES = ("https://", "http://")
MAX_FILES = 10_000


class Verify(Protocol):
    """Verifies the content of a file, or the badge at an address; raises a VerifierError."""

    def __call__(self, source: bytes | str, recipient: str = ...) -> Report: ...


@dataclass
class Line:
    """What became of one exhibit; `whose` is one of the HOLDERS of a report."""

    exhibit: Exhibit
    report: Report | None = None
    fault: str = ""
    whose: str = ""

    @property
    def is_verified(self) -> bool:
        return self.report is not None and self.report.verified


def is_of_many(sources: Sequence[str]) -> bool:
    """This function will tell whether what was named is more than one badge."""
    from openlaurel.core.dossiers import is_single_badge

    if len(sources) > 1 or Path(sources[0]).is_dir():
        return True
    content = read_source(sources[0]) if sources[0] != "-" else ""
    return isinstance(content, bytes) and not is_single_badge(content)


def read_source(source: str) -> bytes | str:
    """This function will return an address as it is, else the content: as many bytes as are read, and one more."""
    from openlaurel.core.dossiers import MAX_BYTES

    if source.lower().startswith(ADDRESSES):
        return source
    try:
        if source == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandFailed(f"{printable(source)} can't be read: {error.strerror}.", code=NOT_READ) from error


def run_many(sources: Sequence[str], verify: Verify, *, as_json: bool, recipient: str) -> int:
    """This function will verify everything that is found, print a line each as it comes, and return the exit code."""
    remarks: list[Remark] = []
    lines = []
    for exhibit in _exhibits(sources, remarks):
        line = _verified(exhibit, verify, recipient)
        lines.append(line)
        if not as_json:
            _say(line)
    if not lines and not remarks:
        raise CommandFailed(f"{printable(sources[0])} holds no file.", code=NOT_READ)
    if as_json:
        print(json.dumps({"badges": [_as_json(line) for line in lines], "remarks": _told(remarks)}, indent=2))
    else:
        for remark in remarks:
            say(f"{mark('skipped')} {printable(str(remark.place))}: {printable(remark.message)}")
        say(f"{sum(line.is_verified for line in lines)} of {len(lines)} verified.")
    if any(line.fault for line in lines) or not lines:
        return NOT_READ
    return VERIFIED if all(line.is_verified for line in lines) else NOT_VERIFIED


def _exhibits(sources: Sequence[str], remarks: list[Remark]) -> Iterator[Exhibit]:
    from openlaurel.adapters.confined_pdf import read_pdf
    from openlaurel.core.dossiers import Exhibit, Part, Place, is_archive, read_file, unpack

    for source in _unfolded(sources):
        content = read_source(source)
        if isinstance(content, str):
            yield Exhibit(Place(source, Part.WHOLE), address=content)
            continue
        files = {source: content}
        if is_archive(content):
            files, told = unpack(source, content)
            remarks.extend(told)
        for name, data in files.items():
            reading = read_file(name, data, read_pdf=read_pdf)
            remarks.extend(reading.remarks)
            yield from reading.exhibits


def _unfolded(sources: Sequence[str]) -> Iterator[str]:
    """The files of folders in their place, those below them too; links are not followed."""
    for source in sources:
        if not Path(source).is_dir():
            yield source
            continue
        found = sorted(
            os.path.join(folder, name)
            for folder, _, names in os.walk(source)
            for name in names
            if name[:1] != "."
        )
        if len(found) > MAX_FILES:
            raise CommandFailed(
                f"{printable(source)} holds {len(found):,} files; at most {MAX_FILES:,} are read.",
                code=NOT_READ,
            )
        yield from found


def _verified(exhibit: Exhibit, verify: Verify, recipient: str) -> Line:
    from openlaurel.apps.verifier.errors import VerifierError
    from openlaurel.apps.verifier.holding import held_by

    try:
        report = verify(exhibit.content or exhibit.address, recipient)
    except VerifierError as error:
        return Line(exhibit, fault=str(error))
    whose = "" if recipient else held_by(report, exhibit.applicant).by
    return Line(exhibit, report, whose=whose)


_WHOSE = {
    "email": ", issued to the address given",
    "name": ", issued to somebody of the name given",
    "other": ", issued to another name or address than given",
    "untold": ", whose it is can't be told",
    "": "",
}


def _say(line: Line) -> None:
    place = printable(str(line.exhibit.place))
    what = (
        f" {printable(line.exhibit.address)}"
        if line.exhibit.address not in {"", line.exhibit.place.file}
        else ""
    )
    if line.report is None:
        say(f"{mark('fail')} {place}{what}: {printable(line.fault)}")
        return
    failed = next(
        (check.detail for check in line.report.deciding if check.outcome == "fail"), "Not verified."
    )
    found = f"verified{_WHOSE[line.whose]}" if line.is_verified else printable(failed)
    sign = "fail" if not line.is_verified else "warn" if line.whose in {"other", "untold"} else "pass"
    say(f"{mark(sign)} {place}{what}: {found}")


def _as_json(line: Line) -> dict[str, Any]:
    answer = line.report.as_json() if line.report is not None else {"verified": False, "fault": line.fault}
    whose = {"holder": line.whose} if line.whose else {}
    address = {"address": line.exhibit.address} if line.exhibit.address else {}
    return {"source": str(line.exhibit.place), **address, **whose, **answer}


def _told(remarks: Sequence[Remark]) -> list[dict[str, str]]:
    return [{"source": str(each.place), "code": each.code, "detail": each.message} for each in remarks]
