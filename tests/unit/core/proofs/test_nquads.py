import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.proofs.errors import InvalidDocument, UnportableDocument
from openlaurel.core.proofs.nquads import Quad, check_portable, literal, parse, serialize

S, P = "<urn:x:s>", "<urn:x:p>"


@given(st.text(), st.sampled_from(["", "en", "de-AT"]))
def test_a_text_comes_back_from_its_quad(text: str, language: str) -> None:
    quad = Quad(S, P, literal(text, language=language), "")
    assert parse(quad.line()) == [quad]


def test_controls_are_escaped_as_canonical_n_quads_demand() -> None:
    """RDF 1.1 N-Quads, canonical form; RDFC-1.0, 5."""
    written = literal('\x00\b\t\n\x0b\f\r\x1f "\\\x7f\x80é\u2028😀')
    assert written == '"\\u0000\\b\\t\\n\\u000B\\f\\r\\u001F \\"\\\\\\u007F\x80é\u2028😀"'


def test_two_equal_quads_are_one_and_lines_stand_in_order_of_code_points() -> None:
    quads = [Quad(S, P, literal(text), "") for text in ("😀", "b", "\ufb33", "b")]
    assert [quad.object for quad in parse(serialize(quads))] == ['"b"', '"\ufb33"', '"😀"']


@pytest.mark.parametrize(
    "line",
    [
        "<urn:x:s> <urn:x:p> .",
        "<urn:x:s> <urn:x:p> <a b> .",
        '<urn:x:s> <urn:x:p> "a" "b" .',
        '"a" <urn:x:p> "b" .',
        "<urn:x:s> _:p <urn:x:o> .",
        '<urn:x:s> <urn:x:p> "a\\q" .',
    ],
)
def test_a_line_that_is_no_quad_is_named(line: str) -> None:
    with pytest.raises(InvalidDocument, match="Line 2 is not an N-Quad"):
        parse(f"# a comment\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        r'<urn:x:s> <urn:x:p> "\U00110000" .',
        r'<urn:x:s> <urn:x:p> "\uD800" .',
        r"<urn:x:s> <urn:x:p> <urn:\uDFFF> .",
        r"<urn:x:s> <urn:x:p> <urn:\u0020> .",
        r"<urn:x:s> <urn:x:p> <urn:\u003E> .",
        r"<urn:\u005C> <urn:x:p> <urn:x:o> .",
        r"<urn:x:s> <urn:x:\u0009> <urn:x:o> .",
        r'<urn:x:s> <urn:x:p> "1"^^<urn:\u0022> .',
        r"<urn:x:s> <urn:x:p> <urn:x:o> <urn:\u0001> .",
    ],
)
def test_what_an_escape_must_not_smuggle_in_is_refused(line: str) -> None:
    with pytest.raises(InvalidDocument, match=r"not a character|may not hold"):
        parse(line)


def test_an_escaped_letter_of_an_iri_is_that_letter() -> None:
    assert parse(r"<urn:\u00E9> <urn:x:p> <urn:\U0001F600> .") == [Quad("<urn:é>", P, "<urn:😀>", "")]


@pytest.mark.parametrize("text", ["plain", "tab\tnewline\n", "back\\slash \\u0000 \\b", "Łódź 🎓 عربي"])
def test_texts_that_everybody_signs_alike_pass(text: str) -> None:
    check_portable(serialize([Quad(S, P, literal(text), "")]).encode())


@pytest.mark.parametrize("text", ["\x00", "a\x0bb", "\x7f", "a\bb", "\\\x1f", "form\ffeed"])
def test_a_control_character_is_refused_since_software_writes_it_differently(text: str) -> None:
    with pytest.raises(UnportableDocument, match="control character"):
        check_portable(serialize([Quad(S, P, literal(text), "")]).encode())


def test_an_order_that_software_disagrees_about_is_refused() -> None:
    quads = [Quad(S, P, literal(text), "") for text in ("😀 first", "\ufb33 second")]
    with pytest.raises(UnportableDocument, match="emoji"):
        check_portable(serialize(quads).encode())
    check_portable((serialize([quads[0]]) + serialize([quads[1]._replace(predicate="<urn:x:q>")])).encode())
