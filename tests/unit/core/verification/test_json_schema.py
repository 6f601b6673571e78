"""A document conforms to a schema only when everything that the schema says was looked at."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from openlaurel.core.verification.json_schema import UnsupportedSchema, find_violation

DRAFT = "https://json-schema.org/draft/2019-09/schema"


def violation(document: Any, draft: str = DRAFT, **schema: Any) -> str | None:
    return find_violation(document, {"$schema": draft, **schema}, with_patterns=True)


@pytest.mark.parametrize(
    ("schema", "good", "bad", "said"),
    [
        ({"type": "object"}, {}, [], "The whole must be of the type object."),
        ({"type": ["string", "null"]}, None, 1, "string or null"),
        ({"type": "integer"}, 1.0, True, "integer"),
        ({"type": "number"}, 1.5, "1.5", "number"),
        ({"enum": [1, "a"]}, "a", True, "(enum)"),
        ({"const": {"a": [1]}}, {"a": [1]}, {"a": [True]}, "(const)"),
        ({"pattern": "^a$"}, "a", "a\n", "(pattern)"),
        ({"pattern": r"^\d$"}, "1", "١", "(pattern)"),
        ({"required": ["id"]}, {"id": 1}, {}, "id is missing."),
        ({"properties": {"a": {"type": "array"}}}, {"b": 1}, {"a": 1}, "a must be of the type array."),
        ({"properties": {"a": True}, "additionalProperties": False}, {"a": 1}, {"b": 1}, "b isn't"),
        ({"items": {"type": "string"}}, ["a"], ["a", 1], "[1] must be of the type string."),
        ({"items": [{"const": 1}], "additionalItems": {"const": 2}}, [1, 2, 2], [1, 1], "[1] isn't"),
        ({"contains": {"const": 1}}, [0, 1], [0], "(contains)"),
        ({"minItems": 1, "maxItems": 2}, [1], [], "(minItems)"),
        ({"maxItems": 1}, [1], [1, 2], "(maxItems)"),
        ({"allOf": [{"type": "object"}, {"required": ["a"]}]}, {"a": 1}, {}, "a is missing."),
        ({"anyOf": [{"const": 1}, {"const": 2}]}, 2, 3, "(anyOf)"),
        ({"oneOf": [{"type": "number"}, {"type": "integer"}]}, 1.5, 1, "(oneOf)"),
        ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"const": 1}}}, 1, 2, "(const)"),
    ],
)
def test_each_keyword_tells_what_conforms_from_what_doesnt(
    schema: dict[str, Any], good: Any, bad: Any, said: str
) -> None:
    assert violation(good, **schema) is None
    assert said in (violation(bad, **schema) or "")


@pytest.mark.parametrize(
    "schema",
    [
        {"if": True},
        {"$ref": "https://other.example/schema"},
        {"$ref": "#/$defs/none"},
        {"$ref": "#anchor"},
        {"type": "text"},
        {"required": "id"},
        {"enum": 1},
        {"allOf": [1]},
        {"pattern": "("},
        {"properties": []},
        {"$ref": "#"},
        {"minItems": "1"},
    ],
)
def test_a_schema_that_isnt_understood_is_never_called_met(schema: dict[str, Any]) -> None:
    document = [] if "minItems" in schema else "a" if "pattern" in schema else {"id": 1}
    with pytest.raises(UnsupportedSchema):
        violation(document, **schema)


@pytest.mark.parametrize("draft", ["http://json-schema.org/draft-07/schema#", "", None])
def test_a_schema_of_another_draft_isnt_guessed_at(draft: Any) -> None:
    with pytest.raises(UnsupportedSchema, match="draft"):
        violation({}, draft)
    for whole in (True, [], "x"):
        with pytest.raises(UnsupportedSchema, match="draft"):
            find_violation({}, whole, with_patterns=True)


def test_what_the_newer_draft_means_otherwise_isnt_read_as_the_older_one() -> None:
    newer = "https://json-schema.org/draft/2020-12/schema"
    assert violation([1], newer, items={"const": 1}) is None
    for schema in ({"items": [{"const": 1}]}, {"additionalItems": False}):
        with pytest.raises(UnsupportedSchema):
            violation([1], newer, **schema)


def test_a_strangers_regular_expression_is_not_run() -> None:
    schema = {"$schema": DRAFT, "pattern": "(a+)+$"}
    with pytest.raises(UnsupportedSchema, match="regular expression"):
        find_violation("a" * 100 + "b", schema, with_patterns=False)


def test_a_schema_that_grows_without_end_is_given_up() -> None:
    doubling = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)} | {"d40": True}
    with pytest.raises(UnsupportedSchema, match="too many steps"):
        violation({}, **{"$ref": "#/$defs/d0", "$defs": doubling})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "a", "b", 1.0, 0.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=5,
)
SCHEMAS = st.recursive(
    st.booleans()
    | st.fixed_dictionaries(
        {"type": st.sampled_from(["null", "boolean", "object", "array", "string", "number"])}
    )
    | st.fixed_dictionaries({"enum": st.lists(VALUES, min_size=1, max_size=3)})
    | st.fixed_dictionaries({"const": VALUES}),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
            "additionalProperties": inner,
            "required": st.lists(st.sampled_from("ab"), max_size=2, unique=True),
            "items": inner | st.lists(inner, min_size=1, max_size=2),
            "additionalItems": inner,
            "contains": inner,
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(0, 2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
        },
    ),
    max_leaves=6,
)


def _without_a_known_fault(schema: Any) -> Any:
    """The other validator fails in an error of Python where `items` is true or false beside `additionalItems`."""
    if isinstance(schema, list):
        return [_without_a_known_fault(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    dropped = {"additionalItems"} if isinstance(schema.get("items"), bool) else set()
    return {key: _without_a_known_fault(part) for key, part in schema.items() if key not in dropped}


@given(SCHEMAS, VALUES)
def test_a_validator_of_another_make_answers_the_same(schema: Any, document: Any) -> None:
    whole = {"$schema": DRAFT, "allOf": [_without_a_known_fault(schema)]}
    assert (find_violation(document, whole, with_patterns=True) is None) == Draft201909Validator(
        whole
    ).is_valid(document)
