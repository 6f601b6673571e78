"""What stands where on a certificate: boxes on a grid of millimetres, within what printers print, none over another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

PAPERS = {"a4": (210, 297), "letter": (215, 279)}
SAFE = 10  # millimetres from each edge that printers may cut
FRAMES = ("line", "band", "rosette", "plain")
ALIGNMENTS = ("start", "center", "end")
MOST_BOXES, MOST_TEXT = 30, 600
SMALLEST_TEXT, LARGEST_TEXT = 7, 48
# The least width and height that lets each kind be read, or scanned from paper.
KINDS: Mapping[str, tuple[int, int]] = {
    "heading": (30, 6), "intro": (30, 4), "holder": (60, 8), "earned": (20, 4), "achievement": (60, 8),
    "issuer": (40, 4), "dates": (40, 8), "results": (40, 6), "skills": (40, 6), "text": (10, 4),
    "signature": (35, 18), "seal": (20, 20), "logo": (10, 8), "qr": (22, 22), "verify": (50, 10),
}  # fmt: skip
# Without these it would be no certificate, or one that nobody can check.
REQUIRED = ("holder", "achievement", "qr", "verify")
ONCE = ("qr", "verify", "holder", "achievement", "seal")
# Beside these, "field." and the key of a custom field.
MERGE_FIELDS = ("holder", "achievement", "issuer", "date", "valid_until", "number", "hours", "level")
_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Box:
    """One thing on the sheet; `x` and `y` are millimetres from its start and top edge, `size` is points.

    `text` is that of a text box and may hold merge fields such as {holder}; `signature` is the id of one.
    """

    kind: str
    x: int
    y: int
    width: int
    height: int
    align: str = "start"
    size: int = 11
    text: str = ""
    signature: str = ""


@dataclass(frozen=True)
class Layout:
    """A whole sheet. `start` is where reading begins: right-to-left certificates are its mirror image."""

    paper: str = "a4"
    is_landscape: bool = True
    frame: str = "line"
    boxes: tuple[Box, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """The width and height in millimetres."""
        short, long = PAPERS[self.paper]
        return (long, short) if self.is_landscape else (short, long)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"boxes": [asdict(box) for box in self.boxes]}

    def mirrored(self) -> Layout:
        """This function will return the layout for a language that runs from right to left."""
        width, _ = self.size
        return replace(self, boxes=tuple(replace(b, x=width - b.x - b.width) for b in self.boxes))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a layout: a `code`, the number of the box from 1 (0 for the whole sheet), and what else."""

    code: str
    box: int
    detail: str = ""


def read_layout(data: Mapping[str, Any]) -> Layout:
    """This function will read a layout from what `as_json` wrote; raises ValueError for anything else."""
    names = {field.name for field in fields(Box)}
    try:
        boxes = tuple(
            Box(**{name: value for name, value in box.items() if name in names}) for box in data["boxes"]
        )
        return Layout(str(data["paper"]), bool(data["is_landscape"]), str(data["frame"]), boxes)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This is no layout of a certificate: {error}") from error


def faults_of(layout: Layout, own_fields: Collection[str] = ()) -> list[Fault]:
    """This function will return everything that is wrong with a layout, none when it can be used.

    `own_fields` are merge fields that texts may hold beside MERGE_FIELDS.
    """
    if layout.paper not in PAPERS or layout.frame not in FRAMES:
        return [Fault("sheet", 0)]
    if len(layout.boxes) > MOST_BOXES:
        return [Fault("too_many", 0, str(MOST_BOXES))]
    kinds = [box.kind for box in layout.boxes]
    found = [Fault("missing", 0, kind) for kind in REQUIRED if kind not in kinds]
    found += [Fault("twice", 0, kind) for kind in ONCE if kinds.count(kind) > 1]
    for number, box in enumerate(layout.boxes, 1):
        found += [Fault(code, number, detail) for code, detail in _faults(box, layout.size, own_fields)]
    found += _overlaps(layout.boxes)
    return found


