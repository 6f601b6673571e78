"""Base58 with the Bitcoin alphabet, as multibase `z` (Controlled Identifiers 1.0, section 2.4)."""

from openlaurel.core.keys.errors import BadKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_CHUNK = 58**10


def encode(data: bytes) -> str:
    """This function will return `data` in base58btc, without a multibase prefix."""
    number = int.from_bytes(data, "big")
    chunks: list[str] = []
    while number:
        number, rest = divmod(number, _CHUNK)
        rest, fifth = divmod(rest, 3364)
        rest, fourth = divmod(rest, 3364)
        rest, third = divmod(rest, 3364)
        first, second = divmod(rest, 3364)
        chunks.append(_PAIRS[first] + _PAIRS[second] + _PAIRS[third] + _PAIRS[fourth] + _PAIRS[fifth])
    text = "".join(reversed(chunks)).lstrip("1")
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + text


def decode(text: str, *, max_length: int = 200) -> bytes:
    """This function will return the bytes of base58btc `text`; raises BadKey for a foreign letter or too long a text."""
    if len(text) > max_length:
        raise BadKey(f"A base58 value of {len(text)} characters is longer than {max_length}.")
    number = 0
    for start in range(0, len(text), 10):
        letters, part = text[start : start + 10], 0
        for letter in letters:
            value = _VALUES.get(letter)
            if value is None:
                raise BadKey(f"{letter!r} is not a base58 character.")
            part = part * 58 + value
        number = number * 58 ** len(letters) + part
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
