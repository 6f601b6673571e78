"""An organisation's own colour: whichever it chooses, its pages stay readable."""

import re

import pytest
from tests.unit.web import test_contrast as contrast


@pytest.mark.django_db
def test_every_brand_colour_keeps_text_readable(client, monkeypatch):
    faint = []
    for hue in range(0, 360, 5):
        style = client.get(f"/brand/{hue}.css").content.decode()
        own = dict(
            re.findall(
                r"(--brand(?:-solid)?):((?:light-dark\(oklch\([^)]*\),oklch\([^)]*\)\))|oklch\([^)]*\))",
                style,
            )
        )
        assert set(own) == {"--brand", "--brand-solid"}
        sheet = contrast.SHEET
        for name, value in own.items():
            written = value.replace(",", ", ").replace(f" {hue})", " var(--h))")
            sheet = re.sub(rf"{name}: [^;]*;", f"{name}: {written};", sheet)
        monkeypatch.setattr(contrast, "SHEET", sheet)
        monkeypatch.setattr(contrast, "HUE", float(hue))
        faint += [
            (hue, ink, ground, scheme)
            for ink, ground, least in contrast.PAIRS
            for scheme in ("light", "dark")
            if contrast.contrast(contrast.token(ink, scheme), contrast.token(ground, scheme)) < least
        ]
        monkeypatch.undo()
    assert faint == []


def test_the_pages_of_an_organisation_wear_its_colour(client, organisation, published, owner, signed_in):
    organisation.hue = 20
    organisation.save()
    for path in ("/achievements/tide-tables", "/profiles/harbour"):
        assert 'href="/brand/20.css"' in client.get(path).content.decode()
    assert 'href="/brand/20.css"' in signed_in(owner).get("/org/harbour/").content.decode()
    assert client.get("/brand/360.css").status_code == 404
