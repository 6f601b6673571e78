"""No file of a stranger ends a parser in anything but a refusal of its own, nor keeps it busy."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.keys import KeysError
from tests.fuzz.targets import TARGETS, Target

CORPUS = Path(__file__).parent / "corpus"
SEEDS = {
    target: [file.read_bytes() for file in sorted((CORPUS / target).iterdir())] for target in sorted(TARGETS)
}
SECONDS = 5  # of work for one input; most take a thousandth
EXAMPLES = 500

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed of which pieces were replaced, doubled or cut out."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 20)))
        data = data[:start] + draw(st.binary(max_size=20) | st.just(data[start:end] * 3)) + data[end:]
    return data


@st.composite
def misfit(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """JSON of the right shape in which one value is of another kind than its place asks for."""
    document = json.loads(draw(st.sampled_from(seeds)))
    holder: Any = [document]
    key: Any = 0
    while isinstance(holder[key], dict | list) and holder[key] and draw(st.integers(0, 5)):
        holder = holder[key]
        key = draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[key] = draw(VALUES)
    return json.dumps(document).encode()


def inputs(target: str) -> st.SearchStrategy[bytes]:
    seeds = SEEDS[target]
    given = [
        st.binary(max_size=200),
        st.text(max_size=100).map(lambda text: text.encode("utf-8")),
        damaged(seeds),
    ]
    if objects := [seed for seed in seeds if seed.lstrip()[:1] in (b"{", b"[") and _is_json(seed)]:
        given.append(misfit(objects))
    return st.one_of(given)


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_a_damaged_file_is_refused_by_name_and_soon(target: str) -> None:
    @settings(max_examples=EXAMPLES, derandomize=True, database=None)
    @given(inputs(target))
    def try_one(data: bytes) -> None:
        began = time.process_time()
        TARGETS[target](data)
        assert time.process_time() - began < SECONDS

    try_one()


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_parser_has_seeds_of_which_one_gets_through(target: str) -> None:
    """Else what is made of the seeds would try nothing but the first refusal."""
    assert any(_is_read(target, seed) for seed in SEEDS[target])


def _is_read(target: str, seed: bytes) -> bool:
    try:
        TARGETS[target].run(seed)
    except TARGETS[target].errors:
        return False
    return True


def test_a_fault_that_is_no_refusal_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        Target(lambda data: 1 // len(data), (KeysError,))(b"")


def test_there_are_seeds_for_every_parser_and_no_others() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(TARGETS)
