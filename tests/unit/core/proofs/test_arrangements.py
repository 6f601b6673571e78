"""Lines come in the order of code points whatever is filled in, also where an order is remembered."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.proofs.arrangements import Arrangement, Arrangements, Line, form_of, with_constants

LINES: list[Line] = [
    (b"<", 0, b"> <urn:p> \"", 1, b"\" .\n"),
    (b"<", 0, b"> <urn:q> ", 3, b" .\n"),
    (b"<", 0, b"> <urn:q> ", 5, b" .\n"),
    (b"<urn:m> <urn:p> \"100% sure\" .\n",),
    (b"<urn:m> <urn:q> \"", 2, b"\" .\n"),
    (b"<urn:m> <urn:q> ", 4, b" .\n"),
    (b"", 3, b" <urn:r> ", 4, b" .\n"),
    (b"", 3, b" <urn:r> ", 5, b" .\n"),
    (b"", 4, b" <urn:r> \"", 1, b"\" .\n"),
    (b"", 4, b" <urn:r> \"", 2, b"\" .\n"),
    (b"", 5, b" <urn:s> \"one\" .\n"),
    (b"", 5, b" <urn:t> \"two\" .\n"),
]  # fmt: skip
TEXTS = st.text(st.sampled_from("amz~é\U0001f600\ufffd"), max_size=3).map(str.encode)


def sorted_lines(values: Sequence[bytes], order: Sequence[int]) -> bytes:
    names = {blank: b"_:c14n%d" % rank for rank, blank in enumerate(order)}
    filled = form_of(LINES)([*values, *(names[blank] for blank in range(len(order)))])
    return b"".join(sorted({line + b"\n" for line in filled.split(b"\n")[:-1]}))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.permutations([0, 1, 2])), min_size=1, max_size=12))
def test_the_lines_are_sorted_whatever_was_filled_in_before(
    documents: list[tuple[bytes, bytes, bytes, list[int]]],
) -> None:
    arrangements = Arrangements(LINES, 3, 3)
    for *values, order in documents:
        assert arrangements.fill(values, tuple(order)) == sorted_lines(values, order)


def test_the_eleventh_blank_node_comes_before_the_third() -> None:
    """Lines are sorted as texts, and so are labels: _:c14n10 is before _:c14n2."""
    lines: list[Line] = [(b"", 1 + blank, b' <urn:p> "', 0, b'" .\n') for blank in range(12)]
    lines += [(b"<urn:a> <urn:q> ", 1 + blank, b" .\n") for blank in range(12)]
    arrangements = Arrangements(lines, 1, 12)

    for first in range(12):
        order = (*range(first, 12), *range(first))
        filled = arrangements.fill([b"x"], order).split(b"\n")[:-1]
        assert len(filled) == 24
        assert filled == sorted(filled)


def test_an_order_that_the_values_decide_is_not_taken_for_another_ones() -> None:
    lines: list[Line] = [(b"<urn:a> <urn:p> ", 0, b" .\n"), (b"<urn:a> <urn:p> ", 1, b" .\n")]
    arrangement = Arrangement(lines)

    assert arrangement.fill([b'"1"', b'"2"']) == b'<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2" .\n'
    assert arrangement.fill([b'"2"', b'"1"']) is None
    assert arrangement.fill([b'"1"', b'"1"']) is None


def test_lines_that_masking_made_equal_are_both_hashed() -> None:
    line: Line = (b"_:a <urn:p> _:z .\n",)

    assert Arrangement([line, line]).fill([]) == b"_:a <urn:p> _:z .\n" * 2


def test_remembered_orders_are_bounded() -> None:
    lines: list[Line] = [(b"", blank, b' <urn:p> "x" .\n') for blank in range(200)]
    arrangements = Arrangements(lines, 0, 200)

    for first in range(200):
        arrangements.fill([], (*range(first, 200), *range(first)))

    assert len(arrangements._known) <= Arrangements.MAX_NAMES // 200
    assert len(arrangements._named_only) == 200
    assert all(len(texts) <= Arrangements.MAX_TEXTS for texts in arrangements._named_only.values())


def test_slots_become_texts_or_other_slots() -> None:
    line: Line = (b"<", 0, b"> <urn:p> ", 1, b" .\n")

    assert with_constants(line, {0: b"urn:a", 1: 0}) == (b"<urn:a> <urn:p> ", 0, b" .\n")
    assert with_constants(line, {0: 1, 1: b'"b"'}) == (b"<", 1, b'> <urn:p> "b" .\n')
