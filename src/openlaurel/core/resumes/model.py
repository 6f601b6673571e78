"""What a résumé says, before it is written in any form. All of it is text of people: nothing in it is markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class ResumeBadge:
    """A badge that proves itself at `url`. `until` is its last day; `state` says in words how it counts now.

    `number` is its short number; `specification` the achievement in the terms of the European Learning Model, if known.
    """

    name: str
    issuer: str
    url: str
    issued: date | None = None
    until: date | None = None
    is_valid: bool = True
    state: str = ""
    language: str = ""
    number: str = ""
    issuer_url: str = ""
    specification: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class ResumeSkill:
    """A skill with the names of the badges that prove it; `level` in words."""

    name: str
    level: str = ""
    proved_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResumeEntry:
    """A project, job or degree as the person states it. `starts` and `ends` are YYYY or YYYY-MM, `time` the same in words."""

    title: str
    organisation: str = ""
    url: str = ""
    text: str = ""
    starts: str = ""
    ends: str = ""
    time: str = ""
    badges: tuple[ResumeBadge, ...] = ()


@dataclass(frozen=True)
class Resume:
    """`language` is a BCP 47 tag, `links` are (label, address), `made_on` is the day of writing.

    `url` is the page of the person, empty where there is none for others.
    """

    name: str
    language: str
    made_on: date
    headline: str = ""
    summary: str = ""
    place: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    links: tuple[tuple[str, str], ...] = ()
    badges: tuple[ResumeBadge, ...] = ()
    skills: tuple[ResumeSkill, ...] = ()
    projects: tuple[ResumeEntry, ...] = ()
    work: tuple[ResumeEntry, ...] = ()
    degrees: tuple[ResumeEntry, ...] = ()


@dataclass(frozen=True)
class ResumeLabels:
    """The words around it, in the résumé's language."""

    title: str
    badges: str
    skills: str
    projects: str
    work: str
    degrees: str
    declared: str
    proved_by: str
    issued: str
    until: str
    verify: str
    note: str
    qr_alt: str
    page: str
    is_rtl: bool = False
