"""Designs of certificates for programs: what is refused by name, looked at, published and taken back."""

from base64 import b64encode
from typing import Any

import pytest
from tests.programs import Program, program_of

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.certificates.models import CertificateVersion, Signature
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.artwork.certificate_layout import template

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M10 50h280v8H10z"/></svg>'


@pytest.fixture
def program(organisation: Profile, published: AchievementVersion) -> Program:
    return program_of(organisation, "brand:manage")


def sheet() -> dict[str, Any]:
    return template("centred", "a4", is_landscape=True).as_json()


def test_a_design_is_set_seen_published_and_withdrawn(program: Program) -> None:
    targets = program.send("GET", "/certificates")[1]
    assert [one["target"] for one in targets["items"]] == ["all", "a:tide-tables"]
    path = "/certificates/a:tide-tables"
    assert program.send("GET", path)[1]["draft"] is None
    assert program.send("POST", f"{path}/publish", {})[0] == 404
    begun = program.send("GET", "/certificates/templates/open?paper=letter&is_landscape=false")[1]
    assert (begun["paper"], begun["is_landscape"], begun["frame"]) == ("letter", False, "band")
    saved = program.send("PUT", path, begun)[1]
    assert (saved["draft"], saved["published"], saved["is_standard"]) == (begun, None, True)
    for form, head in (("pdf", b"%PDF-1.7"), ("png", b"\x89PNG")):
        status, drawn = program.send("POST", f"{path}/preview", {"form": form, "language": "ar"})
        assert (status, drawn[: len(head)]) == (200, head)
    published = program.send("POST", f"{path}/publish", {"covers_earlier": True})[1]
    assert (published["version"], published["published"], published["is_standard"]) == (1, begun, False)
    assert CertificateVersion.objects.get().covers_earlier
    withdrawn = program.send("POST", f"{path}/withdraw")[1]
    assert (withdrawn["version"], withdrawn["published"], withdrawn["draft"]) == (2, None, begun)


def test_every_fault_is_named_with_its_part(program: Program) -> None:
    whole = sheet()
    numbers = {box["kind"]: number for number, box in enumerate(whole["boxes"])}
    holder, earned = numbers["holder"], numbers["earned"]
    whole["boxes"][earned] |= {name: whole["boxes"][holder][name] for name in ("x", "y")}
    whole["boxes"][numbers["heading"]]["y"] = 2
    for method, path, body in (
        ("PUT", "/certificates/all", whole),
        ("POST", "/certificates/all/preview", {"layout": whole}),
    ):
        status, problem = program.send(method, path, body)
        assert status == 422
        said = {error["field"]: error["message"] for error in problem["errors"]}
        assert "lies over" in said[f"boxes.{earned}"]
        assert "10 mm" in said[f"boxes.{numbers['heading']}"]
    whole["boxes"] = [box for box in sheet()["boxes"] if box["kind"] != "qr"]
    problem = program.send("PUT", "/certificates/all", whole)[1]
    assert problem["errors"] == [
        {
            "field": "boxes",
            "message": "QR code is missing: without it nobody could check the certificate. Add it.",
        }
    ]


@pytest.mark.parametrize(
    ("path", "body", "field", "way_out"),
    [
        ("/certificates/all/preview", {"layout": sheet(), "language": "tlh"}, "language", "en"),
        ("/certificates/all/preview", {"layout": sheet(), "form": "gif"}, "form", "'pdf' or 'png'"),
        ("/certificates/all/preview", {"layout": sheet() | {"paper": "a3"}}, "layout.paper", "a4"),
        ("/signatures", {"name": " ", "picture": "QUJD"}, "name", "whose signature"),
        ("/signatures", {"name": "Dr Ruiz", "picture": "QUJD"}, "picture", "Save the picture"),
    ],
)
def test_what_cannot_be_used_is_named(
    program: Program, path: str, body: Any, field: str, way_out: str
) -> None:
    status, problem = program.send("POST", path, body)
    assert status == 422
    [error] = problem["errors"]
    assert error["field"] == field
    assert way_out in error["message"]


def test_a_letter_without_a_font_is_named(program: Program) -> None:
    whole = sheet()
    box = {"kind": "text", "x": 20, "y": 20, "width": 60, "height": 8, "text": "\U0001f980"}
    whole["boxes"] = [one for one in whole["boxes"] if one["kind"] != "logo"] + [box]
    status, problem = program.send("POST", "/certificates/all/preview", {"layout": whole})
    assert (status, problem["errors"][0]["field"]) == (422, "boxes")


def test_signatures_are_added_used_and_retired(program: Program) -> None:
    picture = b64encode(SVG).decode()
    status, made = program.send(
        "POST", "/signatures", {"name": "Dr Ruiz", "title": "Dean", "picture": picture}
    )
    assert (status, made["name"], made["title"]) == (201, "Dr Ruiz", "Dean")
    whole = sheet()
    whole["boxes"] = [one for one in whole["boxes"] if one["kind"] != "logo"]
    box = {"kind": "signature", "x": 20, "y": 14, "width": 60, "height": 20, "signature": made["id"]}
    whole["boxes"].append(box)
    assert program.send("PUT", "/certificates/all", whole)[0] == 200
    assert program.send("DELETE", f"/signatures/{made['id']}")[0] == 204
    assert program.send("GET", "/signatures")[1] == {"items": [], "count": 0}
    assert Signature.objects.get().retired_at
    whole["boxes"][-1]["signature"] = "00000000-0000-4000-8000-000000000000"
    problem = program.send("PUT", "/certificates/all", whole)[1]
    assert "one of your signatures" in problem["errors"][0]["message"]
