import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from openlaurel.core.proofs import rdfc
from openlaurel.core.proofs.errors import InvalidDocument, UndefinedTerm
from openlaurel.core.proofs.nquads import Quad, literal
from openlaurel.core.proofs.rdf import IRI_CHARACTER, quads_of

V = "https://vocab.example/"
identifiers = st.sampled_from(["urn:x:1", "urn:x:2", "did:web:a.example", "_:b0", "_:b9"])
values = st.fixed_dictionaries(
    {"@value": st.text(max_size=5) | st.booleans() | st.integers(-9, 9) | st.floats(-1e6, 1e6)}
) | st.fixed_dictionaries({"@value": st.text(max_size=5), "@language": st.sampled_from(["en", "ar"])})


def node_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {},
        optional={
            "@id": identifiers,
            "@type": st.lists(st.sampled_from([V + "A", V + "B"]), min_size=1, max_size=2),
            V + "p": st.lists(inner, max_size=3),
            V + "q": st.lists(
                st.fixed_dictionaries({"@list": st.lists(inner, min_size=1, max_size=2)}), max_size=1
            ),
            V + "g": st.lists(
                st.fixed_dictionaries({"@graph": st.lists(inner_node, max_size=2)}), max_size=1
            ),
            "@reverse": st.fixed_dictionaries({V + "r": st.lists(inner_node, min_size=1, max_size=1)}),
        },
    )


inner_node = st.fixed_dictionaries(
    {V + "n": st.lists(values, min_size=1, max_size=2)}, optional={"@id": identifiers}
)
expanded = st.lists(node_of(values | inner_node | node_of(values | inner_node)), max_size=3)


def as_pyld(document: Any) -> list[Quad]:
    dataset = jsonld.JsonLdProcessor().to_rdf(document, {"base": ""})

    def term(found: dict[str, Any]) -> str:
        if found["type"] == "literal":
            return literal(found["value"], datatype=found["datatype"], language=found.get("language") or "")
        return found["value"] if found["type"] == "blank node" else f"<{found['value']}>"

    return [
        Quad(term(t["subject"]), term(t["predicate"]), term(t["object"]), graph)
        for name, triples in dataset.items()
        for graph in ["" if name == "@default" else name if name.startswith("_:") else f"<{name}>"]
        for t in triples
    ]


@given(expanded)
def test_every_statement_is_the_one_that_another_processor_finds(document: Any) -> None:
    theirs = rdfc.canonicalize(as_pyld(document)).nquads
    assert rdfc.canonicalize(quads_of(document)).nquads == theirs


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (5, '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (5.0, '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (2.5, '"2.5E0"^^<http://www.w3.org/2001/XMLSchema#double>'),
        (-0.000001, '"-1.0E-6"^^<http://www.w3.org/2001/XMLSchema#double>'),
        (1e21, '"1.0E21"^^<http://www.w3.org/2001/XMLSchema#double>'),
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
def test_numbers_are_signed_as_the_standard_writes_them(number: Any, text: str) -> None:
    assert quads_of([{V + "p": [{"@value": number}]}])[0].object == text


@pytest.mark.parametrize("number", [2**53 + 1, float("inf"), float("nan"), 10**400])
def test_a_number_that_software_reads_differently_is_refused(number: Any) -> None:
    with pytest.raises(InvalidDocument, match="isn't read alike"):
        quads_of([{V + "p": [{"@value": number}]}])


@pytest.mark.parametrize(
    "node",
    [
        {"@id": "relative"},
        {"@id": ":x"},
        {"@id": "1http://x"},
        {"@type": ["Relative"]},
        {"@id": "urn:x:1", "@index": "unsigned"},
        {V + "p": [{"@value": "x", "@direction": "rtl"}]},
        {V + "p": [{"@value": "x", "@index": "unsigned"}]},
        {"_:p": [{"@value": "unsigned"}]},
    ],
)
def test_what_a_signature_would_not_cover_is_an_error(node: dict[str, Any]) -> None:
    with pytest.raises(UndefinedTerm):
        quads_of([node])


@pytest.mark.parametrize(
    "space", [" ", "\n", "\u00a0", "\u2003", "\ufeff", ">", '"', "{", "|", "\\", "^", "`", "\x7f"]
)
def test_an_address_cannot_smuggle_a_quad(space: str) -> None:
    with pytest.raises(InvalidDocument, match="isn't an address"):
        quads_of([{"@id": f"urn:x:a{space}b", V + "p": [{"@value": "x"}]}])


@pytest.mark.parametrize(
    "value",
    [
        {"@value": "x", "@language": "en .\n<urn:x:a> <urn:x:b> <urn:x:c>"},
        {"@value": "x", "@language": "en us"},
        {"@value": "x", "@type": "urn:x:a> <urn:x:b"},
        {"@value": ["x"]},
    ],
)
def test_a_language_or_datatype_cannot_smuggle_a_quad(value: dict[str, Any]) -> None:
    with pytest.raises(InvalidDocument):
        quads_of([{V + "p": [value]}])


def test_no_kind_of_white_space_stands_in_an_address() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    allowed = set(re.findall(IRI_CHARACTER, everything))
    assert not {character for character in allowed if character.isspace()}
    by_kind = r"[^\s\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff\ufeff]"
    assert allowed == set(re.findall(by_kind, everything))
