"""What a badge's picture is made of: its description, and the fonts and icons that the caller brings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.artwork.errors import BadSpec
from openlaurel.core.artwork.text import Face, clean

SHAPES = ("hexagon", "shield", "seal", "medal", "tile", "gem")
HIGHEST_LEVEL = 4
LONGEST_TEXT = 400


@dataclass(frozen=True)
class ArtworkSpec:
    """The description of one picture; the same description always gives the same bytes.

    `level` is 0 for none, 1 to 4 for foundation to expert: it chooses the rim and how many marks are lit.
    `level_label` is its name in the badge's language. `language` is a BCP 47 tag; `hue` an angle of OKLCH. Badges with
    the same `pattern`, any word, have the same pattern on their field; without one each has its own.
    """

    title: str
    issuer: str
    shape: str = "hexagon"
    hue: int = 275
    icon: str = "award"
    level: int = 0
    level_label: str = ""
    year: str = ""
    language: str = "en"
    pattern: str = ""
    seed: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        for name in ("title", "issuer", "level_label", "year"):
            text = clean(getattr(self, name))
            if len(text) > LONGEST_TEXT:
                raise BadSpec(f"The {name} has {len(text)} characters; at most {LONGEST_TEXT} can be drawn.")
            object.__setattr__(self, name, text)
        if not self.title:
            raise BadSpec("A badge needs a title to draw.")
        if self.shape not in SHAPES:
            raise BadSpec(f"There is no shape {self.shape!r}; the shapes are {', '.join(SHAPES)}.")
        if not 0 <= self.hue < 360:
            raise BadSpec(f"A hue is an angle from 0 to 359, not {self.hue}.")
        if not 0 <= self.level <= HIGHEST_LEVEL:
            raise BadSpec(f"A level is a number from 0 (none) to {HIGHEST_LEVEL}, not {self.level}.")
        if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", self.language):
            raise BadSpec(f"{self.language!r} is not the tag of a language, such as en or pt-BR.")
        object.__setattr__(self, "seed", int.from_bytes(hashlib.sha256(self._key()).digest()[:6]))

    def _key(self) -> bytes:
        values = (self.title, self.issuer, self.shape, self.hue, self.icon, self.level, self.level_label)
        return "\x1f".join(map(str, (*values, self.year, self.language))).encode()

    @property
    def pattern_seed(self) -> int:
        """What the pattern is drawn from: the picture itself, or the word that several have in common."""
        if not self.pattern:
            return self.seed
        return int.from_bytes(hashlib.sha256(self.pattern.encode()).digest()[:6])

    @property
    def rtl(self) -> bool:
        return is_rtl(self.title)


@dataclass(frozen=True)
class Assets:
    """What drawings are made with: fonts in the order in which they are tried, and icons by name.

    An icon is the inside of a 24 by 24 SVG that is drawn in strokes.
    """

    titles: tuple[Face, ...]
    labels: tuple[Face, ...]
    icons: Mapping[str, str]

    def icon(self, name: str) -> str:
        if name not in self.icons:
            raise BadSpec(f"There is no icon {name!r}; the icons are {', '.join(sorted(self.icons))}.")
        return self.icons[name]
