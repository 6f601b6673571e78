"""One compiled shape: where each string of a structure ends up in the canonical N-Quads, and how they are filled in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openlaurel.core.proofs.arrangements import (
    Arrangement,
    Arrangements,
    Fill,
    Line,
    Values,
    form_of,
    with_constants,
)
from openlaurel.core.proofs.errors import UndefinedTerm
from openlaurel.core.proofs.nquads import Quad, escape
from openlaurel.core.proofs.rdf import IRI_CHARACTER, XSD_DOUBLE

_ONE_IRI = rf"(?:https?://|urn:[a-z0-9][a-z0-9-]{{0,31}}:|did:[a-z0-9]+:){IRI_CHARACTER}+"
is_plain_iri = re.compile(_ONE_IRI).fullmatch
_ESCAPED = bytes([*range(0x20), *b'"\\', 0x7F])  # what `escape` changes
_IRIS = re.compile(rf"{_ONE_IRI}(?:\n{_ONE_IRI})*").fullmatch


class NotSound(Exception):
    """This document can't be canonicalized by filling in; the full processor must do it."""


@dataclass(frozen=True)
class _BlankNode:
    """The quads that mention a blank node, with `_:a` for itself and `_:z` for others (RDFC-1.0, 4.6.3).

    `neighbours` says which others each is about: two lines that masking made equal stay two.
    """

    lines: Sequence[Line]
    neighbours: Sequence[tuple[str, ...]]

    def hashing(self, new: Callable[[bytes], Any]) -> bytes | Callable[[Values], bytes]:
        """This function will return its first-degree hash; where that varies, as a function of the values."""
        arrangement, forms = Arrangement(sorted(self.lines)), [form_of([line]) for line in self.lines]

        def in_order(values: Values) -> bytes:
            text = arrangement.fill(values)
            return b"".join(self._sorted([form(values) for form in forms])) if text is None else text

        fill: Fill = arrangement.form if arrangement.is_decided else in_order

        def digest(values: Values) -> bytes:
            hashed: bytes = new(fill(values)).digest()
            return hashed

        return digest if any(len(line) > 1 for line in self.lines) else digest([])

    def narrowed(self, slots: Mapping[int, int | bytes]) -> _BlankNode:
        """Quads that the constants made one are one."""
        lines = [with_constants(line, slots) for line in self.lines]
        apart = dict.fromkeys(zip(lines, self.neighbours, strict=True))
        return _BlankNode([line for line, _ in apart], [neighbours for _, neighbours in apart])

    def _sorted(self, lines: Sequence[bytes]) -> list[bytes]:
        """The lines that are hashed; of two that are one quad, only one."""
        if len(set(lines)) == len(lines):
            return sorted(lines)
        return sorted(line for _, line in set(zip(self.neighbours, lines, strict=True)))


class Shape:
    """Where each variable string of one structure ends up in the canonical N-Quads."""

    def __init__(
        self,
        lines: Sequence[Line],
        blanks: Sequence[_BlankNode],
        count: int,
        iris: Sequence[int],
        algorithm: str,
    ) -> None:
        """This function will make one of `lines` with `count` slots for strings, those in `iris` for addresses, and
        after them a slot for the label of each of `blanks`."""
        self.iris = tuple(iris)
        self._lines, self._blanks, self._count, self._algorithm = lines, blanks, count, algorithm
        self._arrangements = Arrangements(lines, count, len(blanks))
        new = getattr(hashlib, algorithm)
        self._first_degree = [blank.hashing(new) for blank in blanks]
        self._numbers = tuple(range(len(blanks)))

    def fill(self, strings: Sequence[str]) -> bytes:
        """This function will return the canonical N-Quads of the document that has these strings; raises NotSound."""
        return self.write(*self.in_order(strings))

    def in_order(self, strings: Sequence[str]) -> tuple[list[bytes], tuple[int, ...]]:
        """This function will return the strings as they stand in N-Quads, and in which order they put the blank nodes;
        raises NotSound."""
        if self.iris and not _IRIS("\n".join([strings[index] for index in self.iris])):
            raise NotSound("a value that isn't a plain absolute IRI")
        values = _encoded(strings)
        if len(self._numbers) <= 1:
            return values, self._numbers
        hashes = [found if isinstance(found, bytes) else found(values) for found in self._first_degree]
        if len(set(hashes)) != len(hashes):
            raise NotSound("blank nodes that only their neighbours tell apart")
        return values, tuple(sorted(self._numbers, key=hashes.__getitem__))

    def write(self, values: Sequence[bytes], order: tuple[int, ...]) -> bytes:
        """This function will return the canonical N-Quads that have these values, with the blank nodes in this order."""
        return self._arrangements.fill(values, order)

    def lines(self, order: tuple[int, ...]) -> list[Line]:
        """This function will return the lines with the labels of blank nodes in this order, not sorted."""
        labels = {self._count + blank: b"_:c14n%d" % rank for rank, blank in enumerate(order)}
        slots: dict[int, int | bytes] = {number: number for number in range(self._count)}
        return list(dict.fromkeys(with_constants(line, {**slots, **labels}) for line in self._lines))

    def narrowed(self, constants: Mapping[int, str], varying: Sequence[int]) -> Shape:
        """This function will return the shape of the documents that have `constants` in those slots, and whose strings
        for the slots `varying` come in that order; raises NotSound.

        It writes what this shape writes: the same strings are filled in, some of them beforehand.
        """
        if any(not is_plain_iri(constants[index]) for index in self.iris if index in constants):
            raise NotSound("a value that isn't a plain absolute IRI")
        slots: dict[int, int | bytes] = {}
        try:
            slots.update({index: escape(value).encode() for index, value in constants.items()})
        except UnicodeEncodeError as error:
            raise NotSound("a lone surrogate") from error
        slots.update({index: number for number, index in enumerate(varying)})
        slots.update({self._count + number: len(varying) + number for number in self._numbers})
        return Shape(
            list(dict.fromkeys(with_constants(line, slots) for line in self._lines)),
            [blank.narrowed(slots) for blank in self._blanks],
            len(varying),
            [number for number, index in enumerate(varying) if index in self.iris],
            self._algorithm,
        )


