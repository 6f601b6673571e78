import base64
import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from openlaurel.core.artwork import (
    SHAPES,
    ArtworkSpec,
    DamagedPicture,
    NotAPicture,
    NotSelfContained,
    TooLarge,
    UnsafePicture,
    WrongSize,
    render_badge,
    sanitize_svg,
)

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100"'


def _svg(body: str, attributes: str = NS) -> bytes:
    return f"<svg {attributes}>{body}</svg>".encode()


def _picture(kind: str = "PNG", side: int = 8) -> str:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize("shape", SHAPES)
def test_our_own_badges_come_through_with_every_part(assets, shape):
    drawn = render_badge(ArtworkSpec("Łódź & <Co>", "Guild", shape, 200, "award", 4, "Expert"), assets)
    cleaned = sanitize_svg(drawn.encode()).decode()
    before, after = ElementTree.fromstring(drawn), ElementTree.fromstring(cleaned)
    assert [element.tag for element in before.iter()] == [element.tag for element in after.iter()]
    assert cleaned.count("url(#") == drawn.count("url(#")


def test_what_draws_stays_and_what_editors_noted_goes():
    cleaned = sanitize_svg(
        b'\xef\xbb\xbf<?xml version="1.0"?><?xml-stylesheet href="http://x.example/a.css"?><!-- by Ann -->'
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://ink.example/" width="120px" height="120" ink:v="1">'
        b'<metadata>Ann lives here</metadata><ink:view zoom="2"/><g id="a" data-name="x" transform="scale(2)">'
        b'<path d="M0 0h9v9z" fill="#f00" style="stroke:#00f;-inkscape-x:1;behavior:none"/></g>'
        b"<style>.a{fill:red;cursor:pointer} /* note */ #b , .c{stroke:#fff}</style></svg>"
    ).decode()
    assert (
        '<g id="a" transform="scale(2)"><path d="M0 0h9v9z" fill="#f00" style="stroke:#00f"/></g>' in cleaned
    )
    assert "<style>.a{fill:red}#b , .c{stroke:#fff}</style>" in cleaned
    assert 'viewBox="0 0 120 120"' in cleaned
    for word in ("Ann", "ink", "metadata", "data-name", "behavior", "cursor", "stylesheet"):
        assert word not in cleaned


def test_pictures_inside_are_kept_as_png_or_jpeg():
    body = f'<image width="8" height="8" xlink:href="data:image/jpg;base64,{_picture("JPEG")}"/>'
    cleaned = sanitize_svg(_svg(body)).decode()
    assert 'href="data:image/jpeg;base64,' in cleaned


SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    '<path d="M0 0" onclick="alert(1)"/>',
    '<g OnLoad="alert(1)"/>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">hi</p></foreignObject>',
    '<a xlink:href="https://x.example/"><path d="M0 0"/></a>',
    '<use href="#a"><animate attributeName="href" to="https://x.example/"/></use>',
    '<set attributeName="onload" to="alert(1)"/>',
    '<path style="fill:expression(alert(1))"/>',
    '<path fill="\\75 rl(https://x.example/)"/>',
    '<path style="fill:url(javascript:alert(1))"/>',
]
LINKS = [
    '<image href="https://x.example/a.png"/>',
    '<image xlink:href="file:///etc/passwd"/>',
    '<image href="//x.example/a.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<image href="data:text/html,hi"/>',
    '<use href="https://x.example/a.svg#b"/>',
    '<use href="data:image/png;base64,AAAA"/>',
    '<linearGradient id="a" xlink:href="http://x.example/#b"/>',
    '<path fill="url(https://x.example/#a)"/>',
    "<path fill=\"URL( 'https://x.example/' )\"/>",
    '<path style="filter:url(//x.example/f.svg#a)"/>',
    "<path mask=\"image-set('https://x.example/a.png' 1x)\"/>",
    "<style>@import 'https://x.example/a.css';</style>",
    "<style>@font-face{src:url(x)}</style>",
    "<style>path{fill:url(https://x.example/)}</style>",
    '<text x="1">words</text>',
]


@pytest.mark.parametrize("body", SCRIPTS)
def test_what_could_run_is_refused_by_name(body):
    with pytest.raises(
        (UnsafePicture, NotSelfContained), match=r"script|code|foreignObject|link|animation|another file"
    ):
        sanitize_svg(_svg(body))


@pytest.mark.parametrize("body", LINKS)
def test_what_lies_elsewhere_is_refused_with_the_way_out(body):
    with pytest.raises(NotSelfContained, match=r"Export|embed|Convert text to paths"):
        sanitize_svg(_svg(body))


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x.example/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
    ],
)
def test_document_types_and_entities_are_refused_unread(document):
    with pytest.raises(UnsafePicture, match="document type or entities"):
        sanitize_svg(document)


def test_parts_that_repeat_each_other_without_end_are_refused_in_no_time():
    levels = "".join(
        f'<g id="l{i}"><use href="#l{i + 1}"/><use xlink:href="#l{i + 1}"/></g>' for i in range(30)
    )
    with pytest.raises(UnsafePicture, match="repeats its parts"):
        sanitize_svg(_svg(levels + '<path id="l30" d="M0 0"/>'))
    with pytest.raises(UnsafePicture, match="in a circle"):
        sanitize_svg(_svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'))
    with pytest.raises(UnsafePicture, match="in a circle"):
        sanitize_svg(_svg('<pattern id="p"><path fill="url(#p)" d="M0 0"/></pattern>'))


@pytest.mark.parametrize(
    "text", ["a" * 900_000, "/*" * 400_000, "/**/" * 200_000, "a{" * 400_000, "a{}" * 300_000]
)
def test_a_style_sheet_of_any_kind_is_read_in_no_time(text):
    assert sanitize_svg(_svg(f"<style>{text}</style>")).startswith(b"<svg ")


@pytest.mark.parametrize(
    ("data", "fault", "words"),
    [
        (b"<svg" + b" " * 1024 * 1024, TooLarge, "at most 1,048,576"),
        (_svg("<g>" * 60 + "</g>" * 60), TooLarge, "more than 40 levels"),
        (_svg("<g/>" * 20_001), TooLarge, "more than 20,000 elements"),
        (_svg("<g>"), DamagedPicture, "can't be read"),
        (b"", DamagedPicture, "can't be read"),
        (b'<?xml version="1.0" encoding="made-up"?><svg/>', DamagedPicture, "can't be read"),
        (b"<html><body/></html>", NotAPicture, "not an SVG"),
        (b"<svg/>", NotAPicture, "not an SVG"),
        (b"\x1f\x8b\x08\0", NotAPicture, "Save it as plain SVG"),
        (_svg("", 'xmlns="http://www.w3.org/2000/svg"'), DamagedPicture, "needs a viewBox"),
        (
            _svg("", 'xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"'),
            DamagedPicture,
            "viewBox",
        ),
        (_svg("", 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 10"'), DamagedPicture, "can't be drawn"),
        (_svg("", 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"'), WrongSize, "about as wide"),
        (_svg('<image href="data:image/png;base64,AAAA"/>'), DamagedPicture, "inside the SVG"),
        (_svg(f'<image href="data:image/png;base64,{_picture(side=4100)}"/>'), TooLarge, "inside the SVG"),
    ],
)
def test_a_file_that_cant_be_a_badge_says_why_and_what_to_do(data, fault, words):
    with pytest.raises(fault, match=words):
        sanitize_svg(data)
