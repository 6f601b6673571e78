"""The fonts and icons that badges are drawn with, from src/openlaurel/built/artwork/ (made by tools/assets.py)."""

import re
from functools import cache
from pathlib import Path

from openlaurel.core.artwork import Assets, Face

FOLDER = Path(__file__).resolve().parent.parent / "built" / "artwork"
TITLES = ("bricolage-700", "vazirmatn-700", "noto-700", "noto-hebrew-700")
LABELS = ("figtree-600", "vazirmatn-600", "noto-600", "noto-hebrew-600")

NAMES = {
    "bricolage": "Bricolage Grotesque",
    "figtree": "Figtree",
    "vazirmatn": "Vazirmatn",
    "noto": "Noto Sans",
    "noto-hebrew": "Noto Sans Hebrew",
}


class AssetsMissing(Exception):
    """The build hasn't copied the fonts and icons yet; the message says how to."""


@cache
def load_assets(folder: Path = FOLDER) -> Assets:
    """This function will read all fonts and icons once; raises AssetsMissing when they were not built."""
    icons = sorted((folder / "icons").glob("*.svg"))
    if not icons:
        raise AssetsMissing(f"{folder} has no icons. Build them: .venv/bin/python tools/assets.py")
    faces = {name: _face(folder / "fonts" / f"{name}.ttf") for name in dict.fromkeys((*TITLES, *LABELS))}
    return Assets(
        titles=tuple(faces[name] for name in TITLES),
        labels=tuple(faces[name] for name in LABELS),
        icons={file.stem: _drawing(file.read_text("utf-8")) for file in icons},
    )


def font_files(folder: Path = FOLDER) -> list[Path]:
    """This function will list the font files, for software that reads them itself."""
    return sorted((folder / "fonts").glob("*.ttf"))


def _face(file: Path) -> Face:
    if not file.is_file():
        raise AssetsMissing(f"The font {file.name} is missing. Build it: .venv/bin/python tools/assets.py")
    return Face(NAMES[file.stem.rpartition("-")[0]], file.read_bytes())


def _drawing(svg: str) -> str:
    """The inside of an icon's <svg>, without the white space between elements."""
    inner = re.sub(r"<!--.*?-->|</?svg[^>]*>", "", svg, flags=re.DOTALL).strip()
    return re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inner))
