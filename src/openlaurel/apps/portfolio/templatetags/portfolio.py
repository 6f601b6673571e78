"""Small drawings and words of portfolios."""

import math
from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from openlaurel.apps.portfolio.models import Entry, Portfolio, Theme
from openlaurel.apps.portfolio.queries import ProvenSkill
from openlaurel.apps.portfolio.themes import COLOURS
from openlaurel.apps.portfolio.words import time_in_words

register = template.Library()
LEAST_LEAVES, MOST_LEAVES = 3, 16
RADIUS = 86


@register.filter
def lasted(entry: Entry) -> str:
    """From when to when, in the reader's language."""
    return time_in_words(entry.starts, entry.ends)


@register.simple_tag
def skill_level(skill: ProvenSkill) -> SafeString:
    """How far a skill goes as dots; the word for it stands beside them."""
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="6" r="4.5" class="{}"/>',
        ((6 + 13 * n, "full" if n < skill.steps else "empty") for n in range(skill.most_steps)),
    )
    width = 13 * skill.most_steps - 1
    return format_html(
        '<svg class="level-dots" width="{}" height="12" viewBox="0 0 {} 12" aria-hidden="true">{}</svg>',
        width, width, dots,
    )  # fmt: skip


@register.simple_tag
def skill_wreath(skills: Sequence[ProvenSkill]) -> SafeString:
    """A laurel of the skills: a leaf each, longer the more badges prove it, wider the higher its level.

    The list below says the same in words, so that it is hidden from readers of screens.
    """
    shown = skills[:MOST_LEAVES]
    if len(shown) < LEAST_LEAVES:
        return SafeString("")
    most = max(len(skill.badges) for skill in shown)
    rows = math.ceil(len(shown) / 2)
    leaves = [
        _leaf(
            side=-1 if number % 2 else 1,
            row=(number // 2 + 0.5) / rows,
            length=44 + 22 * len(skill.badges) / most,
            width=13 + 3 * skill.steps,
        )
        for number, skill in enumerate(shown)
    ]
    return format_html(
        '<svg class="wreath" viewBox="0 0 300 262" aria-hidden="true"><path class="stem" d="{}"/>{}</svg>',
        "".join(_stem(side) for side in (-1, 1)),
        format_html_join("", '<path class="leaf" d="{}"/>', ((leaf,) for leaf in leaves)),
    )


@register.simple_tag
def swatch(theme: str, portfolio: Portfolio) -> SafeString:
    """The two colours of a theme side by side."""
    first, second = COLOURS.get(Theme(theme), (portfolio.colour, ""))
    return format_html(
        '<svg class="swatch-art" viewBox="0 0 48 32" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><path fill="{}" d="M0 0h48v32H0z"/>'
        '<path fill="{}" d="M34 0h14v32H22z"/></svg>',
        first or "#8a8a94", second or first or "#b9b9c2",
    )  # fmt: skip


def _on_stem(side: int, row: float) -> tuple[float, float, float]:
    """A place on the left (-1) or right (1) stem, `row` from 0 at its foot to 1 at its tip, and where it grows to."""
    turn = math.radians(84 - 132 * row)
    x, y = 150 + side * RADIUS * math.cos(turn), 136 + RADIUS * math.sin(turn)
    return x, y, turn - math.pi / 2


def _stem(side: int) -> str:
    points = [_on_stem(side, row / 16) for row in range(17)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points)


def _leaf(*, side: int, row: float, length: float, width: float) -> str:
    """The outline of a leaf that grows from a stem, leaning outwards."""
    x, y, onward = _on_stem(side, row)
    lean = onward + math.radians(40)
    along, across = (side * math.cos(lean), math.sin(lean)), (-math.sin(lean), side * math.cos(lean))

    def at(far: float, off: float) -> str:
        return f"{x + far * along[0] + off * across[0]:.1f} {y + far * along[1] + off * across[1]:.1f}"

    tip, middle = at(length, 0), length * 0.42
    return f"M{x:.1f} {y:.1f}Q{at(middle, width)} {tip}Q{at(middle, -width)} {x:.1f} {y:.1f}z"
