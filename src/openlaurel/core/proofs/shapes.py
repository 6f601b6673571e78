"""Compiled shapes: the canonical N-Quads of a document without running JSON-LD for each one.

Credentials of one programme differ in a few strings. A shape is compiled once, by canonicalizing a copy of the
document in which every string is a sentinel, and says in which term of which quad each string ends up. The next
document of the same structure is canonicalized by filling in its strings: the same bytes as the slow path, or
NotSound. When that holds is told in docs/reference/shapes.md.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from openlaurel.core.proofs import rdfc
from openlaurel.core.proofs.arrangements import Arrangement, Arrangements, Line, form_of
from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.errors import ProofsError, UndefinedTerm
from openlaurel.core.proofs.jsonld import Processor, check_plain, check_undivided, may_be_divided
from openlaurel.core.proofs.matching import Match, match_of
from openlaurel.core.proofs.nquads import Quad, escape
from openlaurel.core.proofs.rdf import IRI_CHARACTER, XSD_DOUBLE

_ONE_IRI = rf"(?:https?://|urn:[a-z0-9][a-z0-9-]{{0,31}}:|did:[a-z0-9]+:){IRI_CHARACTER}+"
_IRI = re.compile(_ONE_IRI).fullmatch
_IRIS = re.compile(rf"{_ONE_IRI}(?:\n{_ONE_IRI})*").fullmatch
_SURROGATE = re.compile("[\ud800-\udfff]").search

# Beyond these a document is canonicalized without a shape, so that strangers' documents can't fill the memory.
MAX_LEAVES = 500
MAX_KEY = 50_000
MAX_TEMPLATES = 32
# What comes next mostly has the shape of a badge or status list just seen, which is told without looking it up.
MAX_LATEST = 2
MAX_AGAIN = 2_000

Key = Any  # a nested tuple that equals another exactly when the documents have one structure


class NotSound(Exception):
    """This document can't be canonicalized by filling in; the full processor must do it."""


def structure(document: Any, leaves: list[str]) -> Key:
    """This function will append the variable strings of `document` to `leaves` and return all the rest as a key."""
    kind = type(document)
    if kind is str:
        leaves.append(document)
        return None
    if kind is dict:
        return tuple(
            [
                (key, repr(value) if _is_fixed(key) else structure(value, leaves))
                for key, value in document.items()
            ]
        )
    if kind is list:
        return ("[", *[structure(entry, leaves) for entry in document])
    return (kind.__name__, repr(document))


def _is_fixed(key: str) -> bool:
    return key == "type" or (key[:1] == "@" and key not in {"@value", "@id"})


def replace_leaves(document: Any, strings: Iterator[str]) -> Any:
    """This function will return a copy of `document` with its variable strings taken from `strings` in order."""
    if type(document) is str:
        return next(strings)
    if type(document) is list:
        return [replace_leaves(entry, strings) for entry in document]
    if type(document) is dict:
        return {
            key: value if _is_fixed(key) else replace_leaves(value, strings)
            for key, value in document.items()
        }
    return document


class Shape:
    """Where each variable string of one structure ends up in the canonical N-Quads."""

    def __init__(self, quads: Sequence[Quad], sentinels: Sequence[str], algorithm: str = "sha256") -> None:
        """This function will compile canonicalized `quads` whose slots hold `sentinels`; raises NotSound."""
        quads = list(dict.fromkeys(quads))
        self._hash = getattr(hashlib, algorithm)
        self._sentinels = {sentinel: index for index, sentinel in enumerate(sentinels)}
        self._find = re.compile("|".join(map(re.escape, sentinels)) or r"(?!)")
        self.iris: set[int] = set()  # the slots that are IRIs
        self._seen: set[int] = set()
        self._blanks = sorted(
            {t for q in quads for t in (q.subject, q.object, q.graph) if t.startswith("_:")}
        )
        label_slot = {label: len(sentinels) + index for index, label in enumerate(self._blanks)}
        lines = [self._line(quad, label_slot) for quad in quads]
        self._arrangements = Arrangements(lines, len(sentinels))
        self._first_degree = [self._hash_first_degree(quads, blank) for blank in self._blanks]
        missing = [index for index in range(len(sentinels)) if index not in self._seen]
        if missing:
            raise UndefinedTerm(f"string number {missing[0] + 1}")
        self._iris = tuple(self.iris)

    def fill(self, strings: Sequence[str]) -> str:
        """This function will return the canonical N-Quads of the document that has these strings; raises NotSound."""
        joined = " ".join(strings)
        is_plain = joined.isprintable() and '"' not in joined and "\\" not in joined
        if not is_plain and _SURROGATE(joined):
            raise NotSound("a lone surrogate")
        if self._iris and not _IRIS("\n".join([strings[index] for index in self._iris])):
            raise NotSound("a value that isn't a plain absolute IRI")
        values = strings if is_plain else [escape(string) for string in strings]
        if len(self._blanks) <= 1:
            return self._arrangements.fill(values, (0,) * len(self._blanks))
        hashes = [found if isinstance(found, bytes) else found(values) for found in self._first_degree]
        order = {digest: rank for rank, digest in enumerate(sorted(hashes))}
        if len(order) != len(hashes):
            raise NotSound("blank nodes that only their neighbours tell apart")
        return self._arrangements.fill(values, tuple([order[digest] for digest in hashes]))

    def _hash_first_degree(
        self, quads: Sequence[Quad], blank: str
    ) -> bytes | Callable[[Sequence[str]], bytes]:
        """Hash First Degree Quads for `blank`; where it varies, as a function of the values."""
        own = [quad for quad in quads if blank in quad]
        masks = {label: "_:a" if label == blank else "_:z" for label in self._blanks}
        lines = [self._line(quad, masks) for quad in own]
        arrangement, fill = Arrangement(sorted(lines)), form_of(lines)
        # Which other blank nodes each line is about: two lines that masking made equal stay two.
        neighbours = [tuple(t for t in q if t.startswith("_:") and t != blank) for q in own]
        new: Callable[[bytes], Any] = self._hash

        def digest(values: Sequence[str]) -> bytes:
            text = arrangement.fill(values)
            if text is None:
                text = "".join(_masked_lines(fill(values), neighbours))
            hashed: bytes = new(text.encode()).digest()
            return hashed

        return digest if any(len(line) > 1 for line in lines) else digest([])

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
        return tuple(pieces)

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
            self.iris.add(index)
        elif not term.startswith(f'"{sentinel}"'):
            raise NotSound("a value inside a term")
        elif term.endswith(f"^^<{XSD_DOUBLE}>"):
            raise NotSound("a text that is written as a number")
        self._seen.add(index)
        before, after = term.split(sentinel)
        return before, index, after


