import json
import time
from xml.etree import ElementTree

import pytest
from tests.unit.core.issuers import Issuer
from tests.unit.core.openbadges.pictures import OB3, SVG

from openlaurel.core.openbadges import (
    BakingError,
    DamagedImage,
    NoCredential,
    NotAnImage,
    SeveralCredentials,
    UnsafeImage,
    bake_svg,
    unbake,
)

BADGE = json.dumps({"name": "Łódź 🎓", "tricky": '<&>]]>\uffff \\ "'}, ensure_ascii=False)


def with_badge(inner: str, attributes: str = f'xmlns:ob="{OB3}"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'.encode()


def test_json_stands_as_cdata_right_after_the_svg_tag() -> None:
    """Open Badges 3.0, 5.3.2.1."""
    baked = bake_svg(SVG, '{"name": "x"}')
    assert b"viewBox" in baked.partition(b"<openbadges:credential><![CDATA[")[0]
    root = ElementTree.fromstring(baked)
    assert root[0].tag == f"{{{OB3}}}credential"
    assert root[0].text == '{"name": "x"}'
    assert root[1].tag == "{http://www.w3.org/2000/svg}path"


def test_a_jwt_stands_in_the_verify_attribute(issuer: Issuer) -> None:
    """Open Badges 3.0, 5.3.2.2."""
    jwt = issuer.jwt(issuer.credential())
    baked = bake_svg(SVG, jwt)
    assert ElementTree.fromstring(baked)[0].get("verify") == jwt
    assert unbake(baked) == jwt


def test_no_character_of_a_badge_is_lost() -> None:
    assert json.loads(unbake(bake_svg(SVG, BADGE))) == json.loads(BADGE)


@pytest.mark.parametrize(
    "picture",
    [
        b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n<!-- <svg> -->\n' + SVG,
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg" title="a > b"><s:path/></s:svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://elsewhere.example/"><g/></svg>',
        f"<svg xmlns='http://www.w3.org/2000/svg' xmlns:openbadges='{OB3}'><g/></svg>".encode(),
    ],
)
def test_pictures_of_every_maker_can_carry_a_badge(picture: bytes) -> None:
    assert unbake(bake_svg(picture, '{"name": "x"}')) == '{"name": "x"}'


@pytest.mark.parametrize(
    "inner",
    [
        "<ob:credential><![CDATA[{}]]></ob:credential>",
        "<ob:credential>\n  {}\n</ob:credential>",
        "<ob:credential verify=''><![CDATA[{]]><![CDATA[}]]></ob:credential>",
        "<metadata><ob:credential verify='  {}  '/></metadata>",
        "<!-- <ob:credential>old</ob:credential> --><ob:credential>{}</ob:credential>",
    ],
)
def test_badges_that_others_baked_are_read(inner: str) -> None:
    assert unbake(with_badge(inner)) == "{}"


OLDER = 'xmlns:ob="http://openbadges.org"'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<ob:assertion verify='https://old.example/7'/>", "https://old.example/7"),
        ("<ob:assertion verify='https://old.example/7'><![CDATA[{}]]></ob:assertion>", "{}"),
        ("<ob:assertion verify='eyJ.eyJ.x'>{}</ob:assertion>", "eyJ.eyJ.x"),
        (f"<ob:assertion>[]</ob:assertion><n:credential xmlns:n='{OB3}'>{{}}</n:credential>", "{}"),
    ],
)
def test_a_badge_of_an_older_version_is_taken_out_unless_there_is_a_newer_one(inner: str, text: str) -> None:
    assert unbake(with_badge(inner, OLDER)) == text


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("picture", "error", "fault"),
    [
        (SVG, NoCredential, "carries no badge"),
        (with_badge("<ob:credential/>"), NoCredential, "empty"),
        (with_badge("<ob:credential>{}</ob:credential>" * 2), SeveralCredentials, "carries 2 badges"),
        (with_badge("<ob:assertion/>", OLDER), NoCredential, "empty"),
        (with_badge("<ob:assertion>{}</ob:assertion>" * 2, OLDER), SeveralCredentials, "carries 2 badges"),
        (with_badge("<ob:credential>{}<b/></ob:credential>"), DamagedImage, "another element"),
        (with_badge("<ob:credential>{}</ob:credential>", ""), NoCredential, "not marked as Open Badges 3.0"),
        (with_badge("<script>alert(1)</script>"), UnsafeImage, "holds a script"),
        (with_badge("<x:SCRIPT xmlns:x='urn:x'/>"), UnsafeImage, "holds a script"),
        (with_badge("<g onload='x()'/>"), UnsafeImage, "holds a script"),
        (with_badge("<a href=' JavaScript:x()'/>"), UnsafeImage, "holds a script"),
        (ENTITIES.encode() + with_badge("&b;"), UnsafeImage, "entities"),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SVG, UnsafeImage, "entities"),
        (with_badge("&undeclared;"), DamagedImage, "isn't well-formed"),
        (with_badge("<g>"), DamagedImage, "isn't well-formed in line 1"),
        (SVG[:-3], DamagedImage, "isn't well-formed"),
        (SVG.replace(b"path", b"\xff\xfe"), DamagedImage, "isn't well-formed"),
        (with_badge("<g>" * 2_000 + "</g>" * 2_000), UnsafeImage, "nested deeper"),
        (b"<!-- svg --><html/>", NotAnImage, "isn't an SVG"),
    ],
)
def test_a_picture_with_a_flaw_is_told_by_it(picture: bytes, error: type[BakingError], fault: str) -> None:
    with pytest.raises(error, match=fault):
        unbake(picture)


@pytest.mark.parametrize(
    "picture",
    [
        b"<svg " * 1_900_000,
        b"<svg>" + b"<!--" * 2_000_000,
        b"<svg a='" + b"<ob:credential " * 600_000,
        b"<svg>" + b"<a:credential>" * 600_000,
        b"<svg>" + b"<g/>" * 2_000_000 + b"</svg>",
    ],
    ids=["tags", "comments", "quote", "badges", "elements"],
)
def test_a_picture_made_to_keep_us_busy_is_given_up_within_seconds(picture: bytes) -> None:
    start = time.perf_counter()
    with pytest.raises(BakingError):
        unbake(picture)
    assert time.perf_counter() - start < 5


def test_a_second_badge_is_not_baked_over_the_first() -> None:
    with pytest.raises(SeveralCredentials, match="already carries a badge"):
        bake_svg(bake_svg(SVG, "{}"), "{}")


@pytest.mark.parametrize("text", ["", 'eyJ" onload="x.y.z', "<script/>"])
def test_only_a_badge_is_baked(text: str) -> None:
    with pytest.raises(ValueError, match="JSON object or a JWT"):
        bake_svg(SVG, text)


def test_a_picture_without_room_is_refused() -> None:
    with pytest.raises(DamagedImage, match="could hold a badge"):
        bake_svg(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "{}")
