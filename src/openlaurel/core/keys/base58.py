"""Base58 with the Bitcoin alphabet, as multibase `z` (Controlled Identifiers 1.0, section 2.4)."""

from struct import iter_unpack

from openlaurel.core.keys.errors import BadKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_FOREIGN = 255
_DIGITS = bytes(ALPHABET.find(chr(code)) % 256 for code in range(256))  # what isn't found is -1
_CHUNK, _HALF = 58**10, 58**5
# So many digits are folded at once, as bytes of one number: those of a signature of 64 bytes.
_LANES = 88
# Lanes of so many bits, what the left one of two counts for, and a mask of each right one.
_FOLDS = [
    (bits, 58 ** (bits // 8), sum((1 << bits) - 1 << place for place in range(0, 8 * _LANES, 2 * bits)))
    for bits in (8, 16, 32)
]


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
    number = 0
    for start in range(0, len(digits), _LANES):
        part = digits[start : start + _LANES]
        number = number * 58 ** len(part) + _number(part)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _number(digits: bytes) -> int:
    """The number of up to `_LANES` digits: neighbours are added up in pairs, all of them at once, then pairs of pairs."""
    lanes = int.from_bytes(digits, "big")
    for bits, base, mask in _FOLDS:
        lanes = (lanes >> bits & mask) * base + (lanes & mask)
    number = 0
    for (eight,) in iter_unpack(">Q", lanes.to_bytes(_LANES, "big")):
        number = number * 58**8 + eight
    return number
