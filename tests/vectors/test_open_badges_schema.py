"""1EdTech's JSON Schema of an AchievementCredential (Open Badges 3.0) accepts what we sign."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from jsonschema import Draft201909Validator

from openlaurel.adapters.contexts import load_bundle
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.openbadges import (
    Criteria,
    Evidence,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from openlaurel.core.proofs.shapes import Canonizer
from tests.integration.conftest import (  # noqa: F401  # noqa: F401
    make_account,
    make_organisation,
    make_published,
    organisation,
    owner,
    published,
)
from tests.unit.core.issuers import Issuer
from tests.vectors.conftest import vectors

ISSUER = Issuer(Canonizer(load_bundle()))
RUBRIC = ResultDescription(
    "urn:uuid:2f0b6f7c-29a7-4c5c-8a4b-0c8c5c0a9b11",
    "Planning",
    "RubricCriterionLevel",
    levels=(
        RubricCriterionLevel("urn:uuid:7a4b1d7e-5f0f-4f3c-9a60-5a6b9d2b4c22", "Sure", "With a margin", "3"),
    ),
)
CREATOR = Profile(
    "https://body.example/", "Sea Board", "https://body.example/", "office@body.example", "Sets it"
)
BADGES: dict[str, dict[str, Any]] = {
    "as usual": {},
    "with nothing optional": {"valid_until": None, "results": [], "evidence": [], "status": None},
    "with everything": {
        "achievement": replace(
            ISSUER.achievement(),
            creator=CREATOR,
            result_descriptions=(RUBRIC,),
            version="2",
            field_of_study="Navigation",
            criteria=Criteria("Plan one passage.", "https://issuer.example/criteria"),
        ),
        "results": [Result(RUBRIC.id, achieved_level=RUBRIC.levels[0].id)],
        "evidence": [Evidence("Plan", "https://issuer.example/plan.pdf", "Two tides.", "A plan", "Document")],
        "narrative": "Planned two passages.",
        "subject_id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    },
}


@pytest.fixture
def schema() -> Draft201909Validator:
    file = vectors("open-badges") / "ob_v3p0_achievementcredential_schema.json"
    return Draft201909Validator(
        json.loads(file.read_text("utf-8")), format_checker=Draft201909Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize("fields", BADGES.values(), ids=BADGES)
def test_a_badge_keeps_to_the_schema(schema: Draft201909Validator, fields: dict[str, Any]) -> None:
    badge = ISSUER.badge(**fields)
    assert [f"{error.json_path}: {error.message}" for error in schema.iter_errors(badge)] == []


def test_a_badge_that_the_service_issued_keeps_to_the_schema(
    schema: Draft201909Validator,
    published: AchievementVersion,  # noqa: F811
    now: datetime,
) -> None:
    award = issue_award(
        version=published,
        recipient_name="Łucja Żółć",
        recipient_email="holder@example.org",
        evidence=[Evidence("Plan", narrative="Two tides.")],
        by=INSTALLATION,
        now=now,
    )
    badge = json.loads(credential_bytes(award))
    assert [f"{error.json_path}: {error.message}" for error in schema.iter_errors(badge)] == []


@pytest.mark.parametrize("name", ["issuer", "validFrom", "credentialSubject", "@context"])
def test_the_schema_would_find_what_is_missing(schema: Draft201909Validator, name: str) -> None:
    badge = {key: value for key, value in ISSUER.badge().items() if key != name}
    assert not schema.is_valid(badge)
    assert not schema.is_valid(ISSUER.badge() | {"proof": ISSUER.badge()["proof"][0]})