def _faults(box: Box, sheet: tuple[int, int], own_fields: Collection[str]) -> Iterator[tuple[str, str]]:
    if box.kind not in KINDS or box.align not in ALIGNMENTS:
        yield "unknown", box.kind
        return
    wide, high = KINDS[box.kind]
    if box.width < wide or box.height < high:
        yield "too_small", f"{wide} × {high}"
    if (
        min(box.x, box.y) < SAFE
        or box.x + box.width > sheet[0] - SAFE
        or box.y + box.height > sheet[1] - SAFE
    ):
        yield "outside", f"{sheet[0]} × {sheet[1]}"
    if not SMALLEST_TEXT <= box.size <= LARGEST_TEXT:
        yield "text_size", f"{SMALLEST_TEXT}–{LARGEST_TEXT}"
    if box.kind == "text":
        if not box.text.strip() or len(box.text) > MOST_TEXT:
            yield "text", str(MOST_TEXT)
        for name in _FIELD.findall(box.text):
            if name not in MERGE_FIELDS and name not in own_fields:
                yield "merge_field", name
    if box.kind == "signature" and not box.signature:
        yield "no_signature", ""


def _overlaps(boxes: tuple[Box, ...]) -> Iterator[Fault]:
    for number, box in enumerate(boxes, 1):
        for other_number, other in enumerate(boxes[: number - 1], 1):
            apart = (
                box.x >= other.x + other.width
                or other.x >= box.x + box.width
                or box.y >= other.y + other.height
                or other.y >= box.y + box.height
            )
            if not apart:
                yield Fault("overlap", number, str(other_number))


def merged(text: str, values: Mapping[str, str]) -> str:
    """This function will put values into the merge fields of a text; what a value holds isn't read again."""
    return _FIELD.sub(lambda found: values.get(found[1], ""), text)


def template(name: str, paper: str, *, is_landscape: bool) -> Layout:
    """This function will return one of TEMPLATES for a paper, ready to be used or changed."""
    blank = Layout(paper, is_landscape, FRAMES[0])
    return TEMPLATES[name](blank, *blank.size)


def _centred(blank: Layout, w: int, h: int) -> Layout:
    wide, left, high = w - 40, 20, blank.is_landscape
    rows = (
        ("heading", 8, 11), ("intro", 6, 11), ("holder", 18, 34), ("earned", 6, 11), ("achievement", 18, 24),
        ("issuer", 6, 11),
    )  # fmt: skip
    y, gap = (38, 2) if high else (58, 5)
    boxes = [Box("logo", (w - 50) // 2, y - 22, 50, 18, "center")]
    for kind, height, size in rows:
        boxes.append(Box(kind, left, y, wide, height, "center", size))
        y += height + gap
    boxes.append(Box("dates", left, y + 2, wide, 12, "center", 11))
    return replace(blank, boxes=(*boxes, *_foot(w, h)))


def _open(blank: Layout, w: int, h: int) -> Layout:
    side = 60 if blank.is_landscape else 46
    wide, left, y = w - 40 - side - 6, 18, 20 if blank.is_landscape else 30
    gap = 2 if blank.is_landscape else 6
    boxes = [
        Box("seal", w - 18 - side, y, side, side, "center"),
        Box("logo", left, y, 45, 16),
    ]
    y += 22
    for kind, height, size in (
        ("heading", 8, 11), ("intro", 6, 11), ("holder", 20, 34), ("earned", 6, 11), ("achievement", 20, 24),
    ):  # fmt: skip
        boxes.append(Box(kind, left, y, wide, height, "start", size))
        y += height + gap
    boxes += [Box("issuer", left, y, wide, 6), Box("dates", left, y + 8, wide, 12)]
    return replace(blank, frame="band", boxes=(*boxes, *_foot(w, h, with_seal=False)))


def _foot(w: int, h: int, *, with_seal: bool = True) -> Iterator[Box]:
    if with_seal:
        yield Box("seal", 15, h - 51, 36, 36, "center")
    yield Box("verify", w - 48 - 92, h - 33, 90, 18, "end", 9)
    yield Box("qr", w - 43, h - 43, 28, 28, "center")


TEMPLATES = {"centred": _centred, "open": _open}
