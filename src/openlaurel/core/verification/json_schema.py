"""JSON Schema, the part of drafts 2019-09 and 2020-12 that schemas of credentials use, with a bound on the work.

What isn't known raises instead of being left out, since a document would be called conforming to what nobody looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

MAXIMUM_STEPS, MAXIMUM_DEPTH = 100_000, 120
_DRAFTS = {
    "https://json-schema.org/draft/2019-09/schema": 2019,
    "https://json-schema.org/draft/2020-12/schema": 2020,
}
_ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples", "format", "definitions"}
)  # fmt: skip
_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool)
        and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
}


class UnsupportedSchema(Exception):
    """The schema can't be checked against; the message says why."""


def find_violation(document: Any, schema: Any, *, with_patterns: bool) -> str | None:
    """This function will return where and how `document` departs from `schema`, in a sentence, None when it conforms.

    Regular expressions are followed only `with_patterns`, since a stranger's may run for ever. Raises UnsupportedSchema.
    """
    stated = schema.get("$schema") if isinstance(schema, dict) else None
    draft = _DRAFTS.get(str(stated).removesuffix("#"))
    if draft is None:
        raise UnsupportedSchema(
            f"The schema is of another draft than 2019-09 and 2020-12: {str(stated)[:80]!r}."
        )
    return _Validation(schema, draft, with_patterns).check(document, schema, "", 0)


class _Validation:
    def __init__(self, root: dict[str, Any], draft: int, with_patterns: bool) -> None:
        self.root, self.draft, self.with_patterns = root, draft, with_patterns
        self.steps = 0

    def check(self, value: Any, schema: Any, path: str, depth: int) -> str | None:
        self.steps += 1
        if self.steps > MAXIMUM_STEPS or depth > MAXIMUM_DEPTH:
            raise UnsupportedSchema("The schema takes too many steps to check.")
        if schema is True or schema is False:
            return None if schema else _not_allowed(path, "false")
        if not isinstance(schema, dict):
            raise UnsupportedSchema(f"The schema holds {str(schema)[:60]!r} in the place of a schema.")
        for keyword, given in schema.items():
            if keyword in _ANNOTATIONS:
                continue
            rule = _RULES.get(keyword)
            if rule is None:
                raise _unknown(keyword)
            try:
                found = next(rule(self, value, given, schema, path, depth + 1), None)
            except (TypeError, AttributeError, ValueError, re.error) as error:
                raise _misused(keyword) from error
            if found is not None:
                return found
        return None

    def resolve(self, reference: Any) -> Any:
        if not isinstance(reference, str) or not (reference + "/").startswith("#/"):
            raise UnsupportedSchema(f"The schema refers to another one: {str(reference)[:80]!r}.")
        found: Any = self.root
        for step in reference[1:].split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or step not in found:
                raise UnsupportedSchema(f"The schema refers to {reference[:80]!r}, which isn't in it.")
            found = found[step]
        return found


Rule = Callable[[_Validation, Any, Any, dict[str, Any], str, int], Iterator[str]]


def _reference(v: _Validation, value: Any, given: Any, _: Any, path: str, depth: int) -> Iterator[str]:
    if found := v.check(value, v.resolve(given), path, depth):
        yield found


def _type(_v: _Validation, value: Any, given: Any, _: Any, path: str, _depth: int) -> Iterator[str]:
    names = given if isinstance(given, list) else [given]
    if unknown := [name for name in names if name not in _TYPES]:
        raise UnsupportedSchema(f"The schema names the type {str(unknown[0])[:60]!r}, which there isn't.")
    if not any(_TYPES[name](value) for name in names):
        yield f"{_named(path)} must be of the type {' or '.join(names)}."


def _enum(_v: _Validation, value: Any, given: Any, _: Any, path: str, _depth: int) -> Iterator[str]:
    if not any(_same(value, allowed) for allowed in _listed(given)):
        yield _not_allowed(path, "enum")


def _const(_v: _Validation, value: Any, given: Any, _: Any, path: str, _depth: int) -> Iterator[str]:
    if not _same(value, given):
        yield _not_allowed(path, "const")


