"""What somebody hands over to be verified as many, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# What one file may bring. Each is looked at by itself, which may take seconds.
MAX_EXHIBITS = 1_000
MAX_NAMES, MAX_EMAILS = 20, 10


class Kind(StrEnum):
    """What a file is, told by its content."""

    BADGE = "badge"
    CV = "cv"
    TABLE = "table"
    ARCHIVE = "archive"
    LIST = "list"


class Part(StrEnum):
    """Which part of a file is meant."""

    WHOLE = "whole"
    PAGE = "page"
    ROW = "row"
    LINE = "line"
    TEXT = "text"
    LINK = "link"
    ATTACHMENT = "attachment"
    PICTURE = "picture"


@dataclass(frozen=True)
class Place:
    """Where something was found: `number` counts pages, rows and lines from 1, `name` is that of what is enclosed."""

    file: str
    part: Part = Part.WHOLE
    number: int = 0
    name: str = ""

    def __str__(self) -> str:
        number = f" {self.number}" if self.number else ""
        name = f" {self.name}" if self.name else ""
        return self.file if self.part is Part.WHOLE else f"{self.file}, {self.part}{number}{name}"


@dataclass(frozen=True)
class Applicant:
    """Whom a source says that it is about, the likeliest first. A CV doesn't say which of its lines is the name."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.emails)


@dataclass(frozen=True)
class Exhibit:
    """One badge that was found: its file in `content`, or the `address` at which it is said to be."""

    place: Place
    applicant: Applicant = Applicant()
    address: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Remark:
    """What wasn't looked at, or not whole. `code` is one of REMARKS."""

    place: Place
    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return REMARKS[self.code].format(**self.params)


@dataclass(frozen=True)
class Reading:
    """What a file turned out to hold: `exhibits` in its order, and what there is to say of the rest."""

    exhibits: tuple[Exhibit, ...] = ()
    remarks: tuple[Remark, ...] = ()
    applicant: Applicant = Applicant()


# Pages translate by code.
REMARKS: Mapping[str, str] = {
    "empty": "The file is empty.",
    "unknown": "This is of a kind that isn't read. Give CVs as PDF or DOCX, applicants as CSV or XLSX, badges as PNG, SVG, "
    "JSON or JWT, or a ZIP of these.",
    "old_office": "This is of an older or another office program. Save it as PDF, DOCX or XLSX.",
    "photo": "A JPEG, GIF or WebP picture can't carry a badge. Give the PNG or SVG file as it was downloaded.",
    "page": "This is a saved web page. Give its address instead.",
    "too_large": "It has {found} bytes; at most {most} are read.",
    "locked": "It is protected by a password. Save it without one.",
    "damaged": "It is damaged and can't be read. Save it again.",
    "too_much_work": "It is built so that reading it takes too much time or memory; what was read up to there counts. "
    "Print it to a new PDF.",
    "pages_cut": "It has {found} pages; only the first {most} were read.",
    "pages_unread": "Pages whose text can't be read: {count}, such as page {page}; their links were read.",
    "text_cut": "It has more text than is read; what comes after the first {most} characters wasn't looked at.",
    "exhibits_cut": "It names {found} badges; only the first {most} are verified. Split it into several.",
    "table": "The table can't be read: {fault}",
    "no_link_column": "No column holds links to badges. Its columns are: {found}. Call one of them “Badge link”.",
    "rows_without_link": "Rows without a link to a badge: {count}, such as row {row}.",
    "nothing_in_it": "No badge and no link to one was found in it.",
    "links_left": "Links that don't look like those of badges and weren't opened: {count}, such as {example}.",
    "words_left": "Words that aren't web addresses and were left out: {count}, such as “{example}”.",
    "nested": "This is an archive inside an archive, which isn't opened. Unpack it and give it by itself.",
    "archive_too_large": "Unpacked, the archive has {found} {unit}; at most {most} are read. Split it into several.",
    "unsafe_path": "The archive holds a file that points out of it: {file}. Nothing of it was read.",
    "twice": "The archive holds two files of the name {file}. Nothing of it was read.",
    "archive_damaged": "The archive is damaged, or protected by a password, at {file}.",
}
