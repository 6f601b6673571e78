"""Every list of the API is paged, found in its OpenAPI document; a new operation joins by itself."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.desk.models import BulkAction
from openlaurel.apps.offers.services import create_rule
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.apps.verifier.inquiries import start_inquiry
from openlaurel.apps.webhooks.services import add_endpoint, queue_test
from openlaurel.core.dossiers import read_list
from openlaurel.web.api import api

DOCUMENT: dict[str, Any] = api.get_openapi_schema()


def resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, or the one that it refers to."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def answers(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each schema that a success may have."""
    for code, response in operation["responses"].items():
        if str(code).startswith("2"):
            for content in response.get("content", {}).values():
                schema = content.get("schema", {})
                for one in schema.get("anyOf") or schema.get("oneOf") or [schema]:
                    yield resolved(one, document)


def is_list(method: str, answer: dict[str, Any], document: dict[str, Any]) -> bool:
    """An array, or what is read and holds an array of objects. Arrays of words belong to the one thing described, and so
    do those whose greatest number the document states."""
    if answer.get("type") == "array":
        return True
    parts = answer.get("properties", {}).values()
    arrays = [part for part in parts if part.get("type") == "array" and "maxItems" not in part]
    return method == "get" and any(
        resolved(part["items"], document).get("type") == "object" for part in arrays
    )


def lists(document: dict[str, Any]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Address, operation and answer of each operation that returns a list."""
    return [
        (path, operation, answer)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for answer in answers(operation, document)
        if is_list(method, answer, document)
    ]


def faults(operation: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """What a list lacks to be paged."""
    given = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
    limit, offset = given.get("limit", {}), given.get("offset", {})
    wanted = {
        "the number of all matches beside the page": _counts(answer),
        "a limit from 1 to 100": limit.get("minimum") == 1 and 1 <= limit.get("maximum", 0) <= 100,
        "a limit when none is given": 1 <= limit.get("default", 0) <= 100,
        "an offset from 0 to an end": offset.get("minimum") == 0 and "maximum" in offset,
    }
    return [what for what, is_met in wanted.items() if not is_met]


def _counts(answer: dict[str, Any]) -> bool:
    """A number, or null where counting would take long and the page names the next one instead."""
    parts = answer.get("properties", {})
    kinds = {one.get("type") for one in parts.get("count", {}).get("anyOf", [parts.get("count", {})])}
    return kinds == {"integer"} or (kinds == {"integer", "null"} and "next" in parts)


LISTS = lists(DOCUMENT)
PATHS = [path for path, _, _ in LISTS]


@pytest.fixture
def program(organisation: Profile, client: Client, now: Any) -> dict[str, str]:
    """The headers of a program that may read what its organisation has."""
    _, secret = create_api_key(
        organisation=organisation, name="Reader", scopes=Scope.values, by=INSTALLATION, now=now
    )
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def where(
    organisation: Profile, make_published: Callable[..., AchievementVersion], now: Any
) -> Callable[[str], str]:
    """Puts ids of what there is into the address of a list."""
    webhook, _ = add_endpoint(
        organisation=organisation,
        url="https://a.example/news",
        types=["award.issued"],
        by=INSTALLATION,
        now=now,
    )
    queue_test(endpoint=webhook, by=INSTALLATION, now=now)
    _, token = start_inquiry(now=timezone.now(), files={}, reading=read_list("https://a.example/1", "list"))
    action = BulkAction.objects.create(organisation=organisation, kind="resend", created_at=now)
    held, given = make_published("held").achievement, make_published("given").achievement
    rule = create_rule(achievement=given, assessment=None, held=[held], by=INSTALLATION, now=now)
    ids = {"webhook_id": webhook.id, "bulk_action_id": action.id, "rule_id": rule.id}
    return lambda path: path.format(inquiry_token=token, **ids)


def test_the_walk_finds_the_lists_that_there_are() -> None:
    assert {"/api/v1/achievements", "/api/v1/awards", "/api/v1/audit/events", "/api/v1/webhooks"} <= set(
        PATHS
    )


@pytest.mark.parametrize(("path", "operation", "answer"), LISTS, ids=PATHS)
def test_no_list_comes_whole(path: str, operation: dict[str, Any], answer: dict[str, Any]) -> None:
    assert faults(operation, answer) == []


def test_a_list_that_comes_whole_would_be_noticed() -> None:
    skill = {"type": "object", "properties": {"name": {"type": "string"}}}
    bare = {"type": "array", "items": {"$ref": "#/components/schemas/Skill"}}
    page = {"type": "object", "properties": {"items": bare}}
    for schema in (bare, page):
        answer = {"responses": {200: {"content": {"application/json": {"schema": schema}}}}}
        document = {"paths": {"/skills": {"get": answer}}, "components": {"schemas": {"Skill": skill}}}
        [(_, operation, found)] = lists(document)
        assert len(faults(operation, found)) == 4


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=all", "offset=-1", "offset=none"])
def test_a_page_that_cannot_be_is_refused_by_its_name(
    path: str, query: str, client: Client, program, where
) -> None:
    response = client.get(f"{where(path)}?{query}", headers=program)
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert [error["field"] for error in response.json()["errors"]] == [query.split("=")[0]]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_behind_the_last_is_empty_and_still_counts(path: str, client: Client, program, where) -> None:
    path = where(path)
    response = client.get(f"{path}?offset=1000", headers=program)
    assert response.status_code == 200
    assert response.json()["items"] == []
    assert response.json()["count"] == client.get(path, headers=program).json()["count"]
