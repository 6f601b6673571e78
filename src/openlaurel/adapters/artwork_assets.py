"""The fonts and icons that badges are drawn with, from src/openlaurel/built/artwork/ (made by tools/assets.py).

An operator may add fonts for further scripts: files in the folder `fonts` of the installation's data. They are tried
last, on badges, cards and certificates, and are read once a process.
"""

import os
import re
from functools import cache
from pathlib import Path

from openlaurel.adapters.installation import DEFAULT_DATA, data_folder
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


def own_fonts() -> Path:
    """This function will return the folder for an operator's own fonts, whether it is there or not."""
    return data_folder(dict(os.environ), default_data=DEFAULT_DATA) / "fonts"


def load_assets() -> Assets:
    """This function will read all fonts and icons once; raises AssetsMissing when they were not built."""
    return read_assets(FOLDER, own_fonts())


@cache
def read_assets(folder: Path, own: Path) -> Assets:
    """This function will read the fonts and icons of these folders."""
    icons = sorted((folder / "icons").glob("*.svg"))
    if not icons:
        raise AssetsMissing(f"{folder} has no icons. Build them: .venv/bin/python tools/assets.py")
    faces = {name: _face(folder / "fonts" / f"{name}.ttf") for name in dict.fromkeys((*TITLES, *LABELS))}
    files = sorted(file for file in own.glob("*") if file.suffix.lower() in {".ttf", ".otf", ".ttc"})
    added = tuple(Face(file.stem, file.read_bytes()) for file in files)
    return Assets(
        titles=(*(faces[name] for name in TITLES), *added),
        labels=(*(faces[name] for name in LABELS), *added),
        icons={file.stem: _drawing(file.read_text("utf-8")) for file in icons},
    )


def _face(file: Path) -> Face:
    if not file.is_file():
        raise AssetsMissing(f"The font {file.name} is missing. Build it: .venv/bin/python tools/assets.py")
    return Face(NAMES[file.stem.rpartition("-")[0]], file.read_bytes())


def _drawing(svg: str) -> str:
    """The inside of an icon's <svg>, without the white space between elements."""
    inner = re.sub(r"<!--.*?-->|</?svg[^>]*>", "", svg, flags=re.DOTALL).strip()
    return re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inner))
