from xml.etree import ElementTree

from openlaurel.adapters.qr import qr_svg

ADDRESS = "https://badges.example.org/awards/3f2b7c1e-9d7a-4f55-8a37-0c4f7a1d2b90"


def test_a_code_is_dark_on_white_in_every_theme_and_scales():
    svg = qr_svg(ADDRESS, title="The badge's page")
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox")
    assert root.get("width") is None
    assert "currentColor" not in svg
    assert "#fff" in svg
    assert "#000" in svg
    assert "The badge's page" in "".join(root.itertext())
    assert len(svg) < 8_000


def test_a_code_says_nothing_of_its_text_to_a_parser():
    assert ElementTree.fromstring(qr_svg('"><script>alert(1)</script>')).tag.endswith("svg")
