"""Every address and every API call, tried by those who must not: new ones join by themselves."""

import re
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from tests.integration.authorization.routes import PARAMETER, Route, routes
from tests.integration.authorization.rules import (
    BODIES,
    CHANGES_OPENLY,
    CHANGES_OWN_THINGS,
    FORMS,
    HINT,
    OWN,
    OWN_OPERATIONS,
    PERSONAL,
    PUBLIC,
    PUBLIC_OPERATIONS,
    SAME_EVERYWHERE,
)
from tests.integration.authorization.world import MARK, World, build_world

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.access import NobodyAuth
from openlaurel.apps.profiles.policies import PERMISSIONS
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.web.api import api

# Who may do what is decided in Python; the queries beneath have tests of their own on both databases.
pytestmark = pytest.mark.sqlite
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    scope: str

    @property
    def is_secured(self) -> bool:
        return bool(self.scope)


def operations() -> list[Operation]:
    return [
        Operation(f"{method.upper()} {path}", method.upper(), path, _scope(details.get("security", [{}])))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, details in methods.items()
    ]


def _scope(security: list[dict[str, list[str]]]) -> str:
    """The one scope that a key needs; empty where no key is needed."""
    if {} in security:
        return ""
    [[scope]] = [one["ApiKeyAuth"] for one in security]
    return scope


@pytest.fixture
def world(db, definition, now) -> World:
    return build_world(definition, now)


class Visitor:
    """Somebody who tries addresses; what they change is undone after each try."""

    def __init__(self, account: Account | None = None) -> None:
        self.own = [account.name.encode(), account.email.encode()] if account else []
        self.client = Client(raise_request_exception=False)
        if account is not None:
            self.client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")

    def tries(self, method: str, path: str, **details: Any) -> tuple[int, str, list[str]]:
        """The status, where it leads, and what is wrong with the answer whoever asks."""
        faults = []
        with transaction.atomic():
            before = Event.objects.count()
            response = self.client.generic(method, path, **details)
            if response.status_code >= 500 and path != "/healthz":
                faults.append(f"{method} {path}: the server failed with {response.status_code}")
            content = response.getvalue() if response.streaming else response.content
            for own in self.own:
                content = content.replace(own, b"")
            if MARK.encode() in content or MARK in str(response.headers):
                faults.append(f"{method} {path}: the answer ({response.status_code}) shows what is private")
            if Event.objects.count() != before:
                faults.append(f"{method} {path}: something was changed")
            transaction.set_rollback(True)
        return response.status_code, response.headers.get("Location", ""), faults


def test_every_address_has_a_rule():
    unknown = [
        f"{route.name} (/{route.pattern}). {HINT}"
        for route in routes()
        if not route.is_workspace and sum(route.name in rule for rule in (PUBLIC, OWN, PERSONAL)) != 1
    ]
    assert not unknown, "\n".join(unknown)


def test_every_address_of_a_workspace_names_its_permission():
    unguarded = [
        f"{route.name} (/{route.pattern}) is not behind profiles.access.workspace_view"
        for route in routes()
        if route.is_workspace and getattr(route.view, "required_permission", None) not in PERMISSIONS
    ]
    assert not unguarded, "\n".join(unguarded)


def test_every_open_operation_of_the_api_has_a_rule():
    unknown = [
        f"{operation.name} needs no key. {HINT}"
        for operation in operations()
        if not operation.is_secured and operation.name not in PUBLIC_OPERATIONS
    ]
    assert not unknown, "\n".join(unknown)


def test_signed_out_a_workspace_leads_to_sign_in(world):
    visitor, faults = Visitor(), []
    for route in (route for route in routes() if route.is_workspace):
        for method in METHODS:
            status, location, found = visitor.tries(method, path := route.path(world))
            faults += found
            if status != 405 and not (status == 302 and location.startswith("/account/login/")):
                faults.append(f"{method} {path}: {status} instead of the sign-in page")
    assert not faults, "\n".join(faults)


def test_for_a_member_of_another_organisation_a_workspace_does_not_exist(world):
    visitor, faults = Visitor(world.stranger), []
    for route in (route for route in routes() if route.is_workspace):
        for method in METHODS:
            status, _, found = visitor.tries(method, path := route.path(world))
            faults += found
            if status not in {404, 405}:
                faults.append(f"{method} {path}: {status} instead of 404")
    assert not faults, "\n".join(faults)


def test_the_ids_of_another_organisation_do_not_work_in_ones_own_workspace(world):
    visitor, faults = Visitor(world.stranger), []
    for route in (route for route in routes() if route.is_workspace):
        path = route.path(world).replace("/org/harbour/", "/org/elsewhere/")
        if path == route.path(world) or len(PARAMETER.findall(route.pattern)) < 2:
            continue
        for method in METHODS:
            status, _, found = visitor.tries(method, path)
            faults += found
            if status not in {404, 405} and route.name not in SAME_EVERYWHERE:
                faults.append(f"{method} {path}: {status} instead of 404")
    assert not faults, "\n".join(faults)


def test_a_lower_role_is_refused(world):
    visitors = {role: Visitor(account) for role, account in world.members.items()}
    faults = []
    for route in (route for route in routes() if route.is_workspace):
        for role, visitor in visitors.items():
            if role in PERMISSIONS[route.view.required_permission]:
                continue
            for method in METHODS:
                status, _, _ = visitor.tries(method, path := route.path(world))
                if status not in {403, 405}:
                    faults.append(f"{method} {path}: {status} instead of 403 for the role {role}")
    assert not faults, "\n".join(faults)