def _masked_lines(text: str, neighbours: Sequence[tuple[str, ...]]) -> list[str]:
    """The lines that are hashed; of two that are one quad, only one."""
    lines = [line + "\n" for line in text[:-1].split("\n")]
    if len(set(lines)) == len(lines):
        return sorted(lines)
    return sorted(line for _, line in set(zip(neighbours, lines, strict=True)))


class Canonizer:
    """Canonicalizes documents with bundled contexts; keeps the shapes of the last `max_shapes` structures."""

    def __init__(
        self,
        bundle: ContextBundle,
        *,
        max_shapes: int = 256,
        work_limit: int = rdfc.DEFAULT_WORK_LIMIT,
        unsafe_own_contexts: bool = False,
    ) -> None:
        """This function will make one. With `unsafe_own_contexts`, which is for conformance runs only, documents may
        bring definitions of their own, so that what a name says is no longer known from the name."""
        self.bundle = bundle
        self.unsafe_own_contexts = unsafe_own_contexts
        self._processor = Processor(bundle)
        self._shapes: OrderedDict[tuple[str, Key], FittedShape | None] = OrderedDict()
        self._latest: list[tuple[str, FittedShape]] = []
        self._templates: OrderedDict[Key, Shape] = OrderedDict()
        self._again: OrderedDict[tuple[str, str], str] = OrderedDict()
        self.held: OrderedDict[bytes, None] = OrderedDict()  # proofs that held with these contexts: `held`
        self._max_shapes = max_shapes
        self._work_limit = work_limit

    def canonicalize(self, document: dict[str, Any], algorithm: str = "sha256") -> str:
        """This function will return the RDFC-1.0 N-Quads of `document`, by its shape where that is sound.

        `algorithm` is "sha256" or "sha384": the hash that puts the blank nodes in order. Raises UnknownContext,
        UndefinedTerm, InvalidDocument or WorkLimit.
        """
        return self._canonicalize(document, algorithm, is_to_be_checked=False)

    def canonicalize_checked(self, document: dict[str, Any], algorithm: str = "sha256") -> str:
        """This function will do the same, and raise HiddenTerm where `check_plain` or `check_undivided` do.

        Both look at keys, but for the value of an `id`: where a shape is known, so is what they would say.
        """
        return self._canonicalize(document, algorithm, is_to_be_checked=True)

    def _canonicalize(self, document: dict[str, Any], algorithm: str, *, is_to_be_checked: bool) -> str:
        leaves: list[str] = []
        fitted = self._matching(document, algorithm, leaves)
        if fitted is None:
            key = structure(document, leaves)
            fitted = self._fitted((algorithm, key), document, leaves) if len(leaves) <= MAX_LEAVES else None
            if fitted is not None:
                self._latest = [(algorithm, fitted), *self._latest[: MAX_LATEST - 1]]
        if is_to_be_checked and (fitted is None or fitted.may_be_divided):
            check_plain(document, own_contexts=self.unsafe_own_contexts)
            check_undivided(document)
        if fitted is not None:
            try:
                return fitted.fill(leaves)
            except NotSound:
                pass
        return self.canonicalize_slowly(document, algorithm)

    def _matching(self, document: Any, algorithm: str, leaves: list[str]) -> FittedShape | None:
        """The shape of one of the last structures, if it is that of `document` too; its strings are then in `leaves`."""
        for known, fitted in self._latest:
            if known == algorithm and fitted.match(document, leaves):
                return fitted
            leaves.clear()
        return None

    def canonicalize_again(self, document: dict[str, Any], algorithm: str = "sha256") -> str:
        """This function will do the same as `canonicalize` for a small document that comes again as it is.

        The proofs of badges that were signed together differ in their signature alone.
        """
        key = (algorithm, repr(document))
        found = self._again.get(key)
        if found is None:
            found = self.canonicalize(document, algorithm)
            if len(key[1]) <= MAX_AGAIN:
                if len(self._again) >= MAX_TEMPLATES:
                    self._again.popitem(last=False)
                self._again[key] = found
        return found

    def canonicalize_slowly(self, document: dict[str, Any], algorithm: str = "sha256") -> str:
        """This function will do the same with the full JSON-LD processor."""
        quads = self._processor.to_quads(document)
        return rdfc.canonicalize(quads, algorithm=algorithm, work_limit=self._work_limit).nquads

    def compile(
        self, document: dict[str, Any], varying: Sequence[int] | None = None, algorithm: str = "sha256"
    ) -> Shape:
        """This function will compile the shape of `document` in which the leaves numbered `varying` (all, by default)
        may change; raises NotSound, or the errors of canonicalize."""
        leaves: list[str] = []
        structure(document, leaves)
        marked, sentinels = mark(document, leaves, range(len(leaves)) if varying is None else varying)
        return Shape(self._processor.to_quads(marked), sentinels, algorithm)

    def template(self, document: dict[str, Any], varying: Sequence[int], algorithm: str = "sha256") -> Shape:
        """This function will do the same as `compile` and remember it: a programme's next batch has this template too.

        What the varying leaves hold is no part of a shape, so that it fits every document that differs only in them.
        """
        leaves: list[str] = []
        structure_key, changing = structure(document, leaves), frozenset(varying)
        fixed = tuple(None if number in changing else leaf for number, leaf in enumerate(leaves))
        key = (structure_key, fixed, tuple(varying), algorithm)
        if key in self._templates:
            self._templates.move_to_end(key)
            return self._templates[key]
        shape = self.compile(document, varying, algorithm)
        if len(self._templates) >= MAX_TEMPLATES:
            self._templates.popitem(last=False)
        self._templates[key] = shape
        return shape

    def _fitted(
        self, key: tuple[str, Key], document: dict[str, Any], leaves: list[str]
    ) -> FittedShape | None:
        if key in self._shapes:
            self._shapes.move_to_end(key)
            return self._shapes[key]
        if len(repr(key)) > MAX_KEY:
            return None
        fitted: FittedShape | None = None
        try:
            check_plain(document)
            shape = self.compile(document, algorithm=key[0])
            constant = {index for index in shape.iris if not _IRI(leaves[index])}
            if constant:
                varying = [index for index in range(len(leaves)) if index not in constant]
                shape = self.compile(document, varying, key[0])
            else:
                varying = list(range(len(leaves)))
            constants = {index: leaves[index] for index in constant}
            match = match_of(document, _is_fixed)
            fitted = FittedShape(shape, varying, constants, match, may_be_divided(document))
        except (NotSound, ProofsError):
            pass  # the slow path tells the fault of the real document, if there is one
        if len(self._shapes) >= self._max_shapes:
            self._shapes.popitem(last=False)
        self._shapes[key] = fitted
        return fitted


