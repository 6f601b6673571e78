"""A document that is kept in two parts comes out as it was, or as another one."""

from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.openbadges import cast, pour

texts = st.text(max_size=12) | st.sampled_from(['"', "\\", "\n", "\0", "\x000", '"\\u00000"', "]]>"])
PATHS: list[tuple[str | int, ...]] = [
    ("id",),
    ("subject", "identifier", 1, "salt"),
    ("proof", 0, "proofValue"),
]


def document(texts: tuple[str, ...]) -> dict[str, Any]:
    own, salt, value, shared = texts
    return {
        "id": own,
        "subject": {"identifier": [{"salt": shared}, {"salt": salt}], "name": shared, "level": 4},
        "proof": [{"type": "x", "proofValue": value}],
    }


@settings(deadline=None)
@given(st.tuples(texts, texts, texts, texts))
def test_a_document_comes_out_byte_for_byte(texts: tuple[str, ...]) -> None:
    assert pour(*cast(document(texts), PATHS)) == orjson.dumps(document(texts))


def test_documents_of_one_form_share_their_mould() -> None:
    moulds = {cast(document((f"urn:{n}", f"salt{n}", f"z{n}", "Tides")), PATHS)[0] for n in range(5)}
    assert len(moulds) == 1
    assert b"Tides" in moulds.pop()


def test_no_changed_byte_goes_unseen() -> None:
    mould, content = cast(document(("urn:1", "salt", "z9", "Tides")), PATHS)
    whole = pour(mould, content)
    for letter in (b"x", b"\n", b'"', b"\xff"):
        for place in range(len(mould)):
            changed = mould[:place] + letter + mould[place + 1 :]
            assert changed == mould or pour(changed, content) != whole
        for place in range(len(content)):
            changed = content[:place] + letter + content[place + 1 :]
            assert changed == content or pour(mould, changed) != whole
    assert pour(mould, b"") != whole
    assert pour(b"", content) != whole
