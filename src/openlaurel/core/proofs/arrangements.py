"""Lines with slots, filled in and already in order.

Sorting the lines of a canonical form takes longer than filling them. But most pairs of lines differ first in what is
the same in every document of a shape, so that their order is known beforehand; only the others are compared again.

A line begins with its subject, so that the lines of each blank node stand together, after those of all addresses
(`<` comes before `_`). Which blank node comes first changes from document to document: their parts change places as
wholes, so that no order of the whole needs to be known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

# A text, the number of a slot, a text, and so on; the last is a text that ends the line.
Line = tuple[bytes | int, ...]
Values = Sequence[bytes]
Fill = Callable[[Values], bytes]


def form_of(lines: Sequence[Line]) -> Fill:
    """This function will return what fills in `lines`, one after the other."""
    texts, slots = _texts_and_slots(lines)
    if not slots:
        return lambda values: texts[0]
    if len(slots) == 1:
        (before, after), slot = texts, slots[0]
        return lambda values: before + values[slot] + after
    mixed, get = _mixed(texts), itemgetter(*slots)

    def fill(values: Values) -> bytes:
        pieces = mixed.copy()
        pieces[1::2] = get(values)
        return b"".join(pieces)

    return fill


def _texts_and_slots(lines: Sequence[Line]) -> tuple[list[bytes], list[int]]:
    texts, slots, text = [], [], []
    for piece in chain.from_iterable(lines):
        if isinstance(piece, bytes):
            text.append(piece)
        else:
            slots.append(piece)
            texts.append(b"".join(text))
            text = []
    return [*texts, b"".join(text)], slots


def _mixed(texts: Sequence[bytes]) -> list[bytes]:
    return [piece for text in texts for piece in (text, b"")][:-1]


def cut_start(lines: Sequence[Line]) -> tuple[bytes, Line]:
    """This function will return what stands before the first slot of `lines`, and all that follows as one line."""
    texts, slots = _texts_and_slots(lines)
    rest = zip(slots, texts[1:], strict=True)
    return texts[0], (b"", *[piece for pair in rest for piece in pair])


class Arrangement:
    """Lines in one order, with the neighbours whose order depends on the values."""

    def __init__(self, lines: Sequence[Line], ascending: frozenset[tuple[int, int]] = frozenset()) -> None:
        """Of each pair in `ascending` the first slot's value comes before the second's."""
        self.lines, self.form = lines, form_of(lines)
        undecided = [pair for pair in pairwise(lines) if not _is_decided(*pair, ascending)]
        self._undecided = [(form_of([first]), form_of([second])) for first, second in undecided]
        met = [_where_they_part(*pair) for pair in undecided]
        self._slots = {(one, other) for one, other in met if isinstance(one, int) and isinstance(other, int)}
        self._above = {
            (one, other) for one, other in met if isinstance(one, bytes) and isinstance(other, int)
        }
        self._below = {
            (one, other) for one, other in met if isinstance(one, int) and isinstance(other, bytes)
        }
        self.is_decided = not undecided  # whatever the values are, `form` writes what `fill` does

    def is_in_order(self, values: Values) -> bool:
        """This function will tell whether these values ask for this order, and make no two lines equal."""
        return self._is_plainly_in_order(values) or all(
            first(values) < second(values) for first, second in self._undecided
        )

    def _is_plainly_in_order(self, values: Values) -> bool:
        """Whether what meets where lines part tells it: one is below the other, and no beginning of it."""
        for text, slot in self._above:
            value = values[slot]
            if value <= text or value.startswith(text):
                return False
        for slot, text in self._below:
            value = values[slot]
            if value >= text or text.startswith(value):
                return False
        for one, other in self._slots:
            low, high = values[one], values[other]
            if low >= high or high.startswith(low):
                return False
        return True

    def fill(self, values: Values) -> bytes | None:
        """This function will return the filled lines, or None where these values ask for another order or make two
        lines equal."""
        return self.form(values) if self.is_in_order(values) else None


def _where_they_part(first: Line, second: Line) -> tuple[bytes | int, bytes | int]:
    """What meets where two undecided lines are no longer the same: texts, or the numbers of slots."""
    differing = enumerate(zip(first, second, strict=False))
    place, (one, other) = next((place, pair) for place, pair in differing if pair[0] != pair[1])
    if isinstance(one, bytes) and isinstance(other, bytes):  # one of them begins with the other
        if len(one) < len(other):
            return first[place + 1], other[len(one) :]
        return one[len(other) :], second[place + 1]
    return one, other


class Part:
    """The lines of one blank node, or of all addresses, and the orders in which they were found."""

    MAX_ORDERS = 4

    def __init__(self, lines: Sequence[Line], ascending: frozenset[tuple[int, int]]) -> None:
        self._lines, self._ascending = lines, ascending
        self._forms = [form_of([line]) for line in lines]
        self._found: list[Arrangement] = []
        self.form: Fill = self.fill  # the shortest way to the same

    def fill(self, values: Values) -> bytes:
        """This function will return the filled lines in the order of code points, each once."""
        for arrangement in self._found:
            text = arrangement.fill(values)
            if text is not None:
                return text
        filled = [form(values) for form in self._forms]
        if len(self._found) < self.MAX_ORDERS:
            order = sorted(range(len(filled)), key=filled.__getitem__)
            arrangement = Arrangement([self._lines[n] for n in order], self._ascending)
            self._found.append(arrangement)
            if arrangement.is_decided:
                self.form = arrangement.form
        return b"".join(sorted(set(filled)))


class Arrangements:
    """The lines of one document, with blank nodes to be named."""

    # Of the orders of blank nodes so many are remembered, each by two numbers a blank node.
    MAX_NAMES = 8_000
    MAX_TEXTS = 32

    def __init__(self, lines: Sequence[Line], first_blank: int, blanks: int) -> None:
        """The slots from `first_blank` on are those of `blanks` blank nodes."""
        lines, self._runs, ascending = _runs(lines, first_blank, blanks)
        self._blanks, self._first_blank = blanks, first_blank
        by_subject: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            by_subject[int(line[1]) - first_blank if _is_about_blank(line, first_blank) else -1].append(line)
        self._addressed = Part(by_subject.pop(-1, []), ascending)
        self._parts = {blank: Part(own, ascending) for blank, own in by_subject.items()}
        # The blank nodes of which nothing but their own name changes: what is said of each, by its name.
        self._named_only: dict[int, dict[bytes, bytes]] = {
            blank: {} for blank, own in by_subject.items() if _slots_of(own) == {first_blank + blank}
        }
        self._known: dict[tuple[int, ...], _Named] = {}

    def fill(self, values: Values, order: tuple[int, ...]) -> bytes:
        """This function will return the filled lines in the order of code points, each once.

        The blank node number `order[n]` is named `_:c14n{n}` (RDFC-1.0, 4.4.3).
        """
        known = self._known.get(order) or self._name(order)
        filled = [*values, *known.labels]
        texts = known.texts.copy()
        for place, part in known.parts:
            texts[place] = part.form(filled)
        return b"".join(texts)

    def _name(self, order: tuple[int, ...]) -> _Named:
        names = [b""] * self._blanks
        for rank, blank in enumerate(order):
            names[blank] = b"_:c14n%d" % rank
        runs = chain.from_iterable(sorted(names[blank] for blank in run) for run in self._runs)
        labels = [*names, *runs]
        texts, parts = [b""], [(0, self._addressed)]
        for blank in sorted(self._parts, key=names.__getitem__):
            if blank in self._named_only:
                texts.append(self._text(blank, names[blank], labels))
            else:
                parts.append((len(texts), self._parts[blank]))
                texts.append(b"")
        if (len(self._known) + 1) * len(labels) > self.MAX_NAMES:
            self._known.clear()
        self._known[order] = found = _Named(labels, texts, parts)
        return found

    def _text(self, blank: int, name: bytes, labels: Sequence[bytes]) -> bytes:
        texts = self._named_only[blank]
        if name not in texts:
            if len(texts) >= self.MAX_TEXTS:
                texts.clear()
            texts[name] = self._parts[blank].fill([*[b""] * self._first_blank, *labels])
        return texts[name]


class _Named(NamedTuple):
    """What blank nodes in one order make of lines: what the slots of labels hold, the parts that don't change besides,
    in their order, and where among them the others belong."""

    labels: Sequence[bytes]
    texts: list[bytes]
    parts: Sequence[tuple[int, Part]]


def _slots_of(lines: Sequence[Line]) -> set[int]:
    return {piece for line in lines for piece in line if isinstance(piece, int)}


def _is_about_blank(line: Line, first_blank: int) -> bool:
    return line[0] == b"" and isinstance(line[1], int) and line[1] >= first_blank


def _runs(
    lines: Sequence[Line], first_blank: int, blanks: int
) -> tuple[list[Line], list[tuple[int, ...]], frozenset[tuple[int, int]]]:
    """Lines that differ in one label alone come in the order of their labels: slots for the labels in that order.

    Returns the lines with those slots, which follow on the labels' own; the blank nodes of each run; and the pairs of
    slots that are in order.
    """
    alike: dict[Line, list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(lines):
        start = 2 if _is_about_blank(line, first_blank) else 0
        places = [
            place
            for place in range(start, len(line))
            if isinstance(piece := line[place], int) and piece >= first_blank
        ]
        if len(places) == 1:
            place = places[0]
            alike[(*line[:place], -1, *line[place + 1 :])].append((number, place))
    found, runs, slot = list(lines), [], first_blank + blanks
    ascending: set[tuple[int, int]] = set()
    for members in alike.values():
        if len(members) < 2:
            continue
        runs.append(tuple(int(lines[number][place]) - first_blank for number, place in members))
        ascending |= set(pairwise(range(slot, slot + len(members))))
        for number, place in members:
            line = found[number]
            found[number] = (*line[:place], slot, *line[place + 1 :])
            slot += 1
    return found, runs, frozenset(ascending)


def _is_decided(first: Line, second: Line, ascending: frozenset[tuple[int, int]]) -> bool:
    """Whether `first` comes before `second` whatever the slots hold, or is the same: masking makes lines equal that are
    about different blank nodes, and both are hashed."""
    for one, other in zip(first, second, strict=False):
        if one == other:
            continue
        if isinstance(one, bytes) and isinstance(other, bytes):
            shared = min(len(one), len(other))
            return one[:shared] < other[:shared]
        return (one, other) in ascending
    return first == second


def with_constants(line: Line, slots: Mapping[int, int | bytes]) -> Line:
    """This function will return `line` with each slot replaced by a text, or by the number of another slot."""
    pieces: list[bytes | int] = []
    text = b""
    for piece in line:
        found = slots[piece] if isinstance(piece, int) else piece
        if isinstance(found, int):
            pieces += [text, found]
            text = b""
        else:
            text += found
    return (*pieces, text)
