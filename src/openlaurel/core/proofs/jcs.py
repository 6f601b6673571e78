"""JSON Canonicalization Scheme (RFC 8785)."""

import json
import math
from typing import Any

from openlaurel.core.proofs.errors import InvalidDocument

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
SAFE_INTEGER = 2**53


def canonicalize(value: Any) -> bytes:
    """This function will return the canonical UTF-8 bytes of a JSON value.

    Raises InvalidDocument for what I-JSON can't hold: NaN, infinities, integers beyond 2^53, lone surrogates.
    """
    return "".join(_write(value)).encode()


def _write(value: Any) -> list[str]:
    if value is None or value is True or value is False:
        return [json.dumps(value)]
    if isinstance(value, str):
        return [_string(value)]
    if isinstance(value, int | float):
        return [_number(value)]
    if isinstance(value, list | tuple):
        parts = ["["]
        for index, entry in enumerate(value):
            parts += [","] if index else []
            parts += _write(entry)
        return [*parts, "]"]
    if isinstance(value, dict):
        parts = ["{"]
        for index, key in enumerate(sorted(value, key=_utf16)):  # 3.2.3
            parts += [","] if index else []
            parts += [_string(key), ":", *_write(value[key])]
        return [*parts, "}"]
    raise InvalidDocument(f"{type(value).__name__} is not a JSON value.")


def _utf16(key: str) -> bytes:
    if not isinstance(key, str):
        raise InvalidDocument("A JSON object's keys are strings.")
    return key.encode("utf-16-be", "surrogatepass")


def _string(text: str) -> str:  # 3.2.2.2
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidDocument("A string holds a lone surrogate.")
    out = [_ESCAPES.get(c) or (c if c >= " " else f"\\u{ord(c):04x}") for c in text]
    return '"' + "".join(out) + '"'


def _number(value: int | float) -> str:  # 3.2.2.3: ECMAScript's Number::toString
    if isinstance(value, int):
        if abs(value) > SAFE_INTEGER:
            raise InvalidDocument(f"The integer {value} is beyond 2^53.")
        return str(value)
    if not math.isfinite(value):
        raise InvalidDocument("NaN and infinities are not JSON.")
    if value == 0:
        return "0"
    sign, value = ("-", -value) if value < 0 else ("", value)
    shortest = repr(value)
    if "e" in shortest:
        mantissa, exponent = shortest.split("e")
        digits, point = mantissa.replace(".", ""), int(exponent) + 1
    else:
        whole, _, fraction = shortest.partition(".")
        digits, point = whole + ("" if fraction == "0" else fraction), len(whole)
        stripped = digits.lstrip("0")
        point -= len(digits) - len(stripped)
        digits = stripped
    digits = digits.rstrip("0") or "0"
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    tail = f"e{'+' if power >= 0 else '-'}{abs(power)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + tail
