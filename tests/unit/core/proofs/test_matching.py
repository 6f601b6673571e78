"""A structure is known again exactly where its key would be the same."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.proofs.matching import match_of
from openlaurel.core.proofs.shapes import _is_fixed, structure

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


@pytest.mark.parametrize("other", [1, 1.0, True, "1", None, [1], {"n": 1}])
def test_equal_values_of_another_kind_are_another_structure(other: Any) -> None:
    match = match_of({"n": 1}, _is_fixed)

    assert match({"n": other}, []) is (type(other) is int)


def test_the_order_of_keys_belongs_to_it() -> None:
    assert not match_of({"a": "x", "b": "y"}, _is_fixed)({"b": "y", "a": "x"}, [])