def test_the_owner_reaches_each_of_these_addresses(world):
    """Else the tests above would pass for addresses that don't exist at all."""
    visitor, faults = Visitor(world.members["owner"]), []
    for route in (route for route in routes() if route.is_workspace):
        path = route.path(world)
        status, _, _ = visitor.tries("GET", path)
        if status == 405:
            status, _, _ = visitor.tries("POST", path)
        if status in {403, 404} or status >= 500:
            faults.append(f"{path}: {status} for the owner; does world.py have what it names?")
    assert not faults, "\n".join(faults)


def test_what_everybody_may_open_shows_nothing_private(world):
    faults = []
    for visitor in (Visitor(), Visitor(world.stranger)):
        for route in (route for route in routes() if route.name in PUBLIC):
            for method in METHODS:
                _, _, found = visitor.tries(method, route.path(world))
                faults += [fault for fault in found if "was changed" not in fault]
    assert not faults, "\n".join(faults)


def test_ones_own_pages_ask_to_sign_in_and_show_nothing_of_others(world):
    faults = []
    for route in (route for route in routes() if route.name in OWN):
        for method in METHODS:
            status, location, found = Visitor().tries(method, path := route.path(world))
            faults += found
            if status != 405 and not (status == 302 and "/account/" in location):
                faults.append(f"{method} {path}: {status} {location} instead of the sign-in page")
            found = Visitor(world.stranger).tries(method, path)[2]
            faults += _but_own_changes(route, found)
    assert not faults, "\n".join(faults)


def test_what_belongs_to_a_person_is_refused_to_others(world):
    faults = []
    for route in (route for route in routes() if route.name in PERSONAL):
        for visitor in (Visitor(), Visitor(world.stranger), Visitor(world.members["designer"])):
            for method in METHODS:
                status, _, found = visitor.tries(method, path := route.path(world))
                faults += _but_own_changes(route, found)
                if status not in {302, 303, 403, 404, 405, 410}:
                    faults.append(f"{method} {path} ({route.name}): {status} instead of a refusal")
    assert not faults, "\n".join(faults)


def _but_own_changes(route: Route, faults: list[str]) -> list[str]:
    if route.name not in CHANGES_OWN_THINGS:
        return faults
    return [fault for fault in faults if "was changed" not in fault]


def test_the_api_refuses_without_a_key_and_with_a_wrong_one(world):
    faults = []
    for operation in (operation for operation in operations() if operation.is_secured):
        for key in ("", "olk_wrong", world.keys["all"][:-1]):
            status, found = _call(world, operation, key)
            faults += found
            if status != 401:
                faults.append(f"{operation.name}: {status} instead of 401")
    assert not faults, "\n".join(faults)


def test_the_key_of_another_organisation_sees_and_changes_nothing(world):
    faults = []
    for operation in (operation for operation in operations() if operation.is_secured):
        status, found = _call(world, operation, world.keys["foreign"])
        is_own = operation.name in OWN_OPERATIONS
        faults += [fault for fault in found if not (is_own and "was changed" in fault)]
        if status not in ({200, 201, 204} if is_own else {403, 404}):
            faults.append(f"{operation.name}: {status} with the key of another organisation")
    assert not faults, "\n".join(faults)


def test_each_operation_refuses_a_key_without_its_scope(world):
    faults = []
    for operation in (operation for operation in operations() if operation.is_secured):
        status, found = _call(world, operation, world.keys_without[operation.scope])
        faults += found
        if status != 403:
            faults.append(f"{operation.name}: {status} instead of 403 without the scope {operation.scope}")
        status, _ = _call(world, operation, world.keys["all"])
        if status in {401, 403}:
            faults.append(f"{operation.name}: {status} with every scope")
    assert not faults, "\n".join(faults)


def test_every_scope_opens_some_operation_and_every_operation_that_needs_a_key_names_one():
    assert {operation.scope for operation in operations()} - {""} == set(Scope.values)


def test_an_operation_that_does_not_say_who_may_is_refused():
    """Deny by default: the API's own rule lets nobody in, so an operation is open only where it says so."""
    [rule] = api.auth
    assert rule(RequestFactory().get("/", headers={"authorization": "Bearer olk_any"})) is None
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                assert not any(isinstance(auth, NobodyAuth) for auth in operation.auth_callbacks)


def test_open_operations_show_nothing_private(world):
    faults = []
    for operation in (operation for operation in operations() if not operation.is_secured):
        found = _call(world, operation, "")[1]
        may_change = operation.name in CHANGES_OPENLY
        faults += [fault for fault in found if not (may_change and "was changed" in fault)]
    assert not faults, "\n".join(faults)


def _call(world: World, operation: Operation, key: str) -> tuple[int, list[str]]:
    path = re.sub(r"{([^}]+)}", lambda match: str(world.values[match[1]]), operation.path)
    details: dict[str, Any] = {"headers": {"authorization": f"Bearer {key}"} if key else {}}
    if form := FORMS.get(operation.name):
        files = {name: SimpleUploadedFile(*file) for name, file in form.items()}
        details |= {"data": encode_multipart(BOUNDARY, files), "content_type": MULTIPART_CONTENT}
    elif operation.method != "GET":
        if operation.name not in BODIES:
            pytest.fail(f"{operation.name} takes a body: add one to BODIES in authorization/rules.py.")
        details |= {"data": orjson.dumps(BODIES[operation.name]), "content_type": "application/json"}
    status, _, faults = Visitor().tries(operation.method, path, **details)
    return status, faults