class FittedShape:
    """A shape in which the leaves that were compact IRIs (`ceasn:Competency`) must stay what they were.

    It is of documents that `check_plain` lets pass; `may_be_divided` says that `check_undivided` must look at each.
    """

    def __init__(
        self,
        shape: Shape,
        varying: Sequence[int],
        constants: dict[int, str],
        match: Match,
        may_be_divided: bool,
    ) -> None:
        self.match, self.may_be_divided = match, may_be_divided
        self._shape = shape
        self._varying = varying
        self._constants = constants

    def fill(self, leaves: Sequence[str]) -> str:
        """This function will return the canonical N-Quads; raises NotSound."""
        if any(leaves[index] != value for index, value in self._constants.items()):
            raise NotSound("a compact IRI that differs")
        return self._shape.fill([leaves[index] for index in self._varying])


def mark(
    document: dict[str, Any], leaves: Sequence[str], varying: Sequence[int]
) -> tuple[dict[str, Any], list[str]]:
    """This function will return a copy of `document` with sentinels at the leaves `varying`, and the sentinels.

    They hold a digest of the document, so that no document can contain its own sentinels.
    """
    digest = hashlib.sha256(repr(document).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    strings = list(leaves)
    sentinels = []
    for number, index in enumerate(varying):
        strings[index] = f"urn:slot:{digest}:{number}:end"
        sentinels.append(strings[index])
    return replace_leaves(document, iter(strings)), sentinels
