"""Text that fits a shape: lines broken evenly, as large as the room allows, shortened only when nothing else helps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.artwork.text import Line, Style

ELLIPSIS = "…"
FEWER_LINES = (
    0.88  # how small a text may be, by the size of more lines, to stand on fewer than those (two at least)
)
CAPITAL, DESCENT = 0.72, 0.22  # what a line takes above and below its baseline, in ems


@dataclass(frozen=True)
class Room:
    """Where text may stand: centred on `centre`, within `height`; `width` tells how wide it is at a height y."""

    centre: float
    height: float
    width: Callable[[float], float]


@dataclass(frozen=True)
class Block:
    """Lines of one size with the heights of their baselines."""

    lines: tuple[Line, ...]
    size: float
    baselines: tuple[float, ...]
    shortened: bool = False

    @property
    def bottom(self) -> float:
        return self.baselines[-1] + DESCENT * self.size


def fit(
    text: str, style: Style, room: Room, *, largest: float, smallest: float, lines: int, leading: float = 1.12
) -> Block:
    """This function will set `text` as large as fits; what doesn't fit at the smallest size ends in '…'."""
    words = [
        part for word in text.split() for part in _divided(word, style, room.width(room.centre) / smallest)
    ]
    setting = _Setting(style, room, leading, is_rtl(text))
    cuts = [cut for cut in (broken(words, count, style) for count in range(1, lines + 1)) if cut]
    if block := setting.largest(cuts, largest, smallest):
        fewer = [cut for cut in cuts if 1 < len(cut) < len(block.lines)]
        return setting.largest(fewer, block.size, max(smallest, block.size * FEWER_LINES)) or block
    return setting.shortened(words, smallest, lines)


@dataclass(frozen=True)
class _Setting:
    """What stays the same while sizes and breaks are tried."""

    style: Style
    room: Room
    leading: float
    rtl: bool

    def largest(self, cuts: list[list[str]], largest: float, smallest: float) -> Block | None:
        size = largest
        while size >= smallest:
            for cut in cuts:
                if block := self.placed(cut, size):
                    return block
            size -= 1
        return None

    def placed(self, cut: list[str], size: float) -> Block | None:
        step = size * self.leading
        if len(cut) * step > self.room.height:
            return None
        first = self.room.centre - (len(cut) - 1) * step / 2 + size * 0.35
        baselines = tuple(first + index * step for index in range(len(cut)))
        for text, baseline in zip(cut, baselines, strict=True):
            free = min(self.room.width(baseline - CAPITAL * size), self.room.width(baseline + DESCENT * size))
            if self.style.width(text, size) > free:
                return None
        return Block(tuple(self.style.line(text, rtl=self.rtl) for text in cut), size, baselines)

    def shortened(self, words: list[str], size: float, lines: int) -> Block:
        """The longest beginning that fits, found by halving, since a shorter one fits where a longer one does."""
        candidates = _shorter(words)
        low, high = 0, len(candidates)
        found: Block | None = None
        while low < high:
            half = (low + high) // 2
            block = self._best(candidates[half].split(), size, lines)
            found, low, high = (block, low, half) if block else (found, half + 1, high)
        baseline = self.room.centre + size * 0.35
        return replace(found or Block((self.style.line(ELLIPSIS),), size, (baseline,)), shortened=True)

    def _best(self, words: list[str], size: float, lines: int) -> Block | None:
        cuts = (broken(words, count, self.style) for count in range(lines, 0, -1))
        return next((block for cut in cuts if cut and (block := self.placed(cut, size))), None)


def _divided(word: str, style: Style, width: float) -> list[str]:
    """A word in parts with hyphens where even alone on a line of the smallest size it would be too wide."""
    if style.width(word, 1) <= width or style.line(word).joined:
        return [word]
    count = math.ceil(style.width(word + "-", 1) / width + 0.2)
    length = math.ceil(len(word) / count)
    parts = [word[start : start + length] for start in range(0, len(word), length)]
    return [f"{part}-" for part in parts[:-1]] + parts[-1:]


def broken(words: list[str], count: int, style: Style) -> list[str] | None:
    """This function will break words into `count` lines so that the widest is as narrow as possible.

    Returns None where that many lines make none of them narrower.
    """
    widths = [style.width(word, 1) for word in words]
    space = style.width("n n", 1) - 2 * style.width("n", 1)
    low, high = max(widths), sum(widths) + space * (len(words) - 1)
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(widths, space, middle)) <= count else (middle, high)
    starts = _filled(widths, space, high)
    if len(starts) != count:
        return None
    ends = [*starts[1:], len(words)]
    return [" ".join(words[start:end]) for start, end in zip(starts, ends, strict=True)]


def _filled(widths: list[float], space: float, width: float) -> list[int]:
    """Where lines of this width begin when they are filled from the last one upwards."""
    starts: list[int] = []
    taken = widths[-1]
    for index in range(len(widths) - 2, -1, -1):
        taken += space + widths[index]
        if taken > width:
            starts.insert(0, index + 1)
            taken = widths[index]
    return [0, *starts]


def _shorter(words: list[str]) -> list[str]:
    """Ever shorter beginnings: word by word, then the first word letter by letter."""
    fewer = [" ".join(words[:count]).rstrip(" ,;:·–-") for count in range(len(words) - 1, 0, -1)]
    return [text + ELLIPSIS for text in (*fewer, *(words[0][:n] for n in range(len(words[0]) - 1, 0, -1)))]
