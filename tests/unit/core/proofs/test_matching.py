"""A structure is known again exactly where its key would be the same."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.proofs.matching import match_of, narrow_match_of
from openlaurel.core.proofs.shapes import _is_fixed, replace_leaves, structure

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.0, 1.0, 2.5]) | st.text("ab", max_size=1),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "@id", "@type", "@value", "name", "id"]), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip
DOCUMENTS = st.dictionaries(st.sampled_from(["type", "name", "id", "@context"]), VALUES, max_size=3)


@settings(max_examples=1000, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_a_match_says_what_the_keys_say(known: dict[str, Any], other: dict[str, Any]) -> None:
    leaves: list[str] = []
    found: list[str] = []

    is_same = structure(known, []) == structure(other, leaves)
    matches = match_of(known, _is_fixed)(other, found)

    assert matches == is_same
    assert not matches or found == leaves


@settings(max_examples=1000, deadline=None)
@given(DOCUMENTS, DOCUMENTS, st.sets(st.integers(0, 5)))
def test_a_narrow_match_says_that_all_else_is_the_same(
    known: dict[str, Any], other: dict[str, Any], varying: set[int]
) -> None:
    """But for the order of keys where nothing varies."""
    strings: list[str] = []
    leaves: list[str] = []
    structure(known, strings)
    structure(other, leaves)
    same = repr(blanked(known, varying)) == repr(blanked(other, varying))
    loosely = blanked(known, varying) == blanked(other, varying)

    found: list[str] = []
    match, numbers = narrow_match_of(known, _is_fixed, varying)
    matches = match(other, found)

    assert matches or not same
    assert loosely or not matches
    if matches:
        assert found == [leaves[number] for number in numbers]
        assert set(numbers) == {number for number in varying if number < len(strings)}


def blanked(document: Any, varying: set[int]) -> Any:
    strings: list[str] = []
    structure(document, strings)
    kept = ("a text that varies" if n in varying else text for n, text in enumerate(strings))
    return typed(replace_leaves(document, kept))


def typed(value: Any) -> Any:
    """Told apart by type too: to Python 1, 1.0 and true are equal."""
    if isinstance(value, dict):
        return {key: typed(entry) for key, entry in value.items()}
    return [typed(entry) for entry in value] if isinstance(value, list) else (type(value), value)


@pytest.mark.parametrize("other", [1, 1.0, True, "1", None, [1], {"n": 1}])
def test_equal_values_of_another_kind_are_another_structure(other: Any) -> None:
    match = match_of({"n": 1}, _is_fixed)

    assert match({"n": other}, []) is (type(other) is int)


def test_the_order_of_keys_belongs_to_it() -> None:
    assert not match_of({"a": "x", "b": "y"}, _is_fixed)({"b": "y", "a": "x"}, [])
