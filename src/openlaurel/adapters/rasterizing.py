"""Pixels from SVG, by resvg: no fonts, no network, bounded size."""

import io
import resource
import subprocess
import sys

import resvg_py
from PIL import Image

from openlaurel.core.artwork import UnsafePicture

BADGE_PIXELS = 600
MAX_PIXELS = 2400
SOLID_COLOURS, RARE_COLOURS = 212, 40
SECONDS, MEMORY = 10, 1 << 30


class CannotRasterize(Exception):
    """The SVG can't be drawn, or not at this size."""


def rasterize(svg: str, width: int = BADGE_PIXELS) -> bytes:
    """This function will return a PNG of `width` pixels; raises CannotRasterize."""
    if not 16 <= width <= MAX_PIXELS:
        raise CannotRasterize(f"A picture is from 16 to {MAX_PIXELS} pixels wide, not {width}.")
    try:
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, dpi=96, skip_system_fonts=True))
    except ValueError as error:
        raise CannotRasterize(f"The SVG can't be drawn: {error}") from error
    return _compressed(png)


def rasterize_guarded(svg: str, width: int = BADGE_PIXELS) -> bytes:
    """This function will rasterize an SVG of unknown origin in a process of its own, stopped after 10 s or at 1 GB.

    Raises UnsafePicture when the drawing takes more than that.
    """
    command = [sys.executable, "-P", "-m", "openlaurel.adapters.rasterizing", str(width)]
    try:
        done = subprocess.run(  # noqa: S603 - no word of the command comes from outside
            command, input=svg.encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnsafePicture(f"Drawing the SVG took longer than {SECONDS} seconds. Simplify it.") from error
    if done.returncode:
        raise UnsafePicture("The SVG can't be drawn within reasonable memory, or not at all. Simplify it.")
    return done.stdout


def _compressed(png: bytes) -> bytes:
    """The picture in 256 colours, a third of the size.

    Most are for smooth gradients, some for small marks of a colour of their own, the rest for the soft outline.
    """
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGBA")
    solid = picture.getchannel("A").point(lambda value: 255 if value == 255 else 0)
    opaque = picture.convert("RGB")
    sample = opaque.resize((opaque.width // 2, opaque.height // 2), Image.Resampling.NEAREST)
    smooth = sample.quantize(SOLID_COLOURS - RARE_COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
    rare = sample.quantize(RARE_COLOURS, method=Image.Quantize.MAXCOVERAGE)
    chosen = Image.new("P", (1, 1))
    chosen.putpalette([*(smooth.getpalette("RGB") or []), *(rare.getpalette("RGB") or [])])
    inside = opaque.quantize(palette=chosen, dither=Image.Dither.NONE)
    outline = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    outline.paste(picture, mask=solid.point(lambda value: 255 - value))
    outline = outline.quantize(256 - SOLID_COLOURS, method=Image.Quantize.FASTOCTREE)
    numbers = Image.frombytes("L", picture.size, outline.tobytes()).point(lambda value: value + SOLID_COLOURS)
    numbers.paste(Image.frombytes("L", picture.size, inside.tobytes()), mask=solid)
    colours = inside.getpalette("RGBA") or []
    colours += [0] * (SOLID_COLOURS * 4 - len(colours))
    packed = Image.frombytes("P", picture.size, numbers.tobytes())
    packed.putpalette([*colours[: SOLID_COLOURS * 4], *(outline.getpalette("RGBA") or [])], "RGBA")
    out = io.BytesIO()
    packed.save(out, "PNG", optimize=True)
    return min(png, out.getvalue(), key=len)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(rasterize(sys.stdin.buffer.read().decode(), int(sys.argv[1])))


if __name__ == "__main__":
    _main()
