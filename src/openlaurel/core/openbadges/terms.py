"""How a part of a badge is read from JSON and written to it: a table of terms a class, both ways strict.

What a part says beside its terms is kept as it stood, and so is what it says emptily: reading and writing give the
same document, which a signature may cover.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any, ClassVar, Protocol, Self

from openlaurel.core.moments import BadMoment, read_moment
from openlaurel.core.openbadges.errors import (
    BadForm,
    MissingTerm,
    NestedTooDeep,
    UnknownTerm,
    UnknownWord,
    WrongKind,
)
from openlaurel.core.openbadges.vocabularies import is_extension, is_language

MAX_DEPTH = 32
MAX_ENTRIES = 10_000
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f\x7f]+").fullmatch
_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+").fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_EMPTY: tuple[Any, ...] = (None, "", (), [])


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """This function will leave out what is None, empty text or an empty list."""
    return {key: value for key, value in fields.items() if value not in _EMPTY}


class Kind(Protocol):
    """What a term's value may be; each raises a BadTerm that names the path."""

    def read(self, value: Any, path: str) -> Any:
        """This function will return the value of what stands in a document."""

    def write(self, value: Any, path: str) -> Any:
        """This function will return what stands in a document for a value."""


@dataclass(frozen=True)
class Plain:
    """A value that is the same in a document, once `check` has let it pass."""

    check: Callable[[Any, str], None]

    def read(self, value: Any, path: str) -> Any:
        self.check(value, path)
        return value

    write = read


@dataclass(frozen=True)
class One:
    """A part; which class it is may only be known once all of them are defined."""

    part: Callable[[], type[Part]]

    def read(self, value: Any, path: str) -> Part:
        return self.part().read(value, path)

    def write(self, value: Part, path: str) -> dict[str, Any]:
        return value.as_json(path)


@dataclass(frozen=True)
class Reference:
    """A part, or the URI under which it is found (B.7 ProfileRef)."""

    part: Callable[[], type[Part]]

    def read(self, value: Any, path: str) -> Part | str:
        return URI.read(value, path) if isinstance(value, str) else self.part().read(value, path)

    def write(self, value: Part | str, path: str) -> Any:
        return URI.write(value, path) if isinstance(value, str) else value.as_json(path)


