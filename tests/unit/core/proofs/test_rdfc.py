import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.proofs import rdfc
from openlaurel.core.proofs.errors import WorkLimit
from openlaurel.core.proofs.nquads import Quad

P, Q = "<urn:x:p>", "<urn:x:q>"
blank = st.integers(0, 4).map(lambda number: f"_:n{number}")
quads = st.sets(
    st.builds(
        Quad, blank, st.sampled_from([P, Q]), blank | st.sampled_from(['"a"', '"b"']), st.just("") | blank
    ),
    max_size=8,
)


@given(quads, st.permutations(range(5)))
def test_names_of_blank_nodes_make_no_difference(dataset: set[Quad], order: list[int]) -> None:
    names = {f"_:n{number}": f"_:other{place}" for number, place in enumerate(order)}
    renamed = {Quad(*(names.get(term, term) for term in quad)) for quad in dataset}
    first, second = rdfc.canonicalize(dataset), rdfc.canonicalize(renamed)
    assert first.nquads == second.nquads
    assert {names[old]: new for old, new in first.issued.items()}.keys() == second.issued.keys()


def ring(size: int) -> list[Quad]:
    return [Quad(f"_:r{n}", P, f"_:r{(n + 1) % size}", "") for n in range(size)]


def clique(size: int) -> list[Quad]:
    return [Quad(f"_:c{a}", P, f"_:c{b}", "") for a in range(size) for b in range(size) if a != b]


def hub(size: int) -> list[Quad]:
    return [Quad(f"_:h{n % 2}", P, f"_:leaf{n}", "") for n in range(size)]


@pytest.mark.parametrize("tangle", [ring(3_000), clique(12), hub(3_000)], ids=["ring", "clique", "hub"])
def test_a_poisoned_document_is_given_up_within_seconds(tangle: list[Quad]) -> None:
    start = time.perf_counter()
    with pytest.raises(WorkLimit):
        rdfc.canonicalize(tangle)
    assert time.perf_counter() - start < 10


def test_small_knots_are_untied() -> None:
    for tangle in (ring(8), clique(4), hub(8)):
        assert rdfc.canonicalize(tangle).nquads.count("\n") == len(tangle)
