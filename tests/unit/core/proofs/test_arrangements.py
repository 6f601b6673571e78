"""Lines come in the order of code points whatever is filled in, also where an order is remembered."""

from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.proofs.arrangements import Arrangement, Arrangements, Line, form_of

LINES: list[Line] = [
    ("<", 0, "> <urn:p> \"", 1, "\" .\n"),
    ("<", 0, "> <urn:q> ", 3, " .\n"),
    ("<urn:m> <urn:p> \"100% sure\" .\n",),
    ("<urn:m> <urn:q> \"", 2, "\" .\n"),
    ("", 3, " <urn:r> ", 4, " .\n"),
    ("", 4, " <urn:r> \"", 1, "\" .\n"),
]  # fmt: skip
TEXTS = st.text(st.sampled_from("amz~é\U0001f600\ufffd"), max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.permutations([0, 1])), min_size=1, max_size=12))
def test_the_lines_are_sorted_whatever_was_filled_in_before(
    documents: list[tuple[str, str, str, list[int]]],
) -> None:
    arrangements = Arrangements(LINES, 3)
    for *values, ranks in documents:
        filled = form_of(LINES)([*values, *(f"_:c14n{rank}" for rank in ranks)])
        expected = "".join(sorted({line + "\n" for line in filled.split("\n")[:-1]}))

        assert arrangements.fill(values, tuple(ranks)) == expected


def test_an_order_that_the_values_decide_is_not_taken_for_another_ones() -> None:
    lines: list[Line] = [("<urn:a> <urn:p> ", 0, " .\n"), ("<urn:a> <urn:p> ", 1, " .\n")]
    arrangement = Arrangement(lines)

    assert arrangement.fill(['"1"', '"2"']) == '<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2" .\n'
    assert arrangement.fill(['"2"', '"1"']) is None
    assert arrangement.fill(['"1"', '"1"']) is None


def test_lines_that_masking_made_equal_are_both_hashed() -> None:
    line: Line = ("_:a <urn:p> _:z .\n",)

    assert Arrangement([line, line]).fill([]) == "_:a <urn:p> _:z .\n" * 2


def test_remembered_orders_are_bounded() -> None:
    long: list[Line] = [(f'<urn:{number}> <urn:p> "{"x" * 10_000}" .\n',) for number in range(10)]
    arrangements = Arrangements([*long, ("", 0, " <urn:r> ", 1, " .\n")], 0)

    for rank in range(50):
        arrangements.fill([], (rank, rank + 1))

    assert len(arrangements._found) <= 1 + Arrangements.MAX_SIZE // 100_000
