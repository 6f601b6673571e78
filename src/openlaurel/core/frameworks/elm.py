"""The European Learning Model, version 3, as JSON-LD: what can be learnt and proved, not who proved it."""

from __future__ import annotations

from typing import Any

from openlaurel.core.frameworks.codes import country_address, language_address
from openlaurel.core.frameworks.definition import Definition, SkillClaim
from openlaurel.core.frameworks.export import (
    Export,
    Loss,
    LossKind,
    compact,
    missing,
    not_held,
    text,
    unknown,
)

CONTEXT = "http://data.europa.eu/snb/model/context/edc-ap"
_SNB = "http://data.europa.eu/snb"
_SCHEME = "25831c2"
_ECTS = f"{_SNB}/education-credit/6fcec5c5af"
_ESCO_SKILLS = "http://data.europa.eu/esco/skill/"
_MODES = {
    "online": f"{_SNB}/learning-assessment/920fbb3cbe",
    "onsite": f"{_SNB}/learning-assessment/9191af2ed9",
    "blended": f"{_SNB}/learning-assessment/e92d221e4d",
}

_MISSING = {
    "outcomes": "The model (LOQ, learningOutcome) requires at least one learning outcome, and the definition lists none.",
    "awarding_body_name": "The model (LOQ, legalName) requires the legal name of the awarding body, and the definition has none.",
    "country": "The model (LOQ, countryCode) requires the country of the awarding body, and the definition names none.",
}
_NOT_HELD = {
    "achievement_type": "The model's list of types has none that matches.",
    "level": "The model has levels of frameworks only, and this one belongs to none.",
    "supervision": "The model says how an assessment was supervised only of a learner's own assessment.",
    "price_amount": "The model says prices of an opportunity to learn, not of an achievement.",
    "price_currency": "The model says prices of an opportunity to learn, not of an achievement.",
    "validity_months": "The model says until when a learner's own credential is valid, not for how long each is.",
    "credits": "The model counts credits of a named system, and the definition gives a number alone.",
    "skills.level": "A skill in the model has no level of its own.",
}


def to_elm_v3(definition: Definition) -> Export:
    """This function will return a Qualification if there is an EQF level, else a LearningAchievementSpecification.

    A Qualification requires the level. What the model requires is taken from its application profile for learning
    opportunities and qualifications (LOQ).
    """
    is_qualification = definition.eqf_level is not None
    document = {
        "@context": CONTEXT,
        "id": definition.address,
        "type": "Qualification" if is_qualification else "LearningAchievementSpecification",
    } | _specification(definition)
    return Export(document, tuple(_losses(definition, is_qualification=is_qualification)))


def _specification(definition: Definition) -> dict[str, Any]:
    notes = (
        definition.criteria,
        definition.quality_assurance,
        definition.how_awarded,
        definition.stackability,
    )
    hours = definition.workload_hours
    return compact(
        {
            "title": text(definition, definition.name),
            "description": text(definition, definition.description),
            "homepage": [{"type": "WebResource", "contentURL": definition.address}],
            "category": {definition.language: list(definition.tags)} if definition.tags else {},
            "additionalNote": [_note(definition, note) for note in notes if note],
            "language": _concepts(language_address(definition.language)),
            "mode": _concepts(_MODES.get(definition.participation, "")),
            "volumeOfLearning": f"PT{hours}H" if hours else None,
            "creditPoint": _credit_points(definition),
            "eqfLevel": _eqf_level(definition),
            "entryRequirement": _entry_requirement(definition),
            "learningOutcome": [
                *(
                    {"type": "LearningOutcome", "title": text(definition, outcome)}
                    for outcome in definition.outcomes
                ),
                *(_skill_outcome(definition, skill) for skill in definition.skills),
            ],
            "provenBy": _assessments(definition),
            "awardingOpportunity": _awarding_opportunities(definition),
        }
    )


