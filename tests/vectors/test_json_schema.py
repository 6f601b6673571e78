"""1EdTech's schema of an AchievementCredential is understood, and answered as a validator of another make answers."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification.json_schema import find_violation
from tests.unit.core.issuers import Issuer
from tests.vectors.conftest import vectors

ISSUER = Issuer(Canonizer(load_bundle()))
BADGE = ISSUER.badge()
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.just([])
    | st.just({})
    | st.just(["x"])
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    file = vectors("open-badges") / "ob_v3p0_achievementcredential_schema.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def test_our_badge_follows_it_and_one_without_a_proof_list_doesnt(schema: dict[str, Any]) -> None:
    assert find_violation(BADGE, schema, with_patterns=True) is None
    single = BADGE | {"proof": BADGE["proof"][0]}
    assert find_violation(single, schema, with_patterns=True) == "proof must be of the type array."


@settings(max_examples=300)
@given(st.data())
def test_a_changed_badge_is_answered_as_by_another_validator(
    schema: dict[str, Any], data: st.DataObject
) -> None:
    document = copy.deepcopy(BADGE)
    holder: Any = {"": document}
    key: Any = ""
    while isinstance(holder[key], dict | list) and holder[key] and data.draw(st.integers(0, 4)):
        holder = holder[key]
        key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
    if isinstance(holder, dict) and key and data.draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = data.draw(VALUES)
    found = find_violation(document, schema, with_patterns=True)
    assert (found is None) == Draft201909Validator(schema).is_valid(document), found
