"""The code of a badge is unique enough, and read back however people write it down."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from openlaurel.apps.issuing.codes import ALPHABET, code_of, ids_of


@given(st.uuids())
def test_a_code_leads_back_to_its_badge(award_id: UUID) -> None:
    code = code_of(award_id)
    found = ids_of(code)

    assert found is not None
    assert found[0] <= award_id <= found[1]
    assert set(code) <= set(ALPHABET) | {"-"}
    for written in (code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        assert ids_of(written) == found


@given(st.uuids(), st.uuids())
def test_two_badges_share_a_code_only_if_their_ids_begin_alike(one: UUID, other: UUID) -> None:
    assert (code_of(one) == code_of(other)) == (one.int >> 68 == other.int >> 68)


@given(st.text(max_size=20))
def test_anything_else_is_no_code(text: str) -> None:
    found = ids_of(text)

    assert found is None or code_of(found[0]) == code_of(found[1])