def _pattern(v: _Validation, value: Any, given: Any, _: Any, path: str, _depth: int) -> Iterator[str]:
    if not v.with_patterns:
        raise UnsupportedSchema("The schema holds a regular expression, which isn't run for strangers.")
    # To ECMAScript $ is the very end.
    if isinstance(value, str) and not re.search(re.sub(r"(?<!\\)\$$", r"\\Z", given), value, re.ASCII):
        yield _not_allowed(path, "pattern")


def _required(_v: _Validation, value: Any, given: Any, _: Any, path: str, _depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (
            f"{_named(_inside(path, name))} is missing." for name in _listed(given) if name not in value
        )


def _properties(v: _Validation, value: Any, given: Any, _: Any, path: str, depth: int) -> Iterator[str]:
    rules = given.items()
    for name, rule in [(name, rule) for name, rule in rules if isinstance(value, dict) and name in value]:
        if found := v.check(value[name], rule, _inside(path, name), depth):
            yield found


def _additional(
    v: _Validation, value: Any, given: Any, schema: dict[str, Any], path: str, depth: int
) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in [name for name in value if name not in known] if isinstance(value, dict) else []:
        if found := v.check(value[name], given, _inside(path, name), depth):
            yield found


def _items(
    v: _Validation, value: Any, given: Any, schema: dict[str, Any], path: str, depth: int
) -> Iterator[str]:
    if v.draft != 2019 and isinstance(given, list):
        raise _misused("items")
    for number, entry in enumerate(value if isinstance(value, list) else []):
        if not isinstance(given, list):
            rule = given
        else:
            rule = given[number] if number < len(given) else schema.get("additionalItems", True)
        if found := v.check(entry, rule, f"{path}[{number}]", depth):
            yield found


def _additional_items(
    v: _Validation, value: Any, given: Any, schema: dict[str, Any], path: str, depth: int
) -> Iterator[str]:
    if v.draft != 2019:
        raise _unknown("additionalItems")
    yield from ()  # `items` reads it


def _contains(v: _Validation, value: Any, given: Any, _: Any, path: str, depth: int) -> Iterator[str]:
    if isinstance(value, list) and all(v.check(entry, given, path, depth) for entry in value):
        yield _not_allowed(path, "contains")


def _minimum_items(_v: _Validation, value: Any, given: Any, _: Any, path: str, _depth: int) -> Iterator[str]:
    if isinstance(value, list) and len(value) < given:
        yield _not_allowed(path, "minItems")


def _maximum_items(_v: _Validation, value: Any, given: Any, _: Any, path: str, _depth: int) -> Iterator[str]:
    if isinstance(value, list) and len(value) > given:
        yield _not_allowed(path, "maxItems")


def _all_of(v: _Validation, value: Any, given: Any, _: Any, path: str, depth: int) -> Iterator[str]:
    for schema in _listed(given):
        if found := v.check(value, schema, path, depth):
            yield found


def _any_of(v: _Validation, value: Any, given: Any, _: Any, path: str, depth: int) -> Iterator[str]:
    if all(v.check(value, schema, path, depth) for schema in _listed(given)):
        yield _not_allowed(path, "anyOf")


def _one_of(v: _Validation, value: Any, given: Any, _: Any, path: str, depth: int) -> Iterator[str]:
    if sum(v.check(value, schema, path, depth) is None for schema in _listed(given)) != 1:
        yield _not_allowed(path, "oneOf")


_RULES: dict[str, Rule] = {
    "$ref": _reference,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "additionalItems": _additional_items,
    "contains": _contains,
    "minItems": _minimum_items,
    "maxItems": _maximum_items,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
}


def _unknown(keyword: str) -> UnsupportedSchema:
    return UnsupportedSchema(f"The schema uses {keyword[:60]!r}, which isn't understood here.")


def _misused(keyword: str) -> UnsupportedSchema:
    return UnsupportedSchema(f"The schema gives {keyword!r} a value that it can't have.")


def _listed(given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise TypeError
    return given


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON values: to Python True is 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _inside(path: str, name: str) -> str:
    return f"{path}.{name[:100]}" if path else name[:100]


def _named(path: str) -> str:
    return path[:200] or "The whole"


def _not_allowed(path: str, keyword: str) -> str:
    return f"{_named(path)} isn't what the schema allows there ({keyword})."
