"""A mail never goes out with an empty place or a field as it was written."""

import pytest

from openlaurel.core.mail import MergeFault, faults_in, merge

KNOWN = {"recipient_name", "badge_name", "claim_link"}


def test_known_fields_are_filled_wherever_they_stand_and_however_they_are_spaced() -> None:
    text = "Dear {{ recipient_name }}, “{{badge_name}}” for {{  recipient_name  }}."
    assert faults_in(text, known=KNOWN) == []
    assert (
        merge(text, {"recipient_name": "Ana {{ x }}", "badge_name": "Tides"})
        == "Dear Ana {{ x }}, “Tides” for Ana {{ x }}."
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ recipent_name }}", MergeFault("unknown", "recipent_name", "recipient_name")),
        ("{{ Recipient Name }}", MergeFault("unknown", "Recipient Name")),
        ("{{ }}", MergeFault("unknown", "")),
        ("{{ password }}", MergeFault("unknown", "password")),
        ("{{ recipient_name }", MergeFault("braces", "{{")),
        ("recipient_name }}", MergeFault("braces", "}}")),
        ("{{ {{ recipient_name }} }}", MergeFault("braces", "{{")),
        ("{{ claim_link }}", MergeFault("misplaced", "claim_link")),
    ],
)
def test_what_cannot_be_filled_is_named(text: str, fault: MergeFault) -> None:
    found = faults_in(text, known=KNOWN, misplaced={"claim_link"})
    assert [(each.kind, each.name) for each in found] == [(fault.kind, fault.name)]
    if fault.suggestion:
        assert found == [fault]


def test_a_missing_field_is_named_and_each_fault_told_once() -> None:
    found = faults_in("{{ x }} {{ x }}", known=KNOWN, required=["claim_link"])
    assert [(each.kind, each.name) for each in found] == [("unknown", "x"), ("missing", "claim_link")]


def test_much_of_nothing_takes_no_time() -> None:
    assert faults_in("{{" * 200_000 + " " * 200_000, known=KNOWN)[0].kind == "braces"
    with pytest.raises(KeyError, match="badge_name"):
        merge("{{ badge_name }}", {})
