"""JSON read strictly: bounded in size and depth, no key twice, nothing that JSON doesn't have."""

import json
import re
from typing import Any, NoReturn

import orjson

from openlaurel.core.credentials.errors import NotJson, TooDeep, TooLarge

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 64
# Possessive, and content with a string that never ends: what doesn't match is not tried again from each quote in it.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]").search


def parse_json(data: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Any:
    """This function will return the value of a JSON text (RFC 8259, I-JSON's rules of unique keys and whole characters).

    Raises TooLarge, TooDeep or NotJson. The depth is measured before parsing, so that a text nested ten thousand
    deep costs no more than reading it.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > max_bytes:
        raise TooLarge(f"The document has {len(raw):,} bytes; at most {max_bytes:,} are read.")
    _check_depth(raw, max_depth)
    return _read_compact(raw) or _read(raw)


def _read_compact(raw: bytes) -> Any:
    """The value of a text that is written again byte for byte: no key is in it twice, and no number was rounded.

    Programs mostly write so, and it takes a third of the time of `_read`. None for any other text.
    """
    try:
        value = orjson.loads(raw)
        return value if orjson.dumps(value) == raw else None
    except (
        orjson.JSONDecodeError,
        TypeError,
    ):  # TypeError: half of a character, or nested too deep to be written
        return None


def _read(raw: bytes) -> Any:
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_constant=_refuse,
            parse_float=_finite,
        )
        if _SURROGATE(raw):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeEncodeError as error:
        raise NotJson(
            "The document holds half of a character (a lone surrogate), which is not text."
        ) from error
    except UnicodeDecodeError as error:
        raise NotJson(f"The document is not UTF-8 text (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise NotJson(
            f"The document is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise NotJson("The document holds a number or a nesting that can't be read.") from error


def _check_depth(raw: bytes, max_depth: int) -> None:
    if raw.count(b"[") + raw.count(b"{") <= max_depth:
        return
    depth = 0
    for byte in _STRING.sub(b"", raw):
        if byte in b"[{":
            depth += 1
            if depth > max_depth:
                raise TooDeep(f"The document is nested deeper than {max_depth} levels.")
        elif byte in b"]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotJson(f"The key {key[:100]!r} appears twice in one object.")
            seen.add(key)
    return result


def _finite(text: str) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise NotJson(f"The number {text[:40]} is too large to be read.")
    return number


def _refuse(constant: str) -> NoReturn:
    raise NotJson(f"{constant} is not JSON.")
