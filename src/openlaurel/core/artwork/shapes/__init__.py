"""The shapes of badges, one module each: a function that draws a whole badge on a canvas."""

from collections.abc import Callable, Mapping

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.shapes.gem import draw_gem
from openlaurel.core.artwork.shapes.hexagon import draw_hexagon
from openlaurel.core.artwork.shapes.medal import draw_medal
from openlaurel.core.artwork.shapes.seal import draw_seal
from openlaurel.core.artwork.shapes.shield import draw_shield
from openlaurel.core.artwork.shapes.tile import draw_tile

DRAWINGS: Mapping[str, Callable[[Canvas], None]] = {
    "hexagon": draw_hexagon,
    "shield": draw_shield,
    "seal": draw_seal,
    "medal": draw_medal,
    "tile": draw_tile,
    "gem": draw_gem,
}