def _note(definition: Definition, words: str) -> dict[str, Any]:
    return {"type": "Note", "noteLiteral": text(definition, words)}


def _concept(address: str) -> dict[str, Any]:
    """A term of an EU list, whose address is that of the list and a code."""
    scheme = address.rpartition("/")[0]
    if scheme.startswith(_SNB):
        scheme = f"{scheme}/{_SCHEME}"
    return {"id": address, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}}


def _concepts(address: str) -> list[dict[str, Any]]:
    return [_concept(address)] if address else []


def _credit_points(definition: Definition) -> list[dict[str, Any]]:
    if definition.ects is None:
        return []
    return [{"type": "CreditPoint", "framework": _concept(_ECTS), "point": f"{definition.ects:f}"}]


def _eqf_level(definition: Definition) -> dict[str, Any] | None:
    level = definition.eqf_level
    return None if level is None else _concept(f"{_SNB}/eqf/{level}")


def _entry_requirement(definition: Definition) -> dict[str, Any]:
    said = [*filter(None, [definition.prerequisites]), *definition.required]
    return {"type": "Note", "noteLiteral": {definition.language: said}} if said else {}


def _skill_outcome(definition: Definition, skill: SkillClaim) -> dict[str, Any]:
    """A skill is an outcome of its own, since the definition doesn't say to which outcome it belongs."""
    related = "relatedESCOSkill" if skill.url.startswith(_ESCO_SKILLS) else "relatedSkill"
    framework = {"type": "ConceptScheme", "prefLabel": text(definition, skill.framework)}
    concept = compact(
        {
            "id": skill.url,
            "type": "Concept",
            "prefLabel": text(definition, skill.name),
            "notation": skill.code,
            "inScheme": framework if skill.framework else {},
        }
    )
    return compact(
        {
            "type": "LearningOutcome",
            "title": text(definition, skill.name),
            "additionalNote": [_note(definition, skill.description)] if skill.description else [],
            related: [concept],
        }
    )


def _assessments(definition: Definition) -> list[dict[str, Any]]:
    if not definition.assessment_type and not definition.identity_check:
        return []
    check = definition.identity_check
    return [
        compact(
            {
                "type": "LearningAssessmentSpecification",
                "title": text(definition, definition.name),
                "description": text(definition, definition.assessment_type),
                "additionalNote": [_note(definition, check)] if check else [],
            }
        )
    ]


def _awarding_opportunities(definition: Definition) -> list[dict[str, Any]]:
    country, url = country_address(definition.country), definition.awarding_body_url
    if not (definition.awarding_body_name or url or country):
        return []
    address = {"type": "Address", "countryCode": _concept(country)} if country else {}
    body = {
        "type": "Organisation",
        "legalName": text(definition, definition.awarding_body_name),
        "homepage": [{"type": "WebResource", "contentURL": url}] if url else [],
        "location": [{"type": "Location", "address": [address]}] if address else [],
    }
    return [
        {
            "type": "AwardingOpportunity",
            "learningAchievementSpecification": definition.address,
            "awardingBody": [compact(body)],
        }
    ]


def _losses(definition: Definition, *, is_qualification: bool) -> list[Loss]:
    losses = missing(definition, _MISSING) + not_held(definition, _NOT_HELD)
    losses.append(
        Loss(
            "ISCEDFCode",
            LossKind.MISSING,
            "The model (LOQ, ISCEDFCode) requires a field of study from ISCED-F, which a definition doesn't say.",
        )
    )
    if is_qualification:
        losses.append(
            Loss(
                "NQFLevel",
                LossKind.MISSING,
                "The model (LOQ, NQFLevel) requires the national level of a qualification, which a definition doesn't say.",
            )
        )
    known = {
        "language": language_address(definition.language),
        "country": not definition.country or country_address(definition.country),
        "participation": not definition.participation or definition.participation in _MODES,
    }
    return losses + unknown(definition, known, "The EU list has no term for %(value)s.")
