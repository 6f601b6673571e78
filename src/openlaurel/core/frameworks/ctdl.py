"""CTDL, the Credential Transparency Description Language, as JSON-LD (credreg.net/ctdl/terms)."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from openlaurel.core.frameworks.definition import Definition, SkillClaim
from openlaurel.core.frameworks.export import (
    Export,
    Loss,
    compact,
    missing,
    not_held,
    number,
    text,
    unknown,
)

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
_CLASSES = frozenset(
    [
        "ApprenticeshipCertificate",
        "AssociateDegree",
        "BachelorDegree",
        "Badge",
        "Certificate",
        "CertificateOfCompletion",
        "Certification",
        "Degree",
        "Diploma",
        "DoctoralDegree",
        "GeneralEducationDevelopment",
        "JourneymanCertificate",
        "License",
        "MasterCertificate",
        "MasterDegree",
        "MicroCredential",
        "ProfessionalDoctorate",
        "QualityAssuranceCredential",
        "ResearchDoctorate",
        "SecondarySchoolDiploma",
    ]
)
_AUDIENCE_LEVELS = {
    "foundation": "audLevel:BeginnerLevel",
    "intermediate": "audLevel:IntermediateLevel",
    "advanced": "audLevel:AdvancedLevel",
}
_DELIVERY = {
    "online": "deliveryType:OnlineOnly",
    "onsite": "deliveryType:InPerson",
    "blended": "deliveryType:BlendedDelivery",
}

_MISSING = {
    "description": "CTDL requires a description (ceterms:description), and the definition has none.",
    "awarding_body_name": "CTDL requires an owner (ceterms:ownedBy), and the definition doesn't name the awarding body.",
}
_NOT_HELD = {
    "eqf_level": "CTDL has no property for a level of the European Qualifications Framework.",
    "credits": "CTDL says the unit of credits, and the definition gives a number alone.",
    "stackability": "CTDL links to the credential that this one counts towards; a sentence about it has no property.",
    "skills.level": "A competency in CTDL has no level of its own.",
}


def ctid_of(address: str) -> str:
    """This function will return the CTID of the achievement at `address`: the same each time."""
    return f"ce-{_uuid(address)}"


def to_ctdl(definition: Definition) -> Export:
    """This function will return a graph of the credential, its owner, and its assessment when there is one.

    The class is ceterms:MicroCredential, or that of the achievement's own type where CTDL has one.
    """
    assessment = _assessment(definition)
    graph = [_credential(definition, has_assessment=bool(assessment)), _owner(definition)]
    if assessment:
        graph.append(assessment)
    return Export({"@context": CONTEXT, "@graph": graph}, tuple(_losses(definition)))


def _uuid(address: str) -> UUID:
    return uuid5(NAMESPACE_URL, address)


def _node(definition: Definition, role: str) -> str:
    return f"_:{uuid5(_uuid(definition.address), role)}"


def _term(node: str | None) -> list[dict[str, Any]]:
    return [{"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": node}] if node else []


def _credential(definition: Definition, *, has_assessment: bool) -> dict[str, Any]:
    known = definition.achievement_type in _CLASSES
    months = definition.validity_months
    return compact(
        {
            "@type": f"ceterms:{definition.achievement_type if known else 'MicroCredential'}",
            "@id": definition.address,
            "ceterms:ctid": ctid_of(definition.address),
            "ceterms:name": text(definition, definition.name),
            "ceterms:description": text(definition, definition.description),
            "ceterms:credentialStatusType": _term("credentialStat:Active")[0],
            "ceterms:subjectWebpage": definition.address,
            "ceterms:inLanguage": [definition.language],
            "ceterms:ownedBy": [_node(definition, "owner")],
            "ceterms:audienceLevelType": _term(_AUDIENCE_LEVELS.get(definition.level)),
            "ceterms:learningDeliveryType": _term(_DELIVERY.get(definition.participation)),
            "ceterms:estimatedDuration": _duration(definition),
            "ceterms:renewalFrequency": None if months is None else f"P{months}M",
            "ceterms:processStandardsDescription": text(definition, definition.quality_assurance),
            "ceterms:administrationProcess": _process(definition),
            "ceterms:keyword": {definition.language: list(definition.tags)} if definition.tags else {},
            "ceterms:requires": _conditions(definition, has_assessment=has_assessment),
            "ceterms:estimatedCost": _cost(definition),
        }
    )


def _duration(definition: Definition) -> list[dict[str, Any]]:
    if not definition.workload_hours:
        return []
    return [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": f"PT{definition.workload_hours}H"}]


def _conditions(definition: Definition, *, has_assessment: bool) -> list[dict[str, Any]]:
    """What is to be done and proved, then what is to be there before."""
    ects = number(definition.ects)
    earning = {
        "ceterms:condition": text(definition, definition.criteria),
        "ceterms:targetCompetency": [
            *(_outcome(definition, outcome) for outcome in definition.outcomes),
            *(_competency(definition, skill) for skill in definition.skills),
        ],
        "ceterms:targetAssessment": [_node(definition, "assessment")] if has_assessment else [],
        "ceterms:creditValue": []
        if ects is None
        else [{"@type": "ceterms:ValueProfile", "schema:value": ects}],
        "ceterms:creditUnitTypeDescription": {} if ects is None else text(definition, "ECTS"),
    }
    entering = {
        "ceterms:condition": text(definition, definition.prerequisites),
        "ceterms:targetCredential": list(definition.required),
    }
    return [
        {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": text(definition, definition.name),
        }
        | said
        for said in (compact(earning), compact(entering))
        if said
    ]


def _outcome(definition: Definition, outcome: str) -> dict[str, Any]:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNodeName": {definition.language: outcome},
    }


def _competency(definition: Definition, skill: SkillClaim) -> dict[str, Any]:
    return compact(
        {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": skill.url,
            "ceterms:targetNodeName": text(definition, skill.name),
            "ceterms:targetNodeDescription": text(definition, skill.description),
            "ceterms:frameworkName": text(definition, skill.framework),
            "ceterms:codedNotation": skill.code,
        }
    )


def _process(definition: Definition) -> list[dict[str, Any]]:
    if not definition.how_awarded:
        return []
    return [
        {
            "@type": "ceterms:ProcessProfile",
            "ceterms:description": text(definition, definition.how_awarded),
        }
    ]


def _cost(definition: Definition) -> list[dict[str, Any]]:
    if not definition.price_amount and not definition.price_currency:
        return []
    return [
        compact(
            {
                "@type": "ceterms:CostProfile",
                "ceterms:description": text(definition, definition.name),
                "ceterms:costDetails": definition.address,
                "ceterms:currency": definition.price_currency,
                "ceterms:price": number(definition.price_amount),
            }
        )
    ]


def _owner(definition: Definition) -> dict[str, Any]:
    place = {"@type": "ceterms:Place", "ceterms:addressCountry": text(definition, definition.country)}
    return compact(
        {
            "@type": "ceterms:CredentialOrganization",
            "@id": _node(definition, "owner"),
            "ceterms:name": text(definition, definition.awarding_body_name),
            "ceterms:subjectWebpage": definition.awarding_body_url,
            "ceterms:address": [place] if definition.country else [],
        }
    )


def _assessment(definition: Definition) -> dict[str, Any]:
    said = compact(
        {
            "ceterms:assessmentMethodDescription": text(definition, definition.assessment_type),
            "ceterms:processStandardsDescription": text(definition, definition.identity_check),
            "ceterms:isProctored": definition.supervision != "none" if definition.supervision else None,
            "ceterms:deliveryType": _term(_DELIVERY.get(definition.supervision)),
        }
    )
    if not said:
        return {}
    return {
        "@type": "ceterms:AssessmentProfile",
        "@id": _node(definition, "assessment"),
        "ceterms:name": text(definition, definition.name),
        "ceterms:ownedBy": [_node(definition, "owner")],
    } | said


def _losses(definition: Definition) -> list[Loss]:
    known = {
        "achievement_type": definition.achievement_type in _CLASSES,
        "level": not definition.level or definition.level in _AUDIENCE_LEVELS,
        "participation": not definition.participation or definition.participation in _DELIVERY,
    }
    return [
        *missing(definition, _MISSING),
        *not_held(definition, _NOT_HELD),
        *unknown(definition, known, "CTDL has no term for %(value)s."),
    ]
