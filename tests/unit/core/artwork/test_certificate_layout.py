"""A certificate's layout: nothing overlaps or is cut off by a printer, and what proves it can't be left out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.artwork.certificate_layout import (
    PAPERS,
    REQUIRED,
    SAFE,
    TEMPLATES,
    Box,
    Fault,
    faults_of,
    merged,
    read_layout,
    template,
)

GOOD = template("centred", "a4", is_landscape=True)


def codes(layout) -> set[str]:
    return {fault.code for fault in faults_of(layout)}


def with_box(box: Box):
    return replace(GOOD, boxes=(*GOOD.boxes, box))


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("is_landscape", [True, False])
def test_each_arrangement_fits_each_sheet_also_mirrored(name, paper, is_landscape):
    layout = template(name, paper, is_landscape=is_landscape)
    assert faults_of(layout) == []
    assert faults_of(layout.mirrored()) == []
    assert layout.mirrored().mirrored() == layout


@pytest.mark.parametrize("kind", REQUIRED)
def test_what_proves_it_cannot_be_removed_or_doubled(kind):
    without = replace(GOOD, boxes=tuple(box for box in GOOD.boxes if box.kind != kind))
    assert Fault("missing", 0, kind) in faults_of(without)
    twice = replace(GOOD, boxes=(*GOOD.boxes, next(box for box in GOOD.boxes if box.kind == kind)))
    assert Fault("twice", 0, kind) in faults_of(twice)


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (Box("text", 9, 60, 20, 5, text="x"), "outside"),
        (Box("text", 270, 60, 20, 5, text="x"), "outside"),
        (Box("text", 20, 198, 20, 5, text="x"), "outside"),
        (Box("text", 20, -5, 20, 5, text="x"), "outside"),
        (Box("text", 20, 20, 5, 5, text="x"), "too_small"),
        (Box("seal", 20, 20, 12, 12), "too_small"),
        (Box("text", 20, 20, 20, 5, text=" "), "text"),
        (Box("text", 20, 20, 20, 5, text="x" * 601), "text"),
        (Box("text", 20, 20, 20, 5, text="for {password}"), "merge_field"),
        (Box("text", 20, 20, 20, 5, text="x", size=60), "text_size"),
        (Box("signature", 20, 20, 40, 20), "no_signature"),
        (Box("holder2", 20, 20, 40, 20), "unknown"),
        (Box("text", 100, 60, 60, 20, text="x"), "overlap"),
    ],
)
def test_a_fault_is_named_with_its_box(box, code):
    assert (code, len(GOOD.boxes) + 1) in {(fault.code, fault.box) for fault in faults_of(with_box(box))}


boxes = st.builds(
    Box,
    kind=st.just("text"),
    x=st.integers(-50, 350),
    y=st.integers(-50, 350),
    width=st.integers(0, 400),
    height=st.integers(0, 400),
    text=st.just("x"),
)


@given(boxes, boxes)
def test_what_is_taken_never_overlaps_or_leaves_the_safe_area(one, other):
    layout = replace(GOOD, boxes=(*GOOD.boxes, one, other))
    if faults_of(layout):
        return
    width, height = layout.size
    cells: set[tuple[int, int]] = set()
    for box in layout.boxes:
        own = {(x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)}
        assert not own & cells
        assert all(SAFE <= x < width - SAFE and SAFE <= y < height - SAFE for x, y in own)
        cells |= own


def test_a_layout_is_read_as_it_was_written():
    assert read_layout(GOOD.as_json()) == GOOD
    for bad in ({}, {"paper": "a4", "is_landscape": True, "frame": "line", "boxes": [1]}):
        with pytest.raises(ValueError, match="no layout"):
            read_layout(bad)


def test_what_a_merge_field_holds_is_not_read_again():
    assert merged("{holder} has {issuer}", {"holder": "{issuer}", "issuer": "X"}) == "{issuer} has X"


def test_too_many_boxes_are_refused_at_once():
    many = replace(GOOD, boxes=GOOD.boxes * 20)
    assert codes(many) == {"too_many"}
