"""Shapes for whoever signs thousands of documents: the hash of each canonical form, without writing all of it.

Which blank node comes first changes from document to document. Of the orders that come again and again the lines are
kept with their labels filled in, as one text with slots; what stands before its first slot is hashed once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from openlaurel.core.proofs.arrangements import Arrangement, Line, cut_start, form_of
from openlaurel.core.proofs.compiled import Shape
from openlaurel.core.proofs.nquads import check_portable

Order = tuple[int, ...]


class Template:
    """A shape and the orders of its blank nodes that are kept whole."""

    WORTH_KEEPING = 8  # so often an order must have come
    MAX_ORDERS = 5_000  # counted
    MAX_BYTES = 1_000_000  # of text kept

    def __init__(self, shape: Shape, algorithm: str) -> None:
        self.shape = shape
        self._new = getattr(hashlib, algorithm)
        self._kept: dict[Order, _Whole] = {}
        self._seen: dict[Order, int] = defaultdict(int)
        self._bytes = 0

    def digest(self, strings: Sequence[str]) -> bytes:
        """This function will return the hash of the canonical form of the document that has these strings.

        Raises NotSound, and UnportableDocument where `check_portable` does.
        """
        values, order = self.shape.in_order(strings)
        whole = self._kept.get(order)
        if whole is not None and whole.is_in_order(values):
            rest = whole.rest(values)
            # ASCII without an escape is written by all software in one way, and sorted.
            if not whole.is_plain or b"\\" in rest or not rest.isascii():
                check_portable(whole.start + rest)
            hashed = whole.hashed.copy()
            hashed.update(rest)
        else:
            canonical = self.shape.write(values, order)
            check_portable(canonical)
            hashed = self._new(canonical)
            if whole is None:
                self._count(order, values)
        digest: bytes = hashed.digest()
        return digest

    def _count(self, order: Order, values: Sequence[bytes]) -> None:
        if len(self._seen) >= self.MAX_ORDERS:
            self._seen.clear()
        self._seen[order] += 1
        if self._seen[order] >= self.WORTH_KEEPING and self._bytes < self.MAX_BYTES:
            whole = _Whole(self.shape.lines(order), values, self._new)
            self._bytes += whole.size
            self._kept[order] = whole


class _Whole:
    """All lines of a document in the order that `values` gave them, with a slot for each value."""

    def __init__(self, lines: Sequence[Line], values: Sequence[bytes], new: Callable[[bytes], Any]) -> None:
        by_text = {form_of([line])(values): line for line in lines}
        arrangement = Arrangement([by_text[text] for text in sorted(by_text)])
        self.is_in_order = arrangement.is_in_order
        self.start, rest = cut_start(arrangement.lines)
        self.rest = form_of([rest])
        self.hashed = new(self.start)
        self.is_plain = self.start.isascii() and b"\\" not in self.start
        self.size = sum(len(piece) for piece in (self.start, *rest) if isinstance(piece, bytes))
