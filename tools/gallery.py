"""The pictures of docs/reference/artwork.md, drawn by the code that they show.

    .venv/bin/python tools/gallery.py

Writes docs/images/artwork/: badges.jpg, scripts.jpg, certificate.jpg and card.png. Needs tools/assets.py to have run.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import resvg_py
from PIL import Image

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.adapters.cards import render_card
from openlaurel.adapters.certificates import Certificate, CertificateLabels, render_certificate
from openlaurel.adapters.configured import draw_badge
from openlaurel.core.artwork import SHAPES, ArtworkSpec, Card, render_badge

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images" / "artwork"
LEVELS = ("", "Foundation", "Intermediate", "Advanced", "Expert")
TITLES = (
    ("Reading Data Critically", "Tarnwell", "chart-line", 262),
    ("Phishing-Resistant Sign-In", "Tarnwell", "key-round", 22),
    ("Evidence-Based Hiring", "Cartwright Guild", "users", 155),
    ("Facilitating Group Decisions", "Cartwright Guild", "messages-square", 300),
    ("Project Plans People Follow", "Brackenfold Careers", "list-checks", 215),
    ("Ethics in People Practice", "Cartwright Guild", "scale", 350),
)
SCRIPTS = (
    ("Planowanie miasta Łodzi", "Gildia Cartwright", "building-2", 185, "pl", "Zaawansowany"),
    ("إدارة مخاطر المشاريع (ISO 31000)", "نقابة كارترايت", "chart-line", 165, "ar", "متقدم"),
    ("Bewertung von Sachverständigengutachten", "Cartwright-Gilde", "gavel", 70, "de", "Experte"),
    ("Основи на киберсигурността", "Гилдия Картрайт", "shield-check", 245, "bg", "Напреднали"),
    ("Θεμέλια της επιστήμης δεδομένων", "Συντεχνία Cartwright", "database", 205, "el", "Βασικό"),
    ("ניהול סיכונים בפרויקטים", "גילדת קרטרייט", "target", 325, "he", "מתקדם"),
)
PLACE, BADGE = 200, 184


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    _write_jpeg("badges", _sheet(_levels()))
    _write_jpeg("scripts", _sheet([_scripts()]))
    spec = ArtworkSpec(
        "Evidence-Based Hiring", "Cartwright Guild", "seal", 155, "users", 3, "Advanced", "2026"
    )
    svg, png = draw_badge(spec)
    _write_jpeg("certificate", _certificate(spec, svg).decode())
    card = Card(spec.title, spec.issuer, "en", spec.hue, "Zoë Łukasiewicz", "Earned by", "badges.example.org")
    (FOLDER / "card.png").write_bytes(render_card(card, [png]))
    for file in sorted(FOLDER.iterdir()):
        print(f"{file.name}: {file.stat().st_size // 1024} KB")
    return 0


def _write_jpeg(name: str, svg: str) -> None:
    """Sheets of many hues as JPEG: the 256 colours of a badge's PNG are too few for them."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=1600, dpi=96, skip_system_fonts=True))
    with Image.open(io.BytesIO(png)) as sheet:
        sheet.convert("RGB").save(FOLDER / f"{name}.jpg", quality=86, optimize=True, progressive=True)


def _levels() -> list[list[ArtworkSpec]]:
    """Each shape once a row, one row a level, each row with hues of its own."""
    return [
        [
            ArtworkSpec(title, issuer, shape, (hue + level * 72) % 360, icon, level, LEVELS[level], "2026")
            for shape, (title, issuer, icon, hue) in zip(SHAPES, TITLES, strict=True)
        ]
        for level in range(1, 5)
    ]


def _scripts() -> list[ArtworkSpec]:
    return [
        ArtworkSpec(title, issuer, shape, hue, icon, 3, label, "", language)
        for shape, (title, issuer, icon, hue, language, label) in zip(SHAPES, SCRIPTS, strict=True)
    ]


def _sheet(rows: list[list[ArtworkSpec]]) -> str:
    """Rows of badges on light ground, the last of several on dark."""
    width, height = PLACE * len(rows[0]), PLACE * len(rows)
    parts = [f'<path fill="#f6f8fb" d="M0 0H{width}V{height}H0z"/>']
    if len(rows) > 1:
        parts.append(f'<path fill="#14171f" d="M0 {height - PLACE}H{width}V{height}H0z"/>')
    for row, specs in enumerate(rows):
        for column, spec in enumerate(specs):
            x, y = column * PLACE + (PLACE - BADGE) / 2, row * PLACE + (PLACE - BADGE) / 2
            place = f'<svg x="{x}" y="{y}" width="{BADGE}" height="{BADGE}"'
            badge = render_badge(spec, load_assets())
            parts.append(
                badge.replace('<svg xmlns="http://www.w3.org/2000/svg"', place, 1).replace(
                    ' width="600" height="600"', "", 1
                )
            )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'


def _certificate(spec: ArtworkSpec, badge: bytes) -> bytes:
    labels = CertificateLabels(
        heading="Certificate",
        certifies="This certifies that",
        earned="has earned",
        awarded_by="Awarded by",
        outcomes="What the holder can do",
        skills="Skills",
        more="More on the page of this badge",
        verify_at="Verify it at",
        code="Number",
        note="This sheet proves nothing by itself. The page says whether the badge is in force.",
        name_elsewhere="the holder, whose name the badge itself can prove",
        badge_alt="The badge",
        qr_alt="QR code that opens the page of this badge",
    )
    certificate = Certificate(
        recipient_name="Zoë Łukasiewicz",
        title=spec.title,
        issuer=spec.issuer,
        language="en",
        hue=spec.hue,
        badge=badge,
        url="https://badges.example.org/awards/0193b2c4-7a1e-7c55-8a37-0c4f7a1d2b90",
        labels=labels,
        code="7KQ2-M9XD",
        dates=(("Issued", "25 November 2026"), ("Valid until", "25 November 2029")),
        facts=(
            ("Level", "Advanced, EQF 6"),
            ("Workload", "40 hours"),
            ("Assessment", "Quiz and practical task"),
        ),
        outcomes=(
            "Can turn a job into criteria that can be observed",
            "Can choose and defend a selection method by its validity",
            "Can run a structured interview with anchored scales",
        ),
        skills=("Structured interviewing", "Job analysis", "Adverse impact analysis"),
    )
    return render_certificate(certificate, now=datetime(2026, 11, 25, tzinfo=UTC), form="svg")


if __name__ == "__main__":
    sys.exit(main())
