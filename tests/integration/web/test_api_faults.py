"""What no operation can use is told as a problem with its field, on each database; new operations join by themselves."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from tests.integration.authorization.rules import BODIES
from tests.integration.authorization.world import World, build_world
from tests.integration.test_authorization import Operation, operations

from openlaurel.apps.catalog.services import Definition
from openlaurel.web.api import api

pytestmark = pytest.mark.django_db
DOCUMENT: dict[str, Any] = api.get_openapi_schema()
NUL = "half\x00full"
# Of no type that a field has, or larger than any; an empty text may be right.
JUNK = (b'""', b"1" + b"0" * 30, b"[{}]")
NO_JSON = (b"{", b'{"a": NaN}', b"\xff\xfe", b"[" * 3000)


@pytest.fixture
def world(db: None, definition: Definition, now: datetime) -> World:
    return build_world(definition, now)


class Program:
    """Sends what it likes; what comes of it is undone."""

    def __init__(self, world: World) -> None:
        self.values = world.values
        self.client = Client(
            raise_request_exception=False, headers={"authorization": f"Bearer {world.keys['all']}"}
        )

    def sends(self, operation: Operation, content: bytes, method: str = "") -> tuple[int, Any]:
        """The status and the problem; None for an answer that is none."""
        path = re.sub(r"{([^}]+)}", lambda match: str(self.values[match[1]]), operation.path)
        cache.clear()
        with transaction.atomic():
            response = self.client.generic(method or operation.method, path, content, "application/json")
            transaction.set_rollback(True)
        is_problem = response.get("Content-Type", "").startswith("application/problem+json")
        return response.status_code, orjson.loads(response.content) if is_problem else None


def taking_json() -> Iterator[tuple[Operation, list[str]]]:
    """Each operation with a body, and the fields of it."""
    for operation in operations():
        details = DOCUMENT["paths"][operation.path][operation.method.lower()]
        content = details.get("requestBody", {}).get("content", {}).get("application/json")
        if content:
            name = content["schema"].get("$ref", "/").rsplit("/", 1)[1]
            schema = DOCUMENT["components"]["schemas"].get(name, content["schema"])
            yield operation, list(schema.get("properties", {}))


def test_a_text_that_no_database_keeps_is_refused_by_its_field(world: World) -> None:
    program, faults = Program(world), []
    for operation, fields in taking_json():
        for field in fields if operation.is_secured else ():
            for junk, place in ((NUL, field), ([{"a": NUL}], f"{field}.0.a")):
                body = {**BODIES[operation.name], field: junk}
                status, problem = program.sends(operation, orjson.dumps(body))
                named = [error["field"] for error in (problem or {}).get("errors", ())]
                if status != 422 or named != [place] or "Remove it" not in problem["detail"]:
                    faults.append(f"{operation.name}: {status} {problem} for {place}")
    assert not faults, "\n".join(faults)


def test_nothing_that_is_sent_makes_the_site_fail(world: World) -> None:
    program, faults = Program(world), []
    for operation, fields in taking_json():
        for field in fields:
            for junk in JUNK:
                body = orjson.dumps({**BODIES[operation.name], field: "JUNK"})
                status, problem = program.sends(operation, body.replace(b'"JUNK"', junk))
                if status >= 500 or (status >= 400 and not (problem and problem["detail"])):
                    faults.append(f"{operation.name}: {status} {problem} for {field} as {junk!r}")
    assert not faults, "\n".join(faults)


def test_what_is_no_json_is_told_as_that(world: World) -> None:
    program, faults = Program(world), []
    for operation, _fields in taking_json():
        for content in NO_JSON:
            status, problem = program.sends(operation, content)
            if status != 400 or not problem or not re.search("JSON|UTF-8|nested", problem["detail"]):
                faults.append(f"{operation.name}: {status} {problem} for {content[:20]!r}")
    assert not faults, "\n".join(faults)


def test_a_method_that_an_address_does_not_take_is_told_with_those_that_it_takes(world: World) -> None:
    program = Program(world)
    [operation] = [one for one in operations() if one.name == "PATCH /api/v1/rules/{rule_id}"]
    status, problem = program.sends(operation, b"", "PUT")
    assert status == 405
    assert all(method in problem["detail"] for method in ("PUT", "GET", "PATCH", "DELETE"))
