"""Programmes and badge families for programs."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.programs import Program, program_of

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import Definition, define_achievement
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.programmes.models import Programme

pytestmark = pytest.mark.django_db
SEA = {"slug": "sea", "name": "Way to sea", "steps": [{"achievement": "first"}, {"achievement": "second"}]}
KIN = {"name": "Sea", "shape": "gem", "hue": 100, "hue_step": 10, "pattern": "3"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><path d="M10 10h380v280H10z"/></svg>'


@pytest.fixture
def program(organisation: Profile, make_published: Callable[..., AchievementVersion]) -> Program:
    for slug in ("first", "second"):
        make_published(slug, name=slug.title())
    return program_of(organisation, "programmes:manage")


def test_a_program_writes_orders_publishes_and_takes_back(program: Program, client: Client) -> None:
    status, made = program.send("POST", "/programmes", SEA, Idempotency_Key="k")
    assert (status, made["published_at"], made["language"]) == (201, None, "en")
    assert program.send("POST", "/programmes", SEA, Idempotency_Key="k") == (200, made)
    assert client.get("/programmes/sea").status_code == 404
    status, problem = program.send("POST", "/programmes/sea/publish")
    assert (status, [error["field"] for error in problem["errors"]]) == (422, ["description"])
    turned = [{"achievement": "second"}, {"achievement": "first", "is_optional": True}]
    changes = {"description": "For beginners.", "steps": turned, "colour": "#0A5F38"}
    changed = program.send("PATCH", "/programmes/sea", changes)[1]
    assert [step["achievement"] for step in changed["steps"]] == ["second", "first"]
    assert (changed["name"], changed["colour"]) == ("Way to sea", "#0a5f38")
    assert program.send("POST", "/programmes/sea/publish")[1]["published_at"]
    page = client.get("/programmes/sea").content.decode()
    assert 0 < page.index("Second") < page.index("First")
    covered = program.send("PUT", "/programmes/sea/cover", {"picture": b64encode(SVG).decode()})[1]
    assert client.get("/programmes/sea/cover.png").status_code == 200
    assert covered["cover"].startswith("http")
    assert program.send("DELETE", "/programmes/sea/cover")[0] == 204
    status, problem = program.send("DELETE", "/programmes/sea")
    assert (status, problem["detail"]) == (409, "A published programme can't be deleted. Withdraw it first.")
    assert program.send("POST", "/programmes/sea/withdraw")[1]["published_at"] is None
    assert program.send("DELETE", "/programmes/sea")[0] == 204
    assert Programme.objects.count() == 0
    assert program.send("POST", "/programmes", SEA, Idempotency_Key="k")[0] == 409


def test_a_list_is_read_on(program: Program) -> None:
    for number in range(3):
        program.send("POST", "/programmes", SEA | {"slug": f"sea-{number}"})
    page = program.send("GET", "/programmes?limit=2")[1]
    assert ([one["slug"] for one in page["items"]], page["count"]) == (["sea-2", "sea-1"], 3)
    rest = program.send("GET", f"/programmes?after={page['next'].replace('+', '%2B')}")[1]
    assert ([one["slug"] for one in rest["items"]], rest["next"]) == (["sea-0"], None)


def test_a_family_gives_drafts_one_look(
    program: Program, organisation: Profile, definition: Definition, now: Any
) -> None:
    define_achievement(
        organisation=organisation, slug="knots", definition=definition, by=INSTALLATION, now=now
    )
    status, made = program.send("POST", "/badge-families", KIN)
    assert (status, made["drafts"]) == (201, [])
    path = f"/badge-families/{made['id']}"
    assert program.send("PUT", f"{path}/drafts/knots")[1]["drafts"] == ["knots"]
    assert program.send("PUT", f"{path}/drafts/first")[0] == 404
    assert program.send("PUT", path, KIN | {"shape": "hexagon", "hue": 300})[1]["shape"] == "hexagon"
    draft = AchievementVersion.objects.get(achievement__slug="knots")
    assert (draft.art_shape, draft.art_hue) == ("hexagon", 300)
    status, drawn = program.send("GET", f"{path}/levels/expert")
    assert (status, drawn[:4]) == (200, b"<svg")
    assert program.send("GET", f"{path}/levels/genius")[0] == 422
    assert program.send("DELETE", f"{path}/drafts/knots")[0] == 204
    assert program.send("DELETE", f"{path}/drafts/knots")[0] == 404
    assert program.send("GET", "/badge-families")[1]["count"] == 1
    assert program.send("DELETE", path)[0] == 204
    assert program.send("GET", path)[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "field", "way_out"),
    [
        ("POST", "/programmes", SEA | {"slug": "Way to sea"}, "slug", "small letters"),
        ("POST", "/programmes", {"slug": "sea"}, "name", "required"),
        ("POST", "/programmes", SEA | {"name": " "}, "name", "at most 120"),
        ("POST", "/programmes", SEA | {"colour": "blue"}, "colour", "six digits"),
        ("POST", "/programmes", SEA | {"steps": [{"achievement": "lost"}]}, "steps", "lost"),
        ("POST", "/programmes", SEA | {"steps": [{"achievement": "first"}] * 2}, "steps", "once"),
        ("POST", "/programmes", SEA | {"steps": [{"slug": "first"}]}, "steps.0.achievement", "required"),
        ("PATCH", "/programmes/old", {"language": "klingonisch"}, "language", "list"),
        ("PUT", "/programmes/old/cover", {"picture": "QUJD"}, "picture", "Save the picture"),
        ("POST", "/badge-families", KIN | {"shape": "blob"}, "shape", "gallery"),
        ("POST", "/badge-families", KIN | {"hue": 360}, "hue", "0 and 359"),
        ("POST", "/badge-families", KIN | {"hue_step": 61}, "hue_step", "60 degrees"),
        ("POST", "/badge-families", KIN | {"pattern": ""}, "pattern", "pattern"),
    ],
)
def test_a_fault_is_named_with_its_field_and_the_way_out(
    program: Program, method: str, path: str, body: Any, field: str, way_out: str
) -> None:
    program.send("POST", "/programmes", SEA | {"slug": "old"})
    status, problem = program.send(method, path, body)
    assert status == 422, problem
    error = problem["errors"][0]
    assert error["field"] == field
    assert way_out in error["message"]
    assert Programme.objects.count() == 1


def test_an_address_is_taken_once(program: Program) -> None:
    program.send("POST", "/programmes", SEA)
    status, problem = program.send("POST", "/programmes", SEA)
    assert (status, problem["errors"][0]["field"]) == (422, "slug")
