"""Custom fields: what is taken, in which form it is kept, and which definitions are refused."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.fields import (
    PLACES,
    REASONS,
    AskedOf,
    BadField,
    Choice,
    FieldSpec,
    Kind,
    Place,
    ValueRefused,
    check_value,
    check_values,
    faults_of,
    read_field,
)

GRADE = FieldSpec("grade", Kind.NUMBER, {"en": "Grade", "es": "Nota"}, least="1", most="10")
HELD = FieldSpec("held_on", Kind.DATE, {"en": "Held on"}, least="2020-01-01", most="2030-12-31")
TRACK = FieldSpec(
    "track",
    Kind.CHOICE,
    {"en": "Track"},
    choices=(Choice("Sail", {"es": "Vela", "ar": "شراع"}), Choice("Motor")),
)
REPORT = FieldSpec("report", Kind.URL, {"en": "Report"})
ABROAD = FieldSpec("abroad", Kind.YES_NO, {"en": "Abroad"})
COHORT = FieldSpec("cohort", Kind.TEXT, {"en": "Cohort"}, most="8")


@pytest.mark.parametrize(
    ("spec", "given", "kept"),
    [
        (GRADE, " 8.50 ", "8.50"),
        (GRADE, "8,5", "8.5"),
        (GRADE, "٨٫٥", "8.5"),
        (HELD, "2026-05-03", "2026-05-03"),
        (TRACK, "vela", "Sail"),
        (TRACK, "شراع", "Sail"),
        (REPORT, "https://example.org/r?a=1", "https://example.org/r?a=1"),
        (ABROAD, "Sí", "true"),
        (ABROAD, "FALSE", "false"),
        (COHORT, "a\u0301  b", "\u00e1 b"),
        (COHORT, "  ", ""),
    ],
)
def test_a_value_is_kept_in_one_form_however_it_was_written(spec: FieldSpec, given: str, kept: str) -> None:
    assert check_value(spec, given) == kept


@pytest.mark.parametrize(
    ("spec", "given", "code"),
    [
        (GRADE, "eight", "no_number"),
        (GRADE, "=1+1", "no_number"),
        (GRADE, "1e3", "no_number"),
        (GRADE, "NaN", "no_number"),
        (GRADE, "1,500", "ambiguous_number"),
        (GRADE, "0.99", "too_low"),
        (GRADE, "10.1", "too_high"),
        (HELD, "03/04/2026", "no_date"),
        (HELD, "2026-02-30", "no_date"),
        (HELD, "2019-12-31", "too_early"),
        (HELD, "2031-01-01", "too_late"),
        (TRACK, "Row", "no_choice"),
        (REPORT, "javascript:alert(1)", "no_url"),
        (REPORT, "example.org", "no_url"),
        (ABROAD, "perhaps", "no_yes_no"),
        (COHORT, "nine char", "too_long"),
        (COHORT, "a\u202eb", "control_character"),
        (COHORT, "x" * 5000, "too_long"),
    ],
)
def test_what_is_not_of_the_kind_is_refused_by_name(spec: FieldSpec, given: str, code: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        check_value(spec, given)
    assert refused.value.code == code
    assert spec.label("en") in REASONS[code] % refused.value.params


def test_a_preset_stands_in_and_only_who_was_asked_can_have_left_something_out() -> None:
    needed = replace(GRADE, is_required=True)
    preset = replace(COHORT, preset="2026")
    values, refused = check_values([needed, preset], {})
    assert (values, {key: error.code for key, error in refused.items()}) == (
        {"cohort": "2026"},
        {"grade": "needed"},
    )
    assert check_values([needed, preset], {"cohort": "2027"}, is_asked=False) == ({"cohort": "2027"}, {})
    assert check_values([needed], {}, stays=frozenset({"grade"})) == ({}, {})
    _values, refused = check_values([needed], {"grade": "9", "Grade": "9"})
    assert {key: error.code for key, error in refused.items()} == {"Grade": "unknown"}


def test_a_field_is_read_as_it_was_written() -> None:
    whole = replace(TRACK, is_required=True, asked_of=AskedOf.RECIPIENT, place=Place.ROLE, preset="Sail")
    for spec in (whole, GRADE, HELD, COHORT):
        assert read_field(spec.as_json()) == spec
    assert "preset" not in GRADE.as_json()


@pytest.mark.parametrize(
    "broken", [{}, {"key": "a"}, {"key": "a", "kind": "text", "labels": []}, {"kind": "no"}]
)
def test_a_broken_definition_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(BadField):
        read_field(broken)
    with pytest.raises(BadField, match="colour"):
        read_field({**GRADE.as_json(), "colour": "red"})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"key": "Grade 1"}, ("key", "key")),
        ({"key": "held_on"}, ("key", "key_taken")),
        ({"labels": {}}, ("labels", "labels")),
        ({"labels": {"en": "HELD ON"}}, ("labels", "label_taken")),
        ({"place": Place.ROLE}, ("place", "place")),
        ({"least": "11"}, ("most", "bounds")),
        ({"most": "ten"}, ("most", "bounds")),
        ({"preset": "11"}, ("preset", "preset")),
    ],
)
def test_a_definition_that_could_not_be_used_is_refused(
    changes: dict[str, object], fault: tuple[str, str]
) -> None:
    assert faults_of(replace(GRADE, **changes), [HELD]) == dict([fault])  # type: ignore[arg-type]


def test_choices_are_told_apart_in_every_language() -> None:
    assert not faults_of(TRACK)
    for choices in (
        (Choice("Sail"),),
        (Choice("Sail"), Choice("Vela", {"en": "sail"})),
        (Choice(""), Choice("a")),
    ):
        assert faults_of(replace(TRACK, choices=choices)) == {"choices": "choices"}


def test_one_place_of_the_standard_holds_one_field() -> None:
    role = FieldSpec("role", Kind.TEXT, {"en": "Role"}, place=Place.ROLE)
    other = FieldSpec("part", Kind.TEXT, {"en": "Part"}, place=Place.ROLE)
    assert faults_of(other, [role]) == {"place": "place_taken"}
    assert not faults_of(replace(other, place=Place.RESULT), [replace(role, place=Place.RESULT)])
    assert all(Place.PRIVATE in places and Place.RESULT in places for places in PLACES.values())


@given(st.sampled_from([GRADE, HELD, TRACK, REPORT, ABROAD, COHORT]), st.text(max_size=30))
def test_whatever_is_written_is_kept_stably_or_refused(spec: FieldSpec, text: str) -> None:
    with suppress(ValueRefused):
        kept = check_value(spec, text)
        assert check_value(spec, kept) == kept
