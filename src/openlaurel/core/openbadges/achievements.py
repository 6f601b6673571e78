"""What can be earned (Open Badges 3.0.3, B.1.1 Achievement), and what its results mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from openlaurel.core.openbadges.profiles import EndorsementCredential, IdentifierEntry, Image, Profile
from openlaurel.core.openbadges.terms import (
    JWTS,
    LANGUAGE,
    NUMBER,
    TEXT,
    TEXTS,
    URI,
    Many,
    One,
    Part,
    Term,
    one_of,
)
from openlaurel.core.openbadges.vocabularies import ACHIEVEMENT_TYPES, RESULT_TYPES, TARGET_TYPES


@dataclass(frozen=True)
class Criteria(Part):
    """How it is earned, in Markdown or at an address."""

    TERMS: ClassVar = {"url": Term("id", URI), "narrative": Term("narrative", TEXT)}

    narrative: str = ""
    url: str = ""


@dataclass(frozen=True)
class Alignment(Part):
    """A skill or standard that the achievement is aligned to (B.1.4)."""

    TYPE = "Alignment"
    TERMS: ClassVar = {
        "code": Term("targetCode", TEXT),
        "description": Term("targetDescription", TEXT),
        "name": Term("targetName", TEXT, required=True),
        "framework": Term("targetFramework", TEXT),
        "target_type": Term("targetType", one_of(TARGET_TYPES, extensible=True)),
        "url": Term("targetUrl", URI, required=True),
    }

    name: str
    url: str
    description: str = ""
    framework: str = ""
    code: str = ""
    target_type: str = ""


@dataclass(frozen=True)
class Related(Part):
    """Another achievement, such as the same in another language."""

    TYPE = "Related"
    TERMS: ClassVar = {
        "id": Term("id", URI, required=True),
        "language": Term("inLanguage", LANGUAGE),
        "version": Term("version", TEXT),
    }

    id: str
    language: str = ""
    version: str = ""


@dataclass(frozen=True)
class RubricCriterionLevel(Part):
    """One level that a result can reach."""

    TYPE = "RubricCriterionLevel"
    TERMS: ClassVar = {
        "id": Term("id", URI, required=True),
        "name": Term("name", TEXT, required=True),
        "description": Term("description", TEXT),
        "points": Term("points", TEXT),
        "level": Term("level", TEXT),
        "alignments": Term("alignment", Many(One(lambda: Alignment))),
    }

    id: str
    name: str
    description: str = ""
    points: str = ""
    level: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True)
class ResultDescription(Part):
    """What kind of result comes with the achievement (B.1.21); `allowed_values` go from low to high."""

    TYPE = "ResultDescription"
    TERMS: ClassVar = {
        "id": Term("id", URI, required=True),
        "name": Term("name", TEXT, required=True),
        "result_type": Term("resultType", one_of(RESULT_TYPES, extensible=True), required=True),
        "value_min": Term("valueMin", TEXT),
        "value_max": Term("valueMax", TEXT),
        "required_value": Term("requiredValue", TEXT),
        "levels": Term("rubricCriterionLevel", Many(One(lambda: RubricCriterionLevel))),
        "required_level": Term("requiredLevel", URI),
        "allowed_values": Term("allowedValue", TEXTS),
        "alignments": Term("alignment", Many(One(lambda: Alignment))),
    }

    id: str
    name: str
    result_type: str
    value_min: str = ""
    value_max: str = ""
    required_value: str = ""
    levels: tuple[RubricCriterionLevel, ...] = ()
    required_level: str = ""
    allowed_values: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True)
class Achievement(Part):
    """What can be earned (B.1.1)."""

    TYPE = "Achievement"
    TERMS: ClassVar = {
        "id": Term("id", URI, required=True),
        "name": Term("name", TEXT, required=True),
        "description": Term("description", TEXT, required=True),
        "criteria": Term("criteria", One(lambda: Criteria), required=True),
        "achievement_type": Term("achievementType", one_of(ACHIEVEMENT_TYPES, extensible=True)),
        "language": Term("inLanguage", LANGUAGE),
        "image": Term("image", One(lambda: Image)),
        "creator": Term("creator", One(lambda: Profile)),
        "alignments": Term("alignment", Many(One(lambda: Alignment))),
        "result_descriptions": Term("resultDescription", Many(One(lambda: ResultDescription))),
        "tags": Term("tag", TEXTS),
        "version": Term("version", TEXT),
        "credits": Term("creditsAvailable", NUMBER),
        "field_of_study": Term("fieldOfStudy", TEXT),
        "human_code": Term("humanCode", TEXT),
        "specialization": Term("specialization", TEXT),
        "other_identifiers": Term("otherIdentifier", Many(One(lambda: IdentifierEntry))),
        "related": Term("related", Many(One(lambda: Related))),
        "endorsements": Term("endorsement", Many(One(lambda: EndorsementCredential))),
        "endorsement_jwts": Term("endorsementJwt", JWTS),
    }

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str = ""
    language: str = ""
    image: Image | None = None
    creator: Profile | None = None
    alignments: tuple[Alignment, ...] = ()
    result_descriptions: tuple[ResultDescription, ...] = ()
    tags: tuple[str, ...] = ()
    version: str = ""
    credits: float | int | None = None
    field_of_study: str = ""
    human_code: str = ""
    specialization: str = ""
    other_identifiers: tuple[IdentifierEntry, ...] = ()
    related: tuple[Related, ...] = ()
    endorsements: tuple[EndorsementCredential, ...] = ()
    endorsement_jwts: tuple[str, ...] = ()
