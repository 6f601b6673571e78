from typing import Any

import pytest

from openlaurel.core.openbadges.legacy import same_content

CLASS = {"id": "https://old.example/c", "name": "Tides", "issuer": "https://old.example/i"}
KNOWN = {CLASS["id"]: CLASS, CLASS["issuer"]: {"id": CLASS["issuer"], "name": "Old Harbour"}}


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ({"badge": CLASS["id"]}, {"badge": CLASS}),
        ({"badge": CLASS}, {"badge": CLASS["id"]}),
        ({"badge": CLASS | {"issuer": KNOWN[CLASS["issuer"]]}}, {"badge": CLASS["id"]}),
        ({"@context": "x", "a": [1, {"b": None}]}, {"a": [1, {"b": None}]}),
    ],
)
def test_the_same_badge_is_the_same_embedded_or_by_address(given: Any, held: Any) -> None:
    assert same_content(given, held, KNOWN)


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ({"badge": CLASS | {"name": "Doctor"}}, {"badge": CLASS["id"]}),
        ({"badge": {"id": CLASS["id"]}}, {"badge": CLASS["id"]}),
        ({"badge": "https://evil.example/c"}, {"badge": CLASS}),
        ({"a": {"id": "https://unknown.example/"}}, {"a": "https://unknown.example/"}),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": "1"}),
        ({"a": [1]}, {"a": [1, 2]}),
        ({"a": 1, "b": 2}, {"a": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": None}, {}),
    ],
)
def test_a_copy_that_says_anything_else_isnt_the_same(given: Any, held: Any) -> None:
    assert not same_content(given, held, KNOWN)


def test_documents_that_name_each_other_end() -> None:
    one, other = {"id": "https://a.example/", "x": "https://b.example/"}, {"id": "https://b.example/"}
    known = {"https://a.example/": one, "https://b.example/": other | {"x": "https://a.example/"}}
    assert not same_content({"x": one | {"x": known["https://b.example/"]}}, {"x": one["id"]}, {})
    assert same_content({"x": one | {"x": known["https://b.example/"]}}, {"x": one["id"]}, known)
