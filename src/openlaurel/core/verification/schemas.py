"""The schemas that a badge says it follows (Open Badges 3.0, 9.1 step 1; VC Data Model 2.0, 4.11 Data Schemas)."""

from __future__ import annotations

from typing import Any

from openlaurel.core.verification.json_schema import UnsupportedSchema, find_violation
from openlaurel.core.verification.report import Check, Outcome
from openlaurel.core.verification.resources import Need, Resources, SchemaNeeded, Unavailable
from openlaurel.core.web_addresses import is_web_address

MAXIMUM_SCHEMAS = 3
KINDS = frozenset({"1EdTechJsonSchemaValidator2019", "JsonSchema"})
# Whose regular expressions are run.
TRUSTED = "https://purl.imsglobal.org/spec/"


def check_schemas(credential: dict[str, Any], resources: Resources) -> tuple[list[Check], list[Need]]:
    """This function will return a line for each schema that the badge names, and what is needed for it."""
    named = credential.get("credentialSchema")
    found = named if isinstance(named, list) else [] if named is None else [named]
    checks: list[Check] = []
    needs: list[Need] = []
    for entry in found[:MAXIMUM_SCHEMAS]:
        url, kinds = (entry.get("id"), entry.get("type")) if isinstance(entry, dict) else (None, None)
        if not isinstance(url, str) or not is_web_address(url):
            checks.append(_line("skipped", "schema_not_run", str(url), "It doesn't lie at a web address."))
        elif not KINDS & {kind for kind in _list(kinds) if isinstance(kind, str)}:
            checks.append(_line("skipped", "schema_not_run", url, "It is of another kind than JSON Schema."))
        elif url not in resources:
            needs.append(SchemaNeeded(url))
        else:
            checks.append(_check(credential, url, resources[url]))
    if len(found) > MAXIMUM_SCHEMAS:
        params = {"count": str(len(found)), "most": str(MAXIMUM_SCHEMAS)}
        checks.append(Check("schema", "skipped", "schemas_left_out", params))
    return checks, needs


def _check(credential: dict[str, Any], url: str, found: Any) -> Check:
    if isinstance(found, Unavailable):
        return _line("skipped", "schema_not_run", url, found.reason)
    try:
        violation = find_violation(credential, found, with_patterns=url.startswith(TRUSTED))
    except UnsupportedSchema as error:
        return _line("skipped", "schema_not_run", url, str(error))
    if violation is None:
        return Check("schema", "pass", "schema_met", {"url": url[:300]})
    return _line("fail", "schema_missed", url, violation)


def _line(outcome: Outcome, reason: str, url: str, fault: str) -> Check:
    return Check("schema", outcome, reason, {"url": url[:300], "fault": fault})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
