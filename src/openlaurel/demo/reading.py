"""The files of the demo world as values. What is missing or misspelt in them raises BadWorld, which names the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

WORLD = Path(__file__).parent / "world"


class BadWorld(Exception):
    """A file of the demo world can't be used; the message names it."""


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: str = ""
    language: str = "en"


@dataclass(frozen=True)
class LessonFile:
    title: str
    minutes: int
    body: str


@dataclass(frozen=True)
class CourseFiles:
    """What makes an achievement one that can be earned here."""

    title: str
    summary: str
    lessons: tuple[LessonFile, ...]
    quiz: Mapping[str, Any]
    task: Mapping[str, Any]


@dataclass(frozen=True)
class AchievementFiles:
    """`fields` are those of a catalogue Definition, numbers that are money or credits as Decimal."""

    slug: str
    fields: Mapping[str, Any]
    course: CourseFiles | None


@dataclass(frozen=True)
class OrganisationFiles:
    """`brand` holds its colours, and the bytes of its logo; `steps` and `optional` of a programme are slugs."""

    fields: Mapping[str, Any]
    people: tuple[Person, ...]
    achievements: tuple[AchievementFiles, ...]
    brand: Mapping[str, Any]
    programmes: tuple[Mapping[str, Any], ...]
    certificate: Mapping[str, Any]
    families: tuple[Mapping[str, Any], ...]

    def email_of(self, role: str) -> str:
        """This function will return the address of the first person with this role."""
        return next(person.email for person in self.people if person.role == role)


@dataclass(frozen=True)
class World:
    organisations: tuple[OrganisationFiles, ...]
    learners: tuple[Person, ...]
    journeys: tuple[Mapping[str, Any], ...]
    awards: tuple[Mapping[str, Any], ...]
    claim_codes: tuple[Mapping[str, Any], ...]
    openings: tuple[Mapping[str, Any], ...]
    recalls: tuple[Mapping[str, Any], ...]
    submissions: Mapping[str, str]
    workspace: Mapping[str, Any]


@dataclass(frozen=True)
class Company:
    """Who gets the badges that one organisation issues over many weeks; `shares` are of a hundred, by slug.

    `customers` send rosters.
    """

    organisation: str
    awards: int
    weeks: int
    people: int
    customers: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    shares: Mapping[str, int]


def read_company(folder: Path = WORLD) -> Company:
    """This function will read who the company's badges go to; raises BadWorld for a file that can't be used."""
    fields = _toml(folder / "company.toml")
    lists = {name: tuple(fields[name]) for name in ("customers", "given", "family")}
    return Company(**{**fields, **lists})


def read_world(folder: Path = WORLD) -> World:
    """This function will read the whole world; raises BadWorld for the first file that can't be used."""
    people = _toml(folder / "people.toml")
    return World(
        organisations=tuple(
            _organisation(file.parent) for file in sorted(folder.glob("*/organisation.toml"))
        ),
        learners=tuple(Person(**learner) for learner in people["learners"]),
        journeys=tuple(people.get("journeys", ())),
        awards=tuple(people.get("awards", ())),
        claim_codes=tuple(people.get("claim_codes", ())),
        openings=tuple(people.get("openings", ())),
        recalls=tuple(people.get("recalls", ())),
        submissions={
            file.stem: file.read_text("utf-8") for file in sorted((folder / "submissions").glob("*.md"))
        },
        workspace=_toml(folder / "workspace.toml"),
    )


def _organisation(folder: Path) -> OrganisationFiles:
    fields = _toml(folder / "organisation.toml")
    people = tuple(Person(**person) for person in fields.pop("people", ()))
    files = sorted(folder.glob("*/achievement.toml"))
    achievements = tuple(_achievement(file.parent) for file in files)
    brand, programmes = (
        _with_file(folder, fields.pop("brand", {}), "logo"),
        tuple(fields.pop("programmes", ())),
    )
    families = tuple(fields.pop("families", ()))
    certificate = _with_file(folder, fields.pop("certificate", {}), "signature")
    return OrganisationFiles(fields, people, achievements, brand, programmes, certificate, families)


def _with_file(folder: Path, fields: dict[str, Any], name: str) -> dict[str, Any]:
    """The fields with the bytes of the file that one of them names."""
    try:
        return fields | {name: (folder / fields[name]).read_bytes()} if name in fields else fields
    except OSError as error:
        raise BadWorld(f"{folder.name}/organisation.toml: {error}") from error


def _achievement(folder: Path) -> AchievementFiles:
    fields = _toml(folder / "achievement.toml")
    for name in ("price_amount", "ects", "credits"):
        if name in fields:
            fields[name] = Decimal(str(fields[name]))
    course = _course(folder) if (folder / "course.toml").exists() else None
    return AchievementFiles(folder.name, fields, course)


def _course(folder: Path) -> CourseFiles:
    course = _toml(folder / "course.toml")
    try:
        lessons = tuple(
            LessonFile(
                title=lesson["title"],
                minutes=lesson["minutes"],
                body=(folder / lesson["file"]).read_text("utf-8"),
            )
            for lesson in course["lessons"]
        )
    except (KeyError, OSError) as error:
        raise BadWorld(f"{folder.name}/course.toml: {error}") from error
    return CourseFiles(
        title=course["title"],
        summary=course["summary"],
        lessons=lessons,
        quiz=_toml(folder / "quiz.toml"),
        task=_toml(folder / "task.toml"),
    )


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadWorld(f"{file.parent.name}/{file.name}: {error}") from error
