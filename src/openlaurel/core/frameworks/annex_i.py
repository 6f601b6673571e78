"""The European standard elements to describe a micro-credential (Recommendation 2022/C 243/02, Annex I)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from openlaurel.core.frameworks.definition import Definition
from openlaurel.core.frameworks.export import Export, Loss, LossKind, number
from openlaurel.core.openbadges.terms import without_empty


@dataclass(frozen=True)
class _Element:
    """`field` is what a loss names; an element without a `read` is said by the award."""

    key: str
    label: str
    mandatory: bool
    field: str
    read: Callable[[Definition], Any] | None
    missing: str


def _workload(definition: Definition) -> dict[str, Any]:
    return without_empty({"hours": definition.workload_hours or None, "ects": number(definition.ects)})


def _awarding_body(definition: Definition) -> dict[str, Any]:
    return without_empty({"name": definition.awarding_body_name, "url": definition.awarding_body_url})


def _prerequisites(definition: Definition) -> dict[str, Any]:
    return without_empty({"text": definition.prerequisites, "required": list(definition.required)})


def _supervision(definition: Definition) -> dict[str, Any]:
    return without_empty({"supervision": definition.supervision, "identity_check": definition.identity_check})


def _further(definition: Definition) -> dict[str, Any]:
    return without_empty(
        {
            "address": definition.address,
            "language": definition.language,
            "type": definition.achievement_type,
            "description": definition.description,
            "criteria": definition.criteria,
            "level": definition.level,
            "skills": [without_empty(asdict(skill)) for skill in definition.skills],
            "price_amount": number(definition.price_amount),
            "price_currency": definition.price_currency,
            "validity_months": definition.validity_months,
            "credits": number(definition.credits),
            "how_awarded": definition.how_awarded,
            "tags": list(definition.tags),
        }
    )


_ELEMENTS = (
    _Element(
        "learner",
        "Identification of the learner",
        True,
        "learner",
        None,
        "The learner is named by each award, not by the definition.",
    ),
    _Element("title", "Title of the micro-credential", True, "name", lambda d: d.name, ""),
    _Element(
        "country",
        "Country or region of the issuer",
        True,
        "country",
        lambda d: d.country,
        "Annex I asks for the country of the issuer, and the definition names none.",
    ),
    _Element(
        "awarding_body",
        "Awarding body",
        True,
        "awarding_body_name",
        _awarding_body,
        "Annex I asks for the awarding body, and the definition names none.",
    ),
    _Element(
        "date_of_issuing",
        "Date of issuing",
        True,
        "date_of_issuing",
        None,
        "The date of issuing is said by each award, not by the definition.",
    ),
    _Element(
        "learning_outcomes",
        "Learning outcomes",
        True,
        "outcomes",
        lambda d: list(d.outcomes),
        "Annex I asks for learning outcomes, and the definition lists none.",
    ),
    _Element(
        "workload",
        "Notional workload, in ECTS wherever possible",
        True,
        "workload_hours",
        _workload,
        "Annex I asks for the workload, and the definition gives neither hours nor ECTS.",
    ),
    _Element(
        "level",
        "Level of the learning experience (EQF, QF-EHEA)",
        True,
        "eqf_level",
        lambda d: d.eqf_level,
        "Annex I asks for the EQF level where there is one, and the definition gives none.",
    ),
    _Element(
        "assessment",
        "Type of assessment",
        True,
        "assessment_type",
        lambda d: d.assessment_type,
        "Annex I asks for the type of assessment, and the definition gives none.",
    ),
    _Element(
        "participation",
        "Form of participation",
        True,
        "participation",
        lambda d: d.participation,
        "Annex I asks for the form of participation, and the definition gives none.",
    ),
    _Element(
        "quality_assurance",
        "Type of quality assurance",
        True,
        "quality_assurance",
        lambda d: d.quality_assurance,
        "Annex I asks for the type of quality assurance, and the definition gives none.",
    ),
    _Element("prerequisites", "Prerequisites to enrol", False, "prerequisites", _prerequisites, ""),
    _Element("supervision", "Supervision and identity verification", False, "supervision", _supervision, ""),
    _Element("grade", "Grade achieved", False, "grade", None, ""),
    _Element(
        "stackability", "Integration and stackability", False, "stackability", lambda d: d.stackability, ""
    ),
    _Element("further_information", "Further information", False, "address", _further, ""),
)


def to_annex_i(definition: Definition) -> Export:
    """This function will return the elements in the order of Annex I, mandatory ones first.

    Each is `{"element", "label", "mandatory", "present", "value"}`, without a value where it isn't present. Losses
    are the mandatory ones that aren't. What Annex I has no element for is its further information.
    """
    document: list[dict[str, Any]] = []
    losses: list[Loss] = []
    for element in _ELEMENTS:
        value = element.read(definition) if element.read else None
        entry = {
            "element": element.key,
            "label": element.label,
            "mandatory": element.mandatory,
            "present": bool(value),
        }
        document.append(entry | {"value": value} if value else entry)
        if element.mandatory and not value:
            losses.append(Loss(element.field, LossKind.MISSING, element.missing))
    if definition.awarding_body_url and not definition.awarding_body_name:
        losses.append(
            Loss(
                "awarding_body_name",
                LossKind.MISSING,
                "Annex I asks for the awarding body, and the definition gives only its address.",
            )
        )
    return Export(document, tuple(losses))
