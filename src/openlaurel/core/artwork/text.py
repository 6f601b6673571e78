"""Text as outlines: characters to fonts, runs shaped by HarfBuzz, glyphs to paths. All lengths are in ems."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import uharfbuzz as hb
from fontTools import unicodedata as scripts

from openlaurel.core.artwork.bidi import is_rtl, visual_runs
from openlaurel.core.artwork.errors import MissingGlyph

_UNSEEN = {"Cf", "Cc", "Cs"}  # format, control, half a surrogate pair
_COMMON = {"Zyyy", "Zinh"}
_JOINED = {"Arab", "Syrc", "Mand", "Mong", "Nkoo", "Adlm", "Rohg", "Deva", "Beng", "Guru", "Knda", "Mlym"}

Outline = tuple[tuple[str, tuple[float, ...]], ...]


class Face:
    """One font file; `covers` says which characters it has."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        face = hb.Face(data)
        self._font = hb.Font(face)
        self._upem: int = face.upem
        self._covered = frozenset(face.unicodes)
        self._outlines: dict[int, Outline] = {}

    def covers(self, cluster: str) -> bool:
        """A cluster counts as covered when each letter is there, or the parts that HarfBuzz composes it of."""
        return all(
            ord(letter) in self._covered
            or unicodedata.category(letter) == "Cf"
            or (len(parts := unicodedata.normalize("NFD", letter)) > 1 and self.covers(parts))
            for letter in cluster
        )

    def shape(
        self, text: str, *, rtl: bool, script: str, language: str
    ) -> list[tuple[int, float, float, float]]:
        """This function will return (glyph, x offset, y offset, advance) from left to right, in ems."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = script
        buffer.language = language
        hb.shape(self._font, buffer, {"kern": True, "liga": True})
        places = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        em = self._upem
        return [(i.codepoint, p.x_offset / em, p.y_offset / em, p.x_advance / em) for i, p in places]

    def outline(self, glyph: int) -> Outline:
        """This function will return a glyph's outline as path commands, in ems, y upwards."""
        if glyph not in self._outlines:
            self._outlines[glyph] = self._drawn(glyph)
        return self._outlines[glyph]

    def _drawn(self, glyph: int) -> Outline:
        commands: list[tuple[str, tuple[float, ...]]] = []
        em = self._upem

        def add(kind: str, *points: float) -> None:
            commands.append((kind, tuple(value / em for value in points)))

        pen = hb.DrawFuncs()
        pen.set_move_to_func(lambda x, y, _: add("M", x, y))
        pen.set_line_to_func(lambda x, y, _: add("L", x, y))
        pen.set_quadratic_to_func(lambda a, b, x, y, _: add("Q", a, b, x, y))
        pen.set_cubic_to_func(lambda a, b, c, d, x, y, _: add("C", a, b, c, d, x, y))
        pen.set_close_path_func(lambda _: add("Z"))
        self._font.draw_glyph(glyph, pen, None)
        return tuple(commands)


@dataclass(frozen=True)
class Glyph:
    """A glyph's place on its line: `x` from the line's left end, `y` upwards from the baseline."""

    face: Face
    id: int
    x: float
    y: float
    advance: float


