"""Base58 with the Bitcoin alphabet, as multibase `z` (Controlled Identifiers 1.0, section 2.4)."""

from openlaurel.core.keys.errors import BadKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_FOREIGN = 255
_DIGITS = bytes(ALPHABET.find(chr(code)) % 256 for code in range(256))  # what isn't found is -1
_CHUNK, _HALF = 58**10, 58**5


def encode(data: bytes) -> str:
    """This function will return `data` in base58btc, without a multibase prefix."""
    number = int.from_bytes(data, "big")
    letters: list[str] = []
    while number:
        number, rest = divmod(number, _CHUNK)
        # Halves are below 2^30: Python divides such numbers fastest.
        high, low = divmod(rest, _HALF)
        low_pairs, high_pairs = low // 3364, high // 3364
        letters += (
            _PAIRS[low % 3364],
            _PAIRS[low_pairs % 3364],
            ALPHABET[low_pairs // 3364],
            _PAIRS[high % 3364],
            _PAIRS[high_pairs % 3364],
            ALPHABET[high_pairs // 3364],
        )
    letters.reverse()
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(letters).lstrip("1")


def decode(text: str, *, max_length: int = 200) -> bytes:
    """This function will return the bytes of base58btc `text`; raises BadKey for a foreign letter or too long a text."""
    if len(text) > max_length:
        raise BadKey(f"A base58 value of {len(text)} characters is longer than {max_length}.")
    digits = text.encode("ascii", "replace").translate(_DIGITS)
    if _FOREIGN in digits:
        raise BadKey(f"{text[digits.index(_FOREIGN)]!r} is not a base58 character.")
    number, whole = 0, len(digits) - len(digits) % 8
    for start in range(0, whole, 8):
        a, b, c, d, e, f, g, h = digits[start : start + 8]
        part = ((((((a * 58 + b) * 58 + c) * 58 + d) * 58 + e) * 58 + f) * 58 + g) * 58 + h
        number = number * 58**8 + part
    for digit in digits[whole:]:
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
