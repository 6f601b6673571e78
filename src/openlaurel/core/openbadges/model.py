"""The parts of an OpenBadgeCredential as values (Open Badges 3.0.3, appendix B), each knowing its wire form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openlaurel.core.openbadges.errors import BadDefinition

ACHIEVEMENT_TYPES = frozenset(
    [
        "Achievement",
        "ApprenticeshipCertificate",
        "Assessment",
        "Assignment",
        "AssociateDegree",
        "Award",
        "Badge",
        "BachelorDegree",
        "Certificate",
        "CertificateOfCompletion",
        "Certification",
        "CommunityService",
        "Competency",
        "Course",
        "CoCurricular",
        "Degree",
        "Diploma",
        "DoctoralDegree",
        "Fieldwork",
        "GeneralEducationDevelopment",
        "JourneymanCertificate",
        "LearningProgram",
        "License",
        "Membership",
        "ProfessionalDoctorate",
        "QualityAssuranceCredential",
        "MasterCertificate",
        "MasterDegree",
        "MicroCredential",
        "ResearchDoctorate",
        "SecondarySchoolDiploma",
    ]
)
RESULT_TYPES = frozenset(
    [
        "GradePointAverage",
        "LetterGrade",
        "Percent",
        "PerformanceLevel",
        "PredictedScore",
        "RawScore",
        "Result",
        "RubricCriterion",
        "RubricCriterionLevel",
        "RubricScore",
        "ScaledScore",
        "Status",
    ]
)


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """This function will leave out what is None, empty text or an empty list."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], ())}


@dataclass(frozen=True)
class Image:
    """A picture by its address; the caption says what it shows."""

    url: str
    caption: str = ""

    def as_json(self) -> dict[str, Any]:
        return without_empty({"id": self.url, "type": "Image", "caption": self.caption})


@dataclass(frozen=True)
class Profile:
    """Who issues, creates or endorses (B.1.16)."""

    id: str
    name: str
    url: str = ""
    email: str = ""
    description: str = ""
    image: Image | None = None

    def as_json(self) -> dict[str, Any]:
        return without_empty(
            {
                "id": self.id,
                "type": ["Profile"],
                "name": self.name,
                "url": self.url,
                "email": self.email,
                "description": self.description,
                "image": self.image and self.image.as_json(),
            }
        )


@dataclass(frozen=True)
class Alignment:
    """A skill or standard that the achievement is aligned to (B.1.4)."""

    name: str
    url: str
    description: str = ""
    framework: str = ""
    code: str = ""
    target_type: str = "ceasn:Competency"

    def as_json(self) -> dict[str, Any]:
        return without_empty(
            {
                "type": ["Alignment"],
                "targetCode": self.code,
                "targetDescription": self.description,
                "targetName": self.name,
                "targetFramework": self.framework,
                "targetType": self.target_type,
                "targetUrl": self.url,
            }
        )


@dataclass(frozen=True)
class RubricCriterionLevel:
    """One level that a result can reach."""

    id: str
    name: str
    description: str = ""
    points: str = ""

    def as_json(self) -> dict[str, Any]:
        return without_empty(
            {
                "id": self.id,
                "type": ["RubricCriterionLevel"],
                "name": self.name,
                "description": self.description,
                "points": self.points,
            }
        )


@dataclass(frozen=True)
class ResultDescription:
    """What kind of result comes with the achievement (B.1.21)."""

    id: str
    name: str
    result_type: str
    value_min: str = ""
    value_max: str = ""
    required_value: str = ""
    levels: tuple[RubricCriterionLevel, ...] = ()

    def as_json(self) -> dict[str, Any]:
        if self.result_type not in RESULT_TYPES:
            raise BadDefinition(f"{self.result_type!r} is not a result type of Open Badges 3.0.")
        return without_empty(
            {
                "id": self.id,
                "type": ["ResultDescription"],
                "name": self.name,
                "resultType": self.result_type,
                "valueMin": self.value_min,
                "valueMax": self.value_max,
                "requiredValue": self.required_value,
                "rubricCriterionLevel": [level.as_json() for level in self.levels],
            }
        )


@dataclass(frozen=True)
class Result:
    """One result that was reached (B.1.20). `achieved_level` is the id of a RubricCriterionLevel."""

    description_id: str
    value: str = ""
    achieved_level: str = ""
    status: str = ""

    def as_json(self) -> dict[str, Any]:
        return without_empty(
            {
                "type": ["Result"],
                "achievedLevel": self.achieved_level,
                "resultDescription": self.description_id,
                "status": self.status,
                "value": self.value,
            }
        )


@dataclass(frozen=True)
class Evidence:
    """What shows that it was earned (B.1.11)."""

    name: str
    id: str = ""
    narrative: str = ""
    description: str = ""
    genre: str = ""

    def as_json(self) -> dict[str, Any]:
        return without_empty(
            {
                "id": self.id,
                "type": ["Evidence"],
                "name": self.name,
                "narrative": self.narrative,
                "description": self.description,
                "genre": self.genre,
            }
        )


@dataclass(frozen=True)
class Achievement:
    """What can be earned (B.1.1)."""

    id: str
    name: str
    description: str
    criteria: str
    achievement_type: str
    language: str
    image: Image | None = None
    creator: Profile | None = None
    alignments: tuple[Alignment, ...] = ()
    result_descriptions: tuple[ResultDescription, ...] = ()
    tags: tuple[str, ...] = ()
    version: str = ""
    credits: float | int | None = None
    field_of_study: str = ""
    criteria_url: str = ""

    def as_json(self) -> dict[str, Any]:
        if self.achievement_type not in ACHIEVEMENT_TYPES and not self.achievement_type.startswith("ext:"):
            raise BadDefinition(
                f"{self.achievement_type!r} is neither an achievement type of Open Badges 3.0 nor starts with 'ext:'."
            )
        return without_empty(
            {
                "id": self.id,
                "type": ["Achievement"],
                "name": self.name,
                "description": self.description,
                "criteria": without_empty({"id": self.criteria_url, "narrative": self.criteria}),
                "achievementType": self.achievement_type,
                "inLanguage": self.language,
                "image": self.image and self.image.as_json(),
                "creator": self.creator and self.creator.as_json(),
                "alignment": _all(self.alignments),
                "resultDescription": _all(self.result_descriptions),
                "tag": list(self.tags),
                "version": self.version,
                "creditsAvailable": self.credits,
                "fieldOfStudy": self.field_of_study,
            }
        )


def _all(parts: Iterable[Alignment | ResultDescription]) -> list[dict[str, Any]]:
    return [part.as_json() for part in parts]
