"""CTDL: what a registry couldn't read or would take for another credential."""

import re

import pytest
from tests.unit.core.frameworks.definitions import BARE, FULL

from openlaurel.core.frameworks import Definition, LossKind, ctid_of, to_ctdl

REQUIRED = {
    "@type",
    "ceterms:name",
    "ceterms:description",
    "ceterms:ownedBy",
    "ceterms:credentialStatusType",
    "ceterms:ctid",
    "ceterms:subjectWebpage",
    "ceterms:inLanguage",
}


def credential(definition):
    return to_ctdl(definition).document["@graph"][0]


def test_a_registry_finds_every_required_term():
    assert set(credential(FULL)) >= REQUIRED
    assert credential(FULL)["@type"] == "ceterms:MicroCredential"


def test_a_required_term_that_is_left_out_is_told():
    losses = to_ctdl(BARE).losses
    assert REQUIRED - set(credential(BARE)) == {"ceterms:description"}
    assert {loss.field for loss in losses if loss.kind is LossKind.MISSING} == {
        "description",
        "awarding_body_name",
    }


def test_an_achievement_keeps_its_ctid_and_shares_it_with_no_other():
    assert ctid_of(FULL.address) == "ce-7a132859-c8c9-500b-b583-adf2746e131d"
    assert re.fullmatch(r"ce-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", ctid_of(BARE.address))
    assert ctid_of(FULL.address) != ctid_of(BARE.address)


@pytest.mark.parametrize(
    ("achievement_type", "written", "told"),
    [
        ("License", "License", False),
        ("Course", "MicroCredential", True),
        ("Credential", "MicroCredential", True),
    ],
)
def test_the_abstract_class_is_never_written(achievement_type, written, told):
    definition = Definition(
        address="https://laurel.example/a", name="A", language="en", achievement_type=achievement_type
    )
    assert credential(definition)["@type"] == f"ceterms:{written}"
    assert to_ctdl(definition).lost("achievement_type") is told


def test_every_reference_to_a_node_of_the_graph_finds_it():
    graph = to_ctdl(FULL).document["@graph"]
    ids = {node["@id"] for node in graph}
    assert set(re.findall(r"_:[0-9a-f-]+", repr(graph))) <= ids
    assert len(ids) == 3


def test_supervision_free_of_charge_and_workload_are_not_mistaken_for_unsaid():
    free = Definition(
        address="https://laurel.example/a", name="A", language="en", supervision="none", price_currency="EUR"
    )
    found, _owner, assessment = to_ctdl(free).document["@graph"]
    assert assessment["ceterms:isProctored"] is False
    assert found["ceterms:estimatedCost"][0]["ceterms:price"] == 0
