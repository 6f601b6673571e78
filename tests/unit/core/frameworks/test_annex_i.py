"""Annex I: what a learner abroad couldn't have recognised."""

from tests.unit.core.frameworks.definitions import BARE, FULL

from openlaurel.core.frameworks import LossKind, to_annex_i

MANDATORY = [
    "learner",
    "title",
    "country",
    "awarding_body",
    "date_of_issuing",
    "learning_outcomes",
    "workload",
    "level",
    "assessment",
    "participation",
    "quality_assurance",
]
OPTIONAL = ["prerequisites", "supervision", "grade", "stackability", "further_information"]


def test_all_elements_come_in_the_order_of_the_annex():
    document = to_annex_i(BARE).document
    assert [entry["element"] for entry in document if entry["mandatory"]] == MANDATORY
    assert [entry["element"] for entry in document] == MANDATORY + OPTIONAL


def test_of_a_full_definition_only_what_the_award_says_is_missing():
    export = to_annex_i(FULL)
    assert [entry["element"] for entry in export.document if not entry["present"]] == [
        "learner",
        "date_of_issuing",
        "grade",
    ]
    assert [loss.field for loss in export.losses] == ["learner", "date_of_issuing"]
    values = {entry["element"]: entry.get("value") for entry in export.document}
    assert values["workload"] == {"hours": 60, "ects": 2.5}
    assert values["prerequisites"] == {"text": FULL.prerequisites, "required": list(FULL.required)}


def test_each_mandatory_element_that_a_bare_definition_lacks_is_told_as_missing():
    losses = to_annex_i(BARE).losses
    assert {loss.kind for loss in losses} == {LossKind.MISSING}
    assert len(losses) == len(MANDATORY) - 1