@dataclass(frozen=True)
class Many:
    """A list in a document, a tuple as a value."""

    of: Kind

    def read(self, value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongKind(path, f"must be a list, not {_kind(value)}")
        if len(value) > MAX_ENTRIES:
            raise BadForm(path, f"has {len(value):,} entries; at most {MAX_ENTRIES:,} are read")
        return tuple(self.of.read(entry, f"{path}[{index}]") for index, entry in enumerate(value))

    def write(self, value: tuple[Any, ...], path: str) -> list[Any]:
        return [self.of.write(entry, f"{path}[{index}]") for index, entry in enumerate(value)]


@dataclass(frozen=True)
class Term:
    """A term's `name` in a document; a `required` one is neither absent nor empty text."""

    name: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Part:
    """Base of the parts of a badge.

    `types` are all that the part names where that is more than its TYPE. `unknown` is what it says beside its TERMS.
    """

    TYPE: ClassVar[str] = ""
    TYPE_IS_LIST: ClassVar[bool] = True
    CLOSED: ClassVar[bool] = False
    TERMS: ClassVar[Mapping[str, Term]] = {}

    types: tuple[str, ...] = field(default=(), kw_only=True)
    unknown: Mapping[str, Any] = field(default_factory=dict, kw_only=True, hash=False)

    def check(self, path: str) -> None:
        """This function will check what no term alone can say; raises a BadTerm."""

    @classmethod
    def read(cls, value: Any, path: str = "") -> Self:
        """This function will read the part at `path` of a document; raises a BadTerm that names the path."""
        if not isinstance(value, dict):
            raise WrongKind(path, f"must be an object, not {_kind(value)}")
        if path.count(".") > MAX_DEPTH:
            raise NestedTooDeep(path, f"is nested deeper than {MAX_DEPTH} levels")
        left = dict(value)
        found: dict[str, Any] = {}
        if cls.TYPE:
            found["types"] = cls._read_types(left.pop("type", None), _join(path, "type"))
        for attribute, term in cls.TERMS.items():
            place = _join(path, term.name)
            if term.name not in left:
                if term.required:
                    raise MissingTerm(place, "is missing")
                continue
            read = term.kind.read(left[term.name], place)
            if read in _EMPTY:
                if term.required:
                    raise MissingTerm(place, "is empty")
                continue
            found[attribute] = read
            del left[term.name]
        part = cls(**found, unknown=left)
        part._check(path)
        return part

    def as_json(self, path: str = "") -> dict[str, Any]:
        """This function will return the part as it stands in a document; raises a BadTerm that names the path."""
        self._check(path)
        written: dict[str, Any] = {}
        for attribute, term in self.TERMS.items():
            value = getattr(self, attribute)
            place = _join(path, term.name)
            if value not in _EMPTY:
                written[term.name] = term.kind.write(value, place)
            elif term.required:
                raise MissingTerm(place, "is missing")
        if self.TYPE:
            types = list(self.types) or [self.TYPE]
            written["type"] = types if self.TYPE_IS_LIST else self.TYPE
        first = {name: written[name] for name in ("@context", "id", "type") if name in written}
        return first | written | {k: v for k, v in self.unknown.items() if k not in written}

    def _check(self, path: str) -> None:
        if self.CLOSED and self.unknown:
            raise UnknownTerm(_join(path, min(self.unknown)), f"is no term of {self.TYPE}")
        if self.types and self.TYPE not in self.types:
            raise UnknownWord(_join(path, "type"), f"must name {self.TYPE}, not {_cut(list(self.types))}")
        self.check(path)

    @classmethod
    def _read_types(cls, value: Any, path: str) -> tuple[str, ...]:
        if not cls.TYPE_IS_LIST:
            if value != cls.TYPE:
                raise UnknownWord(path, f"must be {cls.TYPE}, not {_cut(value)}")
            return ()
        if value is None:
            raise MissingTerm(path, "is missing")
        types: tuple[str, ...] = TEXTS.read(value, path)
        if cls.TYPE not in types:
            raise UnknownWord(path, f"must name {cls.TYPE}, not {_cut(value)}")
        return () if types == (cls.TYPE,) else types


def one_of(words: frozenset[str], *, extensible: bool = False) -> Plain:
    """This function will return the kind whose values are `words`, and where extensible those after "ext:" too."""

    def check(value: Any, path: str) -> None:
        _is_text(value, path)
        if value not in words and not (extensible and is_extension(value)):
            more = ", nor starts with 'ext:'" if extensible else ""
            raise UnknownWord(
                path, f"{_cut(value)} is none of the words that Open Badges 3.0 has for it{more}"
            )

    return Plain(check)


def _is_text(value: Any, path: str) -> None:
    if not isinstance(value, str):
        raise WrongKind(path, f"must be text, not {_kind(value)}")


def _matching(form: Callable[[str], object], what: str) -> Plain:
    def check(value: Any, path: str) -> None:
        _is_text(value, path)
        if not form(value):
            raise BadForm(path, f"must be {what}, not {_cut(value)}")

    return Plain(check)


def _is_moment(text: str) -> bool:
    try:
        read_moment(text)
    except BadMoment:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return _DAY(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _is_number(value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongKind(path, f"must be a number, not {_kind(value)}")
    if not isfinite(value):
        raise BadForm(path, f"must be a finite number, not {value}")


def _is_flag(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise WrongKind(path, f"must be true or false, not {_kind(value)}")


def _is_object(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise WrongKind(path, f"must be an object, not {_kind(value)}")


TEXT = Plain(_is_text)
TEXTS = Many(TEXT)
NUMBER = Plain(_is_number)
FLAG = Plain(_is_flag)
OBJECT = Plain(_is_object)
URI = _matching(_URI, "an absolute URI")
LANGUAGE = _matching(is_language, "a language such as en, pt-BR or zh-Hant")
MOMENT = _matching(_is_moment, "a date and time with a time zone")
DAY = _matching(_is_day, "a date such as 2001-12-31")
JWTS = Many(_matching(_JWS, "a JWT in compact form"))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _cut(value: Any) -> str:
    return repr(value)[:60]
