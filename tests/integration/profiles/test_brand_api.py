"""The brand for programs: every colour is possible and what comes of it can be read; logos have the bounds of the page."""

from base64 import b64encode
from typing import Any

import pytest
from django.test import Client
from tests.integration.profiles.test_brand import huge, png
from tests.programs import Program, program_of

from openlaurel.apps.profiles.models import Logo, Profile
from openlaurel.core.artwork.colour import contrast

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(organisation: Profile) -> Program:
    return program_of(organisation, "brand:manage")


def base64(data: bytes) -> str:
    return b64encode(data).decode()


def test_a_pale_colour_comes_out_so_that_it_can_be_read(
    program: Program, organisation: Profile, client: Client
) -> None:
    status, tried = program.send("GET", "/brand/schemes?colour=%23ffee99")
    organisation.refresh_from_db()
    assert (status, organisation.colour) == (200, "")
    status, brand = program.send("PUT", "/brand", {"colour": "#FFEE99", "accent": "#0a5f38"})
    assert (status, brand["colour"], brand["accent"]) == (200, "#ffee99", "#0a5f38")
    assert brand["schemes"]["light"]["brand"] == tried["light"]["brand"] != "#ffee99"
    assert contrast("#ffee99", brand["schemes"]["light"]["bg"]) < 4.5
    for scheme in brand["schemes"].values():
        assert scheme["brand-solid"] == "#ffee99"
        assert contrast(scheme["brand"], scheme["bg"]) >= 4.5
        assert contrast(scheme["on-brand"], scheme["brand-solid"]) >= 4.5
    assert "ffee99-0a5f38" in client.get("/profiles/harbour").content.decode()


def test_a_logo_comes_and_goes(program: Program, client: Client) -> None:
    assert program.send("GET", "/brand")[1]["logo"] is None
    status, brand = program.send("PUT", "/brand/logo", {"picture": base64(png())})
    assert (status, brand["logo"]["width"], brand["logo"]["height"]) == (200, 300, 100)
    assert client.get("/profiles/harbour/logo.png").status_code == 200
    assert program.send("DELETE", "/brand/logo")[0] == 204
    assert Logo.objects.count() == 0


@pytest.mark.parametrize(
    ("method", "path", "body", "field", "way_out"),
    [
        ("PUT", "/brand", {"colour": "green"}, "colour", "six digits"),
        ("PUT", "/brand", {"colour": "#0a5f38", "accent": "#xyz"}, "accent", "six digits"),
        ("GET", "/brand/schemes?colour=green", None, "colour", "six digits"),
        ("PUT", "/brand/logo", {"picture": "no base64!"}, "picture", "as Base64"),
        ("PUT", "/brand/logo", {"picture": base64(b"Text")}, "picture", "Save the picture"),
        ("PUT", "/brand/logo", {"picture": base64(huge())}, "picture", "Save it smaller"),
        ("PUT", "/brand/logo", {"picture": base64(png(20, 10))}, "picture", "export it larger"),
        ("PUT", "/brand/logo", {"picture": "A" * 8_000_000}, "picture", "at most"),
    ],
)
def test_a_fault_is_named_with_its_field_and_the_way_out(
    program: Program, method: str, path: str, body: Any, field: str, way_out: str
) -> None:
    status, problem = program.send(method, path, body)
    assert status == 422
    [error] = problem["errors"]
    assert error["field"] == field
    assert way_out in error["message"]
    assert Logo.objects.count() == 0
