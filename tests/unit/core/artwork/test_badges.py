import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from openlaurel.core.artwork import SHAPES, ArtworkSpec, BadSpec, MissingGlyph, render_badge
from openlaurel.core.artwork.shapes import DRAWINGS

SVG = "{http://www.w3.org/2000/svg}"
HARD = [
    ("Łódź Urban Planning", "Politechnika Łódzka", "pl"),
    ("Kommunikationsfähigkeit und Konfliktmanagement", "Universität Zürich", "de"),
    ("محو الأمية في البيانات", "جامعة الشمال المفتوحة", "ar"),
    ("إدارة مخاطر المشاريع (ISO 31000) 2026", "جامعة Northwind", "ar"),
    ("Cafe\u0301 <b>&amp;</b> “Quotes”", "O’Brien & Søns", "en"),
    ("Основи на киберсигурността", "Софийски университет", "bg"),
    ("A" * 120, "B" * 200, "en"),
    ("X", "", "en"),
]


def test_every_shape_that_can_be_chosen_can_be_drawn():
    assert set(DRAWINGS) == set(SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_hue_and_level_of_a_shape_has_enough_contrast(assets, shape):
    for hue in range(360):
        svg = render_badge(ArtworkSpec("Data", "Guild", shape, hue, "award", hue % 5, "Level"), assets)
        assert svg.startswith("<svg ")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("title", "issuer", "language"), HARD)
def test_a_badge_needs_nothing_but_itself(assets, shape, title, issuer, language):
    spec = ArtworkSpec(title, issuer, shape, 200, "database", 3, "", "2026", language)
    root = ElementTree.fromstring(render_badge(spec, assets))
    allowed = {"svg", "title", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "g", "path"}
    icon = {"circle", "ellipse", "rect", "line", "polyline", "polygon"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed | icon
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text.startswith(spec.title)
    for element in root.iter():
        for key, value in element.attrib.items():
            assert key not in {"style", "class", "href", "filter", "font-family"}
            assert "url(" not in value or re.fullmatch(r"url\(#b[0-9a-f]{6}[cg]\d+\)", value)


def test_two_badges_on_one_page_dont_take_each_others_gradients(assets):
    first = render_badge(ArtworkSpec("One", "Guild"), assets)
    second = render_badge(ArtworkSpec("Two", "Guild"), assets)
    assert not set(re.findall(r'id="([^"]+)"', first)) & set(re.findall(r'id="([^"]+)"', second))


def test_the_same_description_gives_the_same_bytes_in_every_process():
    program = (
        "import hashlib\n"
        "from openlaurel.adapters.artwork_assets import load_assets\n"
        "from openlaurel.core.artwork import SHAPES, ArtworkSpec, render_badge\n"
        "specs = [ArtworkSpec('إدارة (SQL)', 'Łódź', shape, 30, 'award', 3, 'خبير', '2026', 'ar') for shape in SHAPES]\n"
        "print(hashlib.sha256(''.join(render_badge(s, load_assets()) for s in specs).encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


def test_a_higher_level_shows(assets):
    for shape in SHAPES:
        drawn = {
            render_badge(ArtworkSpec("Data", "Guild", shape, 200, "award", level), assets)
            for level in range(5)
        }
        assert len(drawn) == 5, shape


def test_the_level_is_named_in_the_language_that_is_passed(assets):
    with_name = render_badge(ArtworkSpec("Datos", "Gremio", "tile", 20, "award", 3, "Avanzado"), assets)
    assert "<title>Datos, Avanzado, Gremio</title>" in with_name
    assert "Advanced" not in with_name


def test_an_emoji_in_the_issuers_name_is_refused_by_name(assets):
    for shape in SHAPES:
        with pytest.raises(MissingGlyph, match="GRADUATION CAP"):
            render_badge(ArtworkSpec("Data", "Guild 🎓", shape), assets)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": " \u200f "}, "needs a title"),
        ({"title": "x" * 401}, "401 characters"),
        ({"shape": "blob"}, "no shape 'blob'; the shapes are hexagon"),
        ({"hue": 360}, "from 0 to 359"),
        ({"level": 5}, "from 0 \\(none\\) to 4"),
        ({"language": '"/><script>'}, "not the tag of a language"),
    ],
)
def test_a_description_that_cant_be_drawn_says_what_is_wrong(changes, fault):
    with pytest.raises(BadSpec, match=fault):
        ArtworkSpec(**{"title": "Data", "issuer": "Guild", **changes})


def test_an_unknown_icon_is_named(assets):
    with pytest.raises(BadSpec, match="no icon 'unicorn'; the icons are anchor"):
        render_badge(ArtworkSpec("Data", "Guild", icon="unicorn"), assets)
