"""Own pictures as SVG: read by an allow-list and written anew, so that nothing of the file's own text survives.

Editors' notes and unknown elements are left out. What could run, lead elsewhere or never end is refused by name,
since leaving it out would change the picture without a word.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
from html import escape
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as safe
from defusedxml.common import DefusedXmlException
from PIL import Image

from openlaurel.core.artwork.errors import (
    DamagedPicture,
    NotAPicture,
    NotSelfContained,
    TooLarge,
    UnsafePicture,
)
from openlaurel.core.artwork.svg_rules import ATTRIBUTES, ELEMENTS, PRESENTATION, REFUSED, SVG, WORDS, XLINK
from openlaurel.core.artwork.uploads import MOST_PIXELS, MOST_UNEVEN, check_proportions

SVG_BYTES = 1024 * 1024
MOST_ELEMENTS, MOST_DEPTH, MOST_DRAWN = 20_000, 40, 50_000
_AGAIN = "Export the picture as plain SVG and upload it again."
_REFERENCE = re.compile(r"""url\(\s*(["']?)#([\w.:-]+)\1\s*\)""")
_DATA = re.compile(r"data:image/(png|jpe?g);base64,([A-Za-z0-9+/=\s]+)")
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*(?:px)?\s*")


def sanitize_svg(data: bytes, *, most_uneven: float = MOST_UNEVEN) -> bytes:
    """This function will return an uploaded SVG written anew with only what draws.

    `most_uneven` is how many times one side may be as long as the other.
    Raises UploadError of a kind that names the fault and says what to do, in time and memory bounded by the limits.
    """
    if len(data) > SVG_BYTES:
        raise TooLarge(f"The SVG has {len(data):,} bytes; at most {SVG_BYTES:,} are taken. Simplify it.")
    if data.startswith(b"\x1f\x8b"):
        raise NotAPicture("The file is a compressed SVG (.svgz). Save it as plain SVG.")
    root = _parsed(data)
    if root.tag != f"{{{SVG}}}svg":
        raise NotAPicture("The file is not an SVG picture. Upload a PNG or an SVG.")
    width, height = _sized(root, most_uneven)
    body = "".join(filter(None, (_written(child) for child in root)))
    attributes = "".join(_attributes(root, skipped={"width", "height", "x", "y"}))
    if "viewBox" not in root.attrib:
        attributes += f' viewBox="0 0 {width:g} {height:g}"'
    _check_drawn(root)
    shown = f'width="600" height="{600 * height / width:.0f}"'
    return f'<svg xmlns="{SVG}" {shown} role="img"{attributes}>{body}</svg>'.encode()


def _parsed(data: bytes) -> Element:
    depth = count = 0
    root: Element | None = None
    try:
        for event, element in safe.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "end":
                depth -= 1
                continue
            root = element if root is None else root
            depth, count = depth + 1, count + 1
            if depth > MOST_DEPTH:
                raise TooLarge(f"The SVG is nested more than {MOST_DEPTH} levels deep. Ungroup its parts.")
            if count > MOST_ELEMENTS:
                raise TooLarge(f"The SVG has more than {MOST_ELEMENTS:,} elements. Simplify it.")
    except DefusedXmlException as error:
        raise UnsafePicture(f"The SVG declares a document type or entities. {_AGAIN}") from error
    except (ParseError, LookupError, ValueError) as error:
        raise DamagedPicture(f"The SVG can't be read ({error}). {_AGAIN}") from error
    if root is None:
        raise DamagedPicture(f"The SVG is empty. {_AGAIN}")
    return root


def _sized(root: Element, most_uneven: float) -> tuple[float, float]:
    values = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if len(values) != 4:
        values = ["0", "0", root.get("width", ""), root.get("height", "")]
    sizes = [_NUMBER.fullmatch(value) for value in values[2:]]
    if not all(sizes):
        raise DamagedPicture(f"The SVG doesn't say its size: it needs a viewBox. {_AGAIN}")
    width, height = (float(size[1]) for size in sizes if size)
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise DamagedPicture(f"The SVG's size of {width:g} × {height:g} can't be drawn. {_AGAIN}")
    check_proportions(width, height, most_uneven)
    return width, height


def _written(element: Element) -> str:
    namespace, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    if name.lower() in {key.lower() for key in REFUSED}:
        what = next(text for key, text in REFUSED.items() if key.lower() == name.lower())
        raise UnsafePicture(f"The SVG holds {what} (<{name}>), which a badge must not. Remove it.")
    if namespace != "{" + SVG:
        return ""
    if name in WORDS:
        raise NotSelfContained(
            f"The SVG holds text (<{name}>), which needs a font to be drawn. Convert text to paths first."
        )
    if name not in ELEMENTS:
        return ""
    attributes = "".join(_attributes(element))
    if name == "style":
        return f"<style>{escape(_style_sheet(element.text or ''), quote=False)}</style>"
    inner = escape((element.text or "").strip(), quote=False) if name in {"title", "desc"} else ""
    inner += "".join(filter(None, (_written(child) for child in element)))
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def _attributes(element: Element, skipped: frozenset[str] | set[str] = frozenset()) -> list[str]:
    written = []
    for key, value in element.attrib.items():
        name = key.removeprefix(f"{{{XLINK}}}")
        if name.lower().startswith("on"):
            raise UnsafePicture(f"The SVG holds a script ({name}=…), which a badge must not. Remove it.")
        if name not in ATTRIBUTES or name in skipped:
            continue
        if name == "href":
            value = _link(value, element.tag.rpartition("}")[2])
        elif name == "style":
            value = _declarations(value)
        else:
            _check_value(name, value)
        written.append(f' {name}="{escape(value)}"')
    return written


def _link(value: str, name: str) -> str:
    value = value.strip()
    if re.fullmatch(r"#[\w.:-]+", value):
        return value
    embedded = _DATA.fullmatch(value) if name == "image" else None
    if embedded is None:
        shown = value if len(value) <= 60 else value[:60] + "…"
        raise NotSelfContained(
            f"The SVG refers to “{shown}”. A badge holds all it shows: embed pictures as PNG or JPEG, remove links."
        )
    try:
        content = base64.b64decode(re.sub(r"\s", "", embedded[2]), validate=True)
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MOST_PIXELS:
                raise TooLarge(f"A picture inside the SVG is larger than {MOST_PIXELS} px. Scale it down.")
            kind = (picture.format or "").lower()
            picture.load()
    except (
        binascii.Error,
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        Image.DecompressionBombError,
    ) as error:
        raise DamagedPicture(f"A picture inside the SVG can't be read ({error}). {_AGAIN}") from error
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _declarations(text: str) -> str:
    """A style attribute reduced to what draws."""
    kept = []
    for declaration in text.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name in PRESENTATION:
            _check_value(name, value)
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _style_sheet(text: str) -> str:
    if "@" in text:
        raise NotSelfContained(f"The SVG's style sheet holds an @ rule, which can load other files. {_AGAIN}")
    rules = []
    for rule in _without_comments(text).split("}"):
        selector, opened, body = rule.partition("{")
        if opened and re.fullmatch(r"[\w\s.,#>*-]+", selector):
            rules.append(f"{' '.join(selector.split())}{{{_declarations(body)}}}")
    return "".join(rules)


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _check_value(name: str, value: str) -> None:
    lowered = value.lower()
    if "\\" in value or "javascript:" in lowered or "expression(" in lowered:
        raise UnsafePicture(f"The value of {name} in the SVG holds code. {_AGAIN}")
    if re.search(r"url\s*\(|image\s*\(|image-set|src\s*\(", _REFERENCE.sub("", lowered)):
        raise NotSelfContained(f"The value of {name} in the SVG refers to another file. {_AGAIN}")


def _check_drawn(root: Element) -> None:
    """Raises when references repeat parts so often, or in a circle, that drawing would never end."""
    named = {element.get("id", ""): element for element in root.iter()}
    drawn: dict[Element, float] = {}
    under_way: set[Element] = set()

    def cost(element: Element, steps: int) -> float:
        if element in under_way or steps > MOST_DEPTH * 4:
            raise UnsafePicture(f"The parts of the SVG refer to each other in a circle. {_AGAIN}")
        if element not in drawn:
            under_way.add(element)
            parts = [*element, *(named[name] for name in _references(element) if name in named)]
            drawn[element] = 1 + sum(cost(part, steps + 1) for part in parts)
            under_way.discard(element)
        return drawn[element]

    if cost(root, 0) > MOST_DRAWN:
        raise UnsafePicture(f"The SVG repeats its parts more than {MOST_DRAWN:,} times. {_AGAIN}")


def _references(element: Element) -> list[str]:
    found = []
    for key, value in element.attrib.items():
        if key.removeprefix(f"{{{XLINK}}}") == "href" and value.strip().startswith("#"):
            found.append(value.strip()[1:])
        found.extend(match[1] for match in _REFERENCE.findall(value))
    return found
