"""Whatever the framework: a field reaches the document or is named among the losses."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from tests.unit.core.frameworks.definitions import ANY, BARE, FULL, changes

from openlaurel.core import frameworks
from openlaurel.core.frameworks import Definition, NotADefinition

TARGETS = [getattr(frameworks, name) for name in frameworks.__all__ if name.startswith("to_")]


@pytest.mark.parametrize("write", TARGETS)
@given(definition=ANY, other=ANY)
def test_a_field_that_changes_is_seen_in_the_document_or_told(write, definition, other):
    before = write(definition)
    for field, changed in changes(definition, other):
        after = write(changed)
        assert before.document != after.document or before.lost(field) or after.lost(field), field


@pytest.mark.parametrize("write", TARGETS)
def test_taking_any_field_away_from_a_full_definition_is_seen_or_told(write):
    seen = dict(changes(FULL, BARE))
    always = {"language", "achievement_type"}
    assert set(seen) == {field.name for field in fields(Definition)} - always
    for field, changed in seen.items():
        assert write(changed).document != write(FULL).document or write(FULL).lost(field), field


@pytest.mark.parametrize("write", TARGETS)
@given(definition=ANY)
def test_every_document_is_json_and_the_same_each_time(write, definition):
    export = write(definition)
    assert json.loads(json.dumps(export.document)) == export.document
    assert write(definition) == export


@pytest.mark.parametrize("write", TARGETS)
@given(definition=ANY)
def test_every_loss_is_told_once_in_a_sentence(write, definition):
    losses = write(definition).losses
    assert len({(loss.field, loss.kind) for loss in losses}) == len(losses)
    assert all(loss.field and loss.sentence.endswith(".") and " " in loss.sentence for loss in losses)


@pytest.mark.parametrize("field", ["address", "name", "language"])
def test_a_definition_without_its_foundations_says_which_one_is_empty(field):
    values = {"address": "https://laurel.example/a", "name": "A", "language": "en"} | {field: ""}
    with pytest.raises(NotADefinition, match=field):
        Definition(**values)
