"""Compiled shapes: the canonical N-Quads of a document without running JSON-LD for each one.

Credentials of one programme differ in a few strings. A shape is compiled once, by canonicalizing a copy of the
document in which every string is a sentinel, and says in which term of which quad each string ends up. The next
document of the same structure is canonicalized by filling in its strings: the same bytes as the slow path, or
NotSound. When that holds is told in docs/reference/shapes.md.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from openlaurel.core.proofs import rdfc
from openlaurel.core.proofs.compiled import NotSound, Shape, compile_shape, is_plain_iri
from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.errors import InvalidDocument, ProofsError
from openlaurel.core.proofs.jsonld import Processor, check_plain, check_undivided, may_be_divided
from openlaurel.core.proofs.matching import is_text, match_of
from openlaurel.core.proofs.programmes import FittedShape, Programme
from openlaurel.core.proofs.templates import Template

# Beyond these a document is canonicalized without a shape, so that strangers' documents can't fill the memory.
MAX_LEAVES = 500
MAX_KEY = 50_000
MAX_TEMPLATES = 32
# What comes next mostly has the shape of a badge or status list just seen, which is told without looking it up.
MAX_LATEST = 2
MAX_PROGRAMMES = 4
MAX_OPTIONS = 8
MAX_AGAIN = 2_000

Key = Any  # a nested tuple that equals another exactly when the documents have one structure


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


__all__ = ["Canonizer", "NotSound", "Shape", "mark", "replace_leaves", "structure"]


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
        self._programmes: list[tuple[str, Programme]] = []
        self._templates: OrderedDict[Key, Template] = OrderedDict()
        self._options: list[tuple[tuple[str, dict[str, Any], Any], bytes]] = []
        self.held: OrderedDict[bytes, None] = OrderedDict()  # proofs that held with these contexts: `held`
        self._max_shapes = max_shapes
        self._work_limit = work_limit

    def canonicalize(self, document: dict[str, Any], algorithm: str = "sha256") -> bytes:
        """This function will return the RDFC-1.0 N-Quads of `document` in UTF-8, by its shape where that is sound.

        `algorithm` is "sha256" or "sha384": the hash that puts the blank nodes in order. Raises UnknownContext,
        UndefinedTerm, InvalidDocument or WorkLimit.
        """
        return self._canonicalize(document, algorithm, is_to_be_checked=False)

    def canonicalize_checked(self, document: dict[str, Any], algorithm: str = "sha256") -> bytes:
        """This function will do the same, and raise HiddenTerm where `check_plain` or `check_undivided` do.

        Both look at keys, but for the value of an `id`: where a shape is known, so is what they would say.
        """
        return self._canonicalize(document, algorithm, is_to_be_checked=True)

    def _canonicalize(self, document: dict[str, Any], algorithm: str, *, is_to_be_checked: bool) -> bytes:
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
                canonical = fitted.fill(leaves)
                if isinstance(fitted, FittedShape):
                    self._learn(fitted, algorithm, document, leaves)
                return canonical
            except NotSound:
                pass
        return self.canonicalize_slowly(document, algorithm)

    def _matching(self, document: Any, algorithm: str, leaves: list[str]) -> FittedShape | Programme | None:
        """What `document` is known to be one of, by the programmes and structures seen last; its strings that vary are
        then in `leaves`."""
        for place, (known, programme) in enumerate(self._programmes):
            if known == algorithm and programme.match(document, leaves):
                if place:
                    self._programmes.insert(0, self._programmes.pop(place))
                return programme
            leaves.clear()
        for known, fitted in self._latest:
            if known == algorithm and fitted.match(document, leaves):
                return fitted
            leaves.clear()
        return None

    def _learn(
        self, fitted: FittedShape, algorithm: str, document: dict[str, Any], leaves: list[str]
    ) -> None:
        learner = fitted.learner
        programme = learner.learn(document, leaves)
        if programme is not None:
            others = [known for known in self._programmes if known[1] is not learner.found]
            learner.found = programme
            self._programmes = [(algorithm, programme), *others[: MAX_PROGRAMMES - 1]]

    def hash_options(self, options: dict[str, Any], context: Any, algorithm: str = "sha256") -> bytes:
        """This function will return the hash of a proof's options, canonicalized with `context`; raises HiddenTerm, and
        as `canonicalize`.

        The proofs of badges that were signed together differ in their signature alone, so that the last ones are
        remembered: those of texts alone, which equal nothing but the same texts.
        """
        asked = (algorithm, options, context)
        for place, (known, found) in enumerate(self._options):
            if known == asked:
                if place:
                    self._options.insert(0, self._options.pop(place))
                return found
        check_plain(options)
        canonical = self.canonicalize({**options, "@context": context}, algorithm)
        hashed: bytes = getattr(hashlib, algorithm)(canonical).digest()
        if is_text([options, context]) and len(repr(asked)) <= MAX_AGAIN:
            self._options = [(deepcopy(asked), hashed), *self._options[: MAX_OPTIONS - 1]]
        return hashed

    def canonicalize_slowly(self, document: dict[str, Any], algorithm: str = "sha256") -> bytes:
        """This function will do the same with the full JSON-LD processor."""
        quads = self._processor.to_quads(document)
        canonical = rdfc.canonicalize(quads, algorithm=algorithm, work_limit=self._work_limit)
        try:
            return canonical.nquads.encode()
        except UnicodeEncodeError as error:
            raise InvalidDocument(
                "The document holds half of a character (a lone surrogate), which is not text."
            ) from error

    def compile(
        self, document: dict[str, Any], varying: Sequence[int] | None = None, algorithm: str = "sha256"
    ) -> Shape:
        """This function will compile the shape of `document` in which the leaves numbered `varying` (all, by default)
        may change; raises NotSound, or the errors of canonicalize."""
        leaves: list[str] = []
        structure(document, leaves)
        marked, sentinels = mark(document, leaves, range(len(leaves)) if varying is None else varying)
        return compile_shape(self._processor.to_quads(marked), sentinels, algorithm)

    def template(
        self, document: dict[str, Any], varying: Sequence[int], algorithm: str = "sha256"
    ) -> Template:
        """This function will do the same as `compile` for whoever signs, and remember it: a programme's next batch has this template too.

        What the varying leaves hold is no part of a shape, so that it fits every document that differs only in them.
        """
        leaves: list[str] = []
        structure_key, changing = structure(document, leaves), frozenset(varying)
        fixed = tuple(None if number in changing else leaf for number, leaf in enumerate(leaves))
        key = (structure_key, fixed, tuple(varying), algorithm)
        if key in self._templates:
            self._templates.move_to_end(key)
            return self._templates[key]
        template = Template(self.compile(document, varying, algorithm), algorithm)
        if len(self._templates) >= MAX_TEMPLATES:
            self._templates.popitem(last=False)
        self._templates[key] = template
        return template

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
            constant = {index for index in shape.iris if not is_plain_iri(leaves[index])}
            if constant:
                varying = [index for index in range(len(leaves)) if index not in constant]
                shape = self.compile(document, varying, key[0])
            else:
                varying = list(range(len(leaves)))
            constants = {index: leaves[index] for index in constant}
            match = match_of(deepcopy(document), _is_fixed)
            fitted = FittedShape(shape, varying, constants, match, may_be_divided(document), _is_fixed)
        except (NotSound, ProofsError):
            pass  # the slow path tells the fault of the real document, if there is one
        if len(self._shapes) >= self._max_shapes:
            self._shapes.popitem(last=False)
        self._shapes[key] = fitted
        return fitted


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