def _encoded(strings: Sequence[str]) -> list[bytes]:
    """The strings as they stand in N-Quads."""
    try:
        joined = "\n".join(strings).encode()
    except UnicodeEncodeError as error:
        raise NotSound("a lone surrogate") from error
    if len(joined) - len(joined.translate(None, _ESCAPED)) == len(strings) - 1:
        return joined.split(b"\n")
    return [escape(string).encode() for string in strings]


def compile_shape(quads: Sequence[Quad], sentinels: Sequence[str], algorithm: str = "sha256") -> Shape:
    """This function will compile quads whose slots hold `sentinels`; raises NotSound, and UndefinedTerm for a string
    that is in none of them."""
    return _Compiler(sentinels).compile(list(dict.fromkeys(quads)), algorithm)


class _Compiler:
    def __init__(self, sentinels: Sequence[str]) -> None:
        self._sentinels = {sentinel: index for index, sentinel in enumerate(sentinels)}
        self._find = re.compile("|".join(map(re.escape, sentinels)) or r"(?!)")
        self._iris: set[int] = set()
        self._seen: set[int] = set()

    def compile(self, quads: Sequence[Quad], algorithm: str) -> Shape:
        labels = sorted({t for q in quads for t in (q.subject, q.object, q.graph) if t.startswith("_:")})
        count = len(self._sentinels)
        slots = {label: count + index for index, label in enumerate(labels)}
        lines = [self._line(quad, slots) for quad in quads]
        blanks = [self._blank(quads, label, labels) for label in labels]
        missing = [index for index in range(count) if index not in self._seen]
        if missing:
            raise UndefinedTerm(f"string number {missing[0] + 1}")
        return Shape(lines, blanks, count, sorted(self._iris), algorithm)

    def _blank(self, quads: Sequence[Quad], blank: str, labels: Sequence[str]) -> _BlankNode:
        own = [quad for quad in quads if blank in quad]
        masks = {label: "_:a" if label == blank else "_:z" for label in labels}
        lines = [self._line(quad, masks) for quad in own]
        return _BlankNode(lines, [tuple(t for t in q if t.startswith("_:") and t != blank) for q in own])

    def _line(self, quad: Quad, labels: Mapping[str, int | str]) -> Line:
        """A blank node is written as `labels` says: a text, or the number of the slot that holds it."""
        pieces: list[str | int] = [""]
        for term in (quad.subject, quad.predicate, quad.object, quad.graph):
            if term:
                before, *slot = self._pieces_of(term, labels)
                pieces[-1] = f"{pieces[-1]}{before}"
                pieces += slot
                pieces[-1] = f"{pieces[-1]} "
        pieces[-1] = f"{pieces[-1]}.\n"
        try:
            return tuple([piece if isinstance(piece, int) else piece.encode() for piece in pieces])
        except UnicodeEncodeError as error:
            raise NotSound("a lone surrogate") from error

    def _pieces_of(self, term: str, labels: Mapping[str, int | str]) -> tuple[str | int, ...]:
        if term.startswith("_:"):
            label = labels[term]
            return (label,) if isinstance(label, str) else ("", label, "")
        found = self._find.findall(term)
        if not found:
            return (term,)
        if len(found) > 1:
            raise NotSound("two values in one term")
        sentinel = found[0]
        index = self._sentinels[sentinel]
        if term == f"<{sentinel}>":
            self._iris.add(index)
        elif not term.startswith(f'"{sentinel}"'):
            raise NotSound("a value inside a term")
        elif term.endswith(f"^^<{XSD_DOUBLE}>"):
            raise NotSound("a text that is written as a number")
        self._seen.add(index)
        before, after = term.split(sentinel)
        return before, index, after
