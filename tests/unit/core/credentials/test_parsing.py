import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.credentials import CredentialsError, NotJson, TooDeep, TooLarge, parse_json


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=12,
    ),
    st.booleans(),
)
def test_json_says_what_it_says(value: Any, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    assert parse_json(text) == value
    assert parse_json(b"\xef\xbb\xbf" + text.encode()) == value


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:\\u0dD8aE1.-+ntfsNI', max_size=30))
def test_no_input_raises_anything_else(data: bytes | str) -> None:
    try:
        parse_json(data)
    except CredentialsError:
        pass
    else:
        json.loads(data)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": 1, "b": 2, "a": 3}', "The key 'a' appears twice"),
        ('{"x": {"a": 1, "a": 1}}', "The key 'a' appears twice"),
        ("[NaN]", "NaN is not JSON"),
        ("[-Infinity]", "-Infinity is not JSON"),
        ("[1e999]", "1e999 is too large"),
        ("[" + "9" * 5000 + "]", "can't be read"),
        ('["\\ud800"]', "lone surrogate"),
        ('{"\\uDFFF": 1}', "lone surrogate"),
        ("[1,]", "not JSON: .* in line 1"),
        ("", "not JSON"),
        (b"\xff\xfe{\x00", "not UTF-8"),
        ("\ud800", "not UTF-8"),
    ],
)
def test_text_that_software_reads_in_different_ways_is_refused(text: str | bytes, fault: str) -> None:
    with pytest.raises(NotJson, match=fault):
        parse_json(text)


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse_json('["\\ud83d\\ude00"]') == ["😀"]


def test_depth_is_counted_outside_of_strings_only() -> None:
    assert parse_json(json.dumps(["[" * 500, "\\", '"{{']))
    assert parse_json("[" * 64 + "]" * 64)
    with pytest.raises(TooDeep, match="deeper than 64"):
        parse_json("[" * 65 + "]" * 65)


def test_size_is_told() -> None:
    with pytest.raises(TooLarge, match="11 bytes; at most 10"):
        parse_json(b"[          ", max_bytes=10)


JSON_TEXTS = st.recursive(
    st.sampled_from(["1", "-0", "1e2", "1.50", "18446744073709551616", "null", '"x"', '"\\u00e9"', '"\\ud800"', '"é"', '"\\":"']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda entries: "[" + ",".join(entries) + "]")
        | st.lists(st.tuples(st.sampled_from(['"a"', '"b"', '"a" ', '"\\u0061"']), inner), max_size=3).map(
            lambda pairs: "{" + ",".join(f"{key}:{value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(JSON_TEXTS)
def test_a_compact_text_is_read_as_any_other(text: str) -> None:
    """A space after the text makes it one that isn't compact."""

    def outcome(written: str) -> Any:
        try:
            value = parse_json(written)
        except NotJson as error:
            return str(error)
        return json.dumps(value)

    assert outcome(text) == outcome(text + " ")
