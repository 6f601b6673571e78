"""Open Badges 3.0.3: a definition as an Achievement (B.1.1), without its picture and its result scales."""

from __future__ import annotations

from typing import Any

from openlaurel.core.frameworks.definition import Definition, SkillClaim
from openlaurel.core.frameworks.export import (
    Export,
    Loss,
    LossKind,
    compact,
    missing,
    not_held,
    number,
    unknown,
)
from openlaurel.core.openbadges.vocabularies import ACHIEVEMENT_TYPES, is_extension, is_language
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES

MISSING = {
    "description": "Open Badges 3.0.3 (B.1.1, description) requires a description, and the definition has none.",
    "criteria": "Open Badges 3.0.3 (B.1.1, criteria) requires criteria, and the definition has none.",
}
NOT_HELD = {
    "level": "Open Badges has no term for a level of an achievement.",
    "eqf_level": "Open Badges has no term for a level of an achievement.",
    "workload_hours": "Open Badges has no term for a workload.",
    "ects": "Open Badges counts credits without naming their system, so that ECTS can't be told from others.",
    "participation": "Open Badges has no term for the form of participation.",
    "assessment_type": "Open Badges has no term for the type of assessment.",
    "supervision": "Open Badges has no term for how an assessment is supervised.",
    "identity_check": "Open Badges has no term for how an identity is checked.",
    "quality_assurance": "Open Badges has no term for quality assurance.",
    "prerequisites": "Open Badges has no term for prerequisites.",
    "price_amount": "Open Badges has no term for a price.",
    "price_currency": "Open Badges has no term for a price.",
    "credits": "Open Badges counts credits without naming their unit.",
    "validity_months": "Open Badges says until when each badge is valid, not for how long all of them are.",
    "stackability": "Open Badges has no term for what an achievement counts towards.",
    "how_awarded": "Open Badges has no term for how it is awarded.",
    "skills.level": "An alignment in Open Badges has no level of its own.",
}
_NOT_HELD_HERE = {
    "outcomes": "Open Badges has no term for learning outcomes.",
    "required": "Open Badges has no term for achievements that are to be earned before.",
}


def to_open_badges(definition: Definition) -> Export:
    """This function will return the Achievement, with its contexts; what B.1.1 requires and isn't said is a loss."""
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES], **achievement(definition)}
    return Export(document, (*losses(definition), *not_held(definition, _NOT_HELD_HERE)))


def achievement(definition: Definition) -> dict[str, Any]:
    """This function will return the Achievement of a definition as it stands inside another document."""
    credits = definition.credits if definition.credits is not None else definition.ects
    return compact(
        {
            "id": definition.address,
            "type": ["Achievement"],
            "name": definition.name,
            "description": definition.description,
            "criteria": {"narrative": definition.criteria} if definition.criteria else {},
            "achievementType": definition.achievement_type if _is_type(definition) else "",
            "inLanguage": definition.language if is_language(definition.language) else "",
            "creator": _creator(definition),
            "creditsAvailable": number(credits),
            "tag": list(definition.tags),
            "alignment": [_alignment(skill) for skill in definition.skills if skill.name],
        }
    )


def losses(definition: Definition) -> list[Loss]:
    """This function will return what an Achievement lacks, wherever it stands."""
    nameless = any(not skill.name for skill in definition.skills)
    known = {"achievement_type": _is_type(definition), "language": is_language(definition.language)}
    found = missing(definition, MISSING) + not_held(definition, NOT_HELD)
    if nameless:
        sentence = "An alignment (B.1.4, targetName) requires the name of the skill, and one has none."
        found.append(Loss("skills", LossKind.NOT_HELD, sentence))
    return found + unknown(definition, known, "Open Badges has no term for %(value)s.")


def _is_type(definition: Definition) -> bool:
    return definition.achievement_type in ACHIEVEMENT_TYPES or bool(is_extension(definition.achievement_type))


def _creator(definition: Definition) -> dict[str, Any]:
    name, url, country = definition.awarding_body_name, definition.awarding_body_url, definition.country
    if not (name or url or country):
        return {}
    place = {"type": ["Address"], "addressCountryCode": country} if country else {}
    own_id = url or f"{definition.address}#awarding-body"
    return compact({"id": own_id, "type": ["Profile"], "name": name, "url": url, "address": place})


def _alignment(skill: SkillClaim) -> dict[str, Any]:
    return compact(
        {
            "type": ["Alignment"],
            "targetName": skill.name,
            "targetUrl": skill.url,
            "targetDescription": skill.description,
            "targetFramework": skill.framework,
            "targetCode": skill.code,
            "targetType": "ceasn:Competency",
        }
    )
