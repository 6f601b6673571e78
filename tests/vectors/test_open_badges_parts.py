"""1EdTech's JSON Schema accepts whatever our values can say, and reading gives the same value again."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from openlaurel.core.credentials import parse_json
from openlaurel.core.openbadges import (
    ACHIEVEMENT_TYPES,
    IDENTIFIER_TYPES,
    RESULT_STATUSES,
    RESULT_TYPES,
    TARGET_TYPES,
    Achievement,
    AchievementCredential,
    AchievementSubject,
    Address,
    Alignment,
    Criteria,
    EndorsementCredential,
    EndorsementSubject,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentityObject,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from openlaurel.core.openbadges.terms import Part
from tests.unit.core.openbadges.parts import parts
from tests.vectors.conftest import vectors

PARTS: list[type[Part]] = [
    Achievement, AchievementSubject, Address, Alignment, Criteria, EndorsementCredential, EndorsementSubject,
    Evidence, GeoCoordinates, IdentifierEntry, IdentityObject, Image, Profile, Related, Result, ResultDescription,
    RubricCriterionLevel,
]  # fmt: skip
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    file = vectors("open-badges") / "ob_v3p0_achievementcredential_schema.json"
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


def validator(schema: dict[str, Any], name: str) -> Draft201909Validator:
    chosen = (
        schema if name == "AchievementCredential" else {"$defs": schema["$defs"], "$ref": f"#/$defs/{name}"}
    )
    return Draft201909Validator(chosen, format_checker=Draft201909Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("part", [*PARTS, AchievementCredential], ids=lambda part: part.__name__)
@FEW
@given(data=st.data())
def test_what_is_written_keeps_to_the_schema_and_reads_as_it_was(
    schema: dict[str, Any], part: type[Part], data: st.DataObject
) -> None:
    value = data.draw(parts(part, depth=3))
    document = parse_json(json.dumps(value.as_json()))
    faults = [f"{e.json_path}: {e.message}" for e in validator(schema, part.__name__).iter_errors(document)]
    assert faults == []
    assert part.read(document) == value
    assert part.read(document).as_json() == document


@pytest.mark.parametrize("part", [*PARTS, AchievementCredential], ids=lambda part: part.__name__)
def test_every_term_of_the_schema_is_one_of_ours(schema: dict[str, Any], part: type[Part]) -> None:
    described = schema if part is AchievementCredential else schema["$defs"][part.__name__]
    ours = {term.name for term in part.TERMS.values()} | ({"type"} if part.TYPE else set())
    assert ours == set(described["properties"])
    required = {term.name for term in part.TERMS.values() if term.required} | (
        {"type"} if part.TYPE else set()
    )
    assert required == set(described["required"])


@pytest.mark.parametrize(
    ("part", "term", "words"),
    [
        ("Achievement", "achievementType", ACHIEVEMENT_TYPES),
        ("ResultDescription", "resultType", RESULT_TYPES),
        ("Alignment", "targetType", TARGET_TYPES),
        ("IdentityObject", "identityType", IDENTIFIER_TYPES),
        ("IdentifierEntry", "identifierType", IDENTIFIER_TYPES),
        ("Result", "status", RESULT_STATUSES),
    ],
)
def test_every_word_that_the_standard_enumerates_is_known(
    schema: dict[str, Any], part: str, term: str, words: frozenset[str]
) -> None:
    described = schema["$defs"][part]["properties"][term]
    assert words == set(described.get("enum") or described["oneOf"][0]["enum"])
