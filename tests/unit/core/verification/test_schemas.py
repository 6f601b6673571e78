"""A badge that doesn't follow the schema that it names is found; one whose schema wasn't there isn't called either."""

from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.proofs import OPEN_BADGES_EXTENSIONS
from openlaurel.core.verification import Needs, Report, SchemaNeeded, Unavailable, verify

URL = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
ELSEWHERE = "https://schemas.example/badge.json"
DRAFT = "https://json-schema.org/draft/2019-09/schema#"
SCHEMA = {
    "$schema": DRAFT,
    "type": "object",
    "required": ["awardedDate"],
    "properties": {"name": {"type": "string", "pattern": "^Tide"}},
}
NAMED = {"id": URL, "type": "1EdTechJsonSchemaValidator2019"}


def outcome(issuer: Issuer, named: Any, schema: Any = None, **changes: Any) -> Report | Needs:
    credential = issuer.credential() | {"credentialSchema": named} | changes
    credential["@context"] = [*credential["@context"], OPEN_BADGES_EXTENSIONS]
    resources = issuer.resources()
    if schema is not None:
        resources |= {URL: schema, ELSEWHERE: schema}
    return verify(issuer.sign(credential), resources, NOW, canonizer=issuer.canonizer)


def line(found: Report | Needs) -> Any:
    assert isinstance(found, Report)
    (only,) = found.further
    assert only.check == "schema"
    return only


def test_the_schema_is_asked_for(issuer: Issuer) -> None:
    assert outcome(issuer, [NAMED]) == Needs((SchemaNeeded(URL),))
    assert outcome(issuer, {"id": ELSEWHERE, "type": "JsonSchema"}) == Needs((SchemaNeeded(ELSEWHERE),))


def test_a_badge_that_follows_its_schema_says_so(issuer: Issuer) -> None:
    assert (line(outcome(issuer, [NAMED], SCHEMA)).outcome) == "pass"
    assert URL in line(outcome(issuer, [NAMED], SCHEMA)).detail


def test_a_badge_that_doesnt_follow_its_schema_isnt_verified(issuer: Issuer) -> None:
    """Open Badges 3.0, 9.1 step 1."""
    found = outcome(issuer, [NAMED], SCHEMA, name="Low tide")
    assert (line(found).outcome, line(found).reason) == ("fail", "schema_missed")
    assert "name isn't what the schema allows there (pattern)" in line(found).detail
    assert isinstance(found, Report)
    assert not found.verified


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (Unavailable("The site purl.imsglobal.org is out of reach."), "out of reach"),
        ({"$schema": DRAFT, "if": True}, "'if', which isn't understood"),
        ([], "another draft"),
    ],
)
def test_a_schema_that_wasnt_run_is_skipped_with_the_reason(issuer: Issuer, schema: Any, why: str) -> None:
    found = outcome(issuer, [NAMED], schema)
    assert line(found).outcome == "skipped"
    assert why in line(found).detail


def test_a_strangers_regular_expression_is_skipped(issuer: Issuer) -> None:
    found = outcome(issuer, [{"id": ELSEWHERE, "type": "JsonSchema"}], SCHEMA)
    assert line(found).outcome == "skipped"
    assert "regular expression" in line(found).detail


def test_other_kinds_and_places_are_skipped_and_not_asked_for(issuer: Issuer) -> None:
    for named in ({"id": URL, "type": "JsonSchemaCredential"}, {"id": "urn:x:1", "type": "JsonSchema"}):
        assert line(outcome(issuer, [named])).outcome == "skipped"
    many = [{"id": f"urn:x:{number}", "type": "JsonSchema"} for number in range(5)]
    found = outcome(issuer, many)
    assert isinstance(found, Report)
    assert [entry.reason for entry in found.further] == ["schema_not_run"] * 3 + ["schemas_left_out"]