@dataclass(frozen=True)
class Line:
    """Shaped text from left to right, whatever its direction."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    joined: bool


@dataclass(frozen=True)
class Style:
    """How a kind of text is set: its fonts in the order in which they are tried, its language, and its manner."""

    faces: tuple[Face, ...]
    language: str
    capitals: bool = False
    tracking: float = 0.0
    _lines: dict[tuple[str, bool], Line] = field(default_factory=dict, compare=False, repr=False)

    def line(self, text: str, *, rtl: bool | None = None) -> Line:
        """This function will shape one line of a text that runs in this direction, or in that of its first letter.

        Raises MissingGlyph, which names the character.
        """
        key = (text, is_rtl(text) if rtl is None else rtl)
        if key not in self._lines:
            self._lines[key] = self._shaped(clean(text), key[1])
        return self._lines[key]

    def width(self, text: str, size: float) -> float:
        return self.line(text).width * size

    def _shaped(self, text: str, line_rtl: bool) -> Line:
        if self.capitals:
            text = capitals(text, self.language)
        clusters = _itemised(text, self.faces)
        joined = is_joined(text)
        tracking = 0.0 if joined else self.tracking
        glyphs: list[Glyph] = []
        x = 0.0
        for start, end, rtl in visual_runs(text, rtl=line_rtl):
            runs = _runs([c for c in clusters if start <= c.start < end])
            for face, script, run in reversed(runs) if rtl else runs:
                for glyph, dx, dy, advance in face.shape(run, rtl=rtl, script=script, language=self.language):
                    glyphs.append(Glyph(face, glyph, x + dx, dy, advance))
                    x += advance + (tracking if advance else 0)
        return Line(text, tuple(glyphs), x - tracking if glyphs else 0.0, joined)


@dataclass(frozen=True)
class _Cluster:
    start: int
    text: str
    face: Face
    script: str


def clean(text: str) -> str:
    """This function will compose accents (NFC), fold white space, and drop what can't be seen."""
    text = unicodedata.normalize("NFC", text)
    kept = (
        letter
        for letter in text
        if letter in "\u200c\u200d" or letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )
    return " ".join("".join(kept).split())


def capitals(text: str, language: str) -> str:
    """This function will write text in capitals by the rules of its language; joined scripts have none."""
    if is_joined(text):
        return text
    primary = language.partition("-")[0]
    if primary in {"tr", "az"}:
        text = text.replace("i", "İ")
    text = text.replace("ß", "ẞ").upper()
    if primary == "el":
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace("\u0301", ""))
    return text


def is_joined(text: str) -> bool:
    return any(scripts.script(letter) in _JOINED for letter in text)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Letters with the marks that belong to them, so that an accent is never set in another font."""
    start = 0
    for index in range(1, len(text) + 1):
        after = text[index : index + 1]
        extends = after and (
            unicodedata.category(after) in {"Mn", "Me", "Mc"}
            or after in "\u200c\u200d"
            or text[index - 1] == "\u200d"
            or 0xFE00 <= ord(after) <= 0xFE0F
            or 0x1F3FB <= ord(after) <= 0x1F3FF
        )
        if not extends:
            yield start, text[start:index]
            start = index


def _itemised(text: str, faces: tuple[Face, ...]) -> list[_Cluster]:
    """Each cluster with its font and script; a script's letters all come from one font where one has them all."""
    pieces = [(start, cluster, scripts.script(cluster[0])) for start, cluster in _clusters(text)]
    written = {
        script: [c for _, c, s in pieces if s == script] for script in {s for _, _, s in pieces} - _COMMON
    }
    preferred = {
        script: next((face for face in faces if all(map(face.covers, clusters))), None)
        for script, clusters in written.items()
    }
    items: list[_Cluster] = []
    for start, cluster, script in pieces:
        candidates = [face for face in faces if face.covers(cluster)]
        if not candidates:
            raise MissingGlyph(cluster, text, tuple(face.name for face in faces))
        face = preferred.get(script) or candidates[0]
        if script in _COMMON:
            script = items[-1].script if items else next(iter(preferred), "Zyyy")
            before = items[-1].face if items else preferred.get(script)
            face = before if before in candidates else face
        items.append(_Cluster(start, cluster, face, script))
    return items


def _runs(clusters: Sequence[_Cluster]) -> list[tuple[Face, str, str]]:
    runs: list[tuple[Face, str, str]] = []
    for item in clusters:
        if runs and runs[-1][0] is item.face and runs[-1][1] == item.script:
            runs[-1] = (item.face, item.script, runs[-1][2] + item.text)
        else:
            runs.append((item.face, item.script, item.text))
    return runs
