"""Lines with slots, filled in and already in order.

Sorting the lines of a canonical form takes longer than filling them. But most pairs of lines differ first in what is
the same in every document of a shape, so that their order is known beforehand; only the others are compared again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

# A text, the number of a slot, a text, and so on; the last is a text that ends the line.
Line = tuple[str | int, ...]
Fill = Callable[[Sequence[str]], str]


def form_of(lines: Sequence[Line]) -> Fill:
    """This function will return what fills in `lines`, one after the other."""
    texts, slots = [""], []
    for piece in (piece for line in lines for piece in line):
        if isinstance(piece, str):
            texts[-1] += piece
        else:
            slots.append(piece)
            texts.append("")
    if not slots:
        return lambda values: texts[0]
    mixed = [piece for text in texts for piece in (text, "")][:-1]

    def fill(values: Sequence[str]) -> str:
        pieces = mixed.copy()
        pieces[1::2] = [values[slot] for slot in slots]
        return "".join(pieces)

    return fill


class Arrangement:
    """Lines in one order, with the neighbours whose order depends on the values."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._fill = form_of(lines)
        undecided = [pair for pair in pairwise(lines) if not _is_decided(*pair)]
        self._undecided = [(form_of([first]), form_of([second])) for first, second in undecided]
        self.size = sum(len(str(piece)) for line in lines for piece in line)

    def fill(self, values: Sequence[str]) -> str | None:
        """This function will return the filled lines, or None where these values ask for another order or make two
        lines equal."""
        for first, second in self._undecided:
            if first(values) >= second(values):
                return None
        return self._fill(values)


class Arrangements:
    """The lines of one document, with blank nodes to be named, and the orders in which they were found."""

    # Characters of all orders together: some fifty of a usual badge, and little enough for strangers' documents.
    MAX_SIZE = 750_000
    MAX_ORDERS = 4

    def __init__(self, lines: Sequence[Line], first_blank: int) -> None:
        """The slots from `first_blank` on are those of blank nodes."""
        self._lines = lines
        self._all = form_of(lines)
        self._first_blank = first_blank
        self._found: dict[tuple[int, ...], list[Arrangement]] = {}
        self._size = 0

    def fill(self, values: Sequence[str], ranks: tuple[int, ...]) -> str:
        """This function will return the filled lines in the order of code points, each once.

        The blank node number n is named `_:c14n{ranks[n]}` (RDFC-1.0, 4.4.3).
        """
        known = self._found.get(ranks, ())
        for arrangement in known:
            text = arrangement.fill(values)
            if text is not None:
                return text
        names = [f"_:c14n{rank}" for rank in ranks]
        filled = [line + "\n" for line in self._all([*values, *names]).split("\n")[:-1]]
        if len(known) < self.MAX_ORDERS and self._size < self.MAX_SIZE:
            order = sorted(range(len(filled)), key=filled.__getitem__)
            self._remember(ranks, [_named(self._lines[n], self._first_blank, names) for n in order])
        return "".join(sorted(set(filled)))

    def _remember(self, ranks: tuple[int, ...], lines: Sequence[Line]) -> None:
        arrangement = Arrangement(lines)
        self._size += arrangement.size
        self._found.setdefault(ranks, []).append(arrangement)


def _named(line: Line, first_blank: int, names: Sequence[str]) -> Line:
    pieces: list[str | int] = [""]
    for piece in line:
        if isinstance(piece, int) and piece < first_blank:
            pieces += [piece, ""]
        else:
            text = piece if isinstance(piece, str) else names[piece - first_blank]
            pieces[-1] = f"{pieces[-1]}{text}"
    return tuple(pieces)


def _is_decided(first: Line, second: Line) -> bool:
    """Whether `first` comes before `second` whatever the slots hold, or is the same: masking makes lines equal that are
    about different blank nodes, and both are hashed."""
    for one, other in zip(first, second, strict=False):
        if one == other:
            continue
        if not isinstance(one, str) or not isinstance(other, str):
            return False
        shared = min(len(one), len(other))
        return one[:shared] < other[:shared]
    return first == second
