"""Any part of a badge, made from its table of terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

from hypothesis import strategies as st

from openlaurel.core.openbadges import (
    ACHIEVEMENT_TYPES,
    IDENTIFIER_TYPES,
    RESULT_STATUSES,
    RESULT_TYPES,
    TARGET_TYPES,
)
from openlaurel.core.openbadges.terms import (
    DAY,
    FLAG,
    JWTS,
    LANGUAGE,
    MOMENT,
    NUMBER,
    TEXT,
    URI,
    Kind,
    Many,
    One,
    Part,
    Reference,
)

_words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
_uris = st.from_regex(
    r"(https://[a-z]{1,9}\.example/[a-z0-9]{0,9}|urn:uuid:[0-9a-f]{8}|did:key:z[a-z]{5})", fullmatch=True
)
_extensions = st.from_regex(r"ext:[A-Za-z0-9._][A-Za-z0-9._-]{0,9}", fullmatch=True)
_PLAIN: Mapping[int, st.SearchStrategy[Any]] = {
    id(TEXT): _words,
    id(URI): _uris,
    id(NUMBER): st.integers(0, 900) | st.floats(0.25, 500),
    id(FLAG): st.booleans(),
    id(LANGUAGE): st.sampled_from(["en", "pt-BR", "es-419", "zh-Hant", "zh-Hant-TW", "fil"]),
    id(DAY): st.dates(date(1900, 1, 1)).map(date.isoformat),
    id(MOMENT): st.datetimes(timezones=st.just(UTC)).map(
        lambda moment: moment.strftime("%04Y-%m-%dT%H:%M:%SZ")
    ),
    id(JWTS): st.just(("eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl",)),
}
_ENUMERATED = {
    "achievementType": (ACHIEVEMENT_TYPES, True),
    "identifierType": (IDENTIFIER_TYPES, True),
    "identityType": (IDENTIFIER_TYPES, True),
    "resultType": (RESULT_TYPES, True),
    "targetType": (TARGET_TYPES, True),
    "status": (RESULT_STATUSES, False),
}


def parts(part: type[Part], depth: int = 4) -> st.SearchStrategy[Any]:
    """Values of `part` in which parts nest `depth` deep; some say more than the standard's terms."""
    required, optional = {}, {}
    for attribute, term in part.TERMS.items():
        if term.name == "@context":
            continue
        values = _values(term.kind, term.name, depth)
        if values is not None:
            (required if term.required else optional)[attribute] = values
    if part.__name__ == "AchievementSubject":
        required["id"] = optional.pop("id")
    if not part.CLOSED:
        optional["unknown"] = st.dictionaries(
            st.from_regex("x-[a-z]{1,5}", fullmatch=True),
            _words | st.integers() | st.lists(_words),
            max_size=2,
        )
    return st.fixed_dictionaries(required, optional=optional).map(lambda fields: part(**fields))


def _values(kind: Kind, name: str, depth: int) -> st.SearchStrategy[Any] | None:
    if id(kind) in _PLAIN:
        return _PLAIN[id(kind)]
    if name in _ENUMERATED and not isinstance(kind, One):
        words, extensible = _ENUMERATED[name]
        chosen = st.sampled_from(sorted(words))
        return chosen | _extensions if extensible else chosen
    if name == "proof":
        return st.just(({"type": "DataIntegrityProof", "created": "2026-01-01T00:00:00Z"},))
    if isinstance(kind, Many):
        inner = _values(kind.of, name, depth)
        return None if inner is None else st.lists(inner, min_size=1, max_size=2).map(tuple)
    if isinstance(kind, Reference):
        return _uris | parts(kind.part(), depth - 1) if depth > 0 else _uris
    if isinstance(kind, One):
        needs_part = any(isinstance(term.kind, One) and term.required for term in kind.part().TERMS.values())
        if depth <= 0 and (needs_part or _is_deep(kind.part())):
            return None
        return st.deferred(lambda: parts(kind.part(), depth - 1))
    raise AssertionError(f"No values are known for {name}.")


def _is_deep(part: type[Part]) -> bool:
    return part.__name__ in {"Profile", "EndorsementCredential", "Achievement"}
