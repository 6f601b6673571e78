"""Open Badges and CLR: what our own strict reader refuses, others would too."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from tests.unit.core.frameworks.definitions import ANY, BARE, FULL

from openlaurel.core.frameworks import Definition, LossKind, to_clr, to_open_badges
from openlaurel.core.openbadges import Achievement
from openlaurel.core.openbadges.clr import Association


def without_context(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "@context"}


def test_our_strict_reader_finds_in_the_document_what_the_definition_says() -> None:
    read = Achievement.read(without_context(to_open_badges(FULL).document))
    assert (read.id, read.name, read.criteria.narrative) == (FULL.address, FULL.name, FULL.criteria)
    assert (read.creator and read.creator.name, read.credits, read.tags) == ("Moss Institute", 3, FULL.tags)
    assert read.creator
    assert read.creator.address
    assert read.creator.address.country_code == "IE"
    [alignment] = read.alignments
    assert (alignment.name, alignment.url, alignment.code) == (
        "Sampling",
        "https://skills.example/sampling",
        "S-1",
    )


def test_what_the_standard_requires_and_is_not_said_names_its_clause() -> None:
    said = {
        loss.field: loss.sentence for loss in to_open_badges(BARE).losses if loss.kind is LossKind.MISSING
    }
    assert set(said) == {"description", "criteria"}
    assert all("B.1.1" in sentence for sentence in said.values())
    assert not {"description", "criteria"} & to_open_badges(BARE).document.keys(), "nothing is made up"


@given(definition=ANY)
def test_whatever_is_said_is_read_again_where_nothing_required_is_missing(definition: Definition) -> None:
    for export in (to_open_badges(definition), to_clr(definition)):
        parts = export.document.get("achievement", [export.document])
        lacking = {loss.field for loss in export.losses if loss.kind is LossKind.MISSING}
        whole, *others = [without_context(part) for part in parts]
        assert (whole["id"], whole["name"]) == (definition.address, definition.name)
        for part in others if {"description", "criteria"} & lacking else [whole, *others]:
            assert Achievement.read(part).as_json() == part, "what is read says no less and no more"
        for part in export.document.get("association", ()):
            assert Association.read(part).as_json() == part


def test_a_record_holds_the_outcomes_and_what_is_earned_before() -> None:
    export = to_clr(FULL)
    whole, *outcomes = export.document["achievement"]
    assert whole["id"] == FULL.address
    assert [outcome["name"] for outcome in outcomes] == list(FULL.outcomes)
    assert {outcome["achievementType"] for outcome in outcomes} == {"Competency"}
    kinds = [(a["associationType"], a["sourceId"], a["targetId"]) for a in export.document["association"]]
    assert kinds == [
        ("isChildOf", outcomes[0]["id"], FULL.address),
        ("isChildOf", outcomes[1]["id"], FULL.address),
        ("precedes", FULL.required[0], FULL.address),
    ]
    assert not export.lost("outcomes")
    assert not export.lost("required")


def test_a_definition_is_nobodys_record_and_says_so() -> None:
    missing = {loss.field: loss.sentence for loss in to_clr(FULL).losses if loss.kind is LossKind.MISSING}
    assert set(missing) == {"identifier", "verifiableCredential"}
    assert all("ClrSubject" in sentence for sentence in missing.values())


@pytest.mark.parametrize(("kind", "told"), [("Course", False), ("ext:Own", False), ("Credential", True)])
def test_a_type_of_no_vocabulary_is_left_out_and_told(kind: str, told: bool) -> None:
    export = to_open_badges(replace(FULL, achievement_type=kind))
    assert export.lost("achievement_type") is told
    assert ("achievementType" in export.document) is not told
