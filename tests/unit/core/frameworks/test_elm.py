"""European Learning Model: what Europass couldn't read of a definition."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.unit.core.frameworks.definitions import BARE, FULL

from openlaurel.core.frameworks import LossKind, SkillClaim, to_elm_v3


def test_an_eqf_level_makes_it_a_qualification_and_none_leaves_it_a_specification():
    assert to_elm_v3(FULL).document["type"] == "Qualification"
    assert to_elm_v3(FULL).document["eqfLevel"]["id"] == "http://data.europa.eu/snb/eqf/5"
    without = to_elm_v3(replace(FULL, eqf_level=None))
    assert without.document["type"] == "LearningAchievementSpecification"
    assert {"NQFLevel"} == {loss.field for loss in to_elm_v3(FULL).losses} - {
        loss.field for loss in without.losses
    }


def test_terms_come_from_the_lists_of_the_eu():
    document = to_elm_v3(FULL).document
    (opportunity,) = document["awardingOpportunity"]
    (body,) = opportunity["awardingBody"]
    authority = "http://publications.europa.eu/resource/authority"
    assert document["language"][0]["id"] == f"{authority}/language/ENG"
    assert body["location"][0]["address"][0]["countryCode"]["id"] == f"{authority}/country/IRL"
    assert body["location"][0]["address"][0]["countryCode"]["inScheme"]["id"] == f"{authority}/country"
    assert document["mode"][0]["inScheme"]["id"] == "http://data.europa.eu/snb/learning-assessment/25831c2"


@pytest.mark.parametrize(("ects", "point"), [("2.5", "2.5"), ("2.0", "2.0"), ("1E+1", "10")])
def test_credit_points_are_written_as_plain_numbers(ects, point):
    (credit,) = to_elm_v3(replace(FULL, ects=Decimal(ects))).document["creditPoint"]
    assert credit["point"] == point
    assert credit["framework"]["id"] == "http://data.europa.eu/snb/education-credit/6fcec5c5af"


@pytest.mark.parametrize(
    ("url", "related"),
    [
        ("http://data.europa.eu/esco/skill/ccdf3597", "relatedESCOSkill"),
        ("https://skills.example/1", "relatedSkill"),
    ],
)
def test_a_skill_of_esco_is_found_as_one(url, related):
    outcome = to_elm_v3(replace(BARE, skills=(SkillClaim(url, "Sampling"),))).document["learningOutcome"][0]
    assert outcome[related][0]["id"] == url


def test_a_language_or_country_that_the_eu_lists_lack_is_told():
    export = to_elm_v3(replace(FULL, language="tlh", country="XX"))
    told = {loss.field for loss in export.losses if loss.kind is LossKind.NOT_HELD}
    assert {"language", "country"} <= told
    assert "language" not in export.document


def test_what_the_model_requires_and_a_bare_definition_lacks_is_told():
    assert {loss.field for loss in to_elm_v3(BARE).losses} == {
        "outcomes",
        "awarding_body_name",
        "country",
        "ISCEDFCode",
    }
