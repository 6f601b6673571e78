"""Base58 with the Bitcoin alphabet, as multibase `z` (Controlled Identifiers 1.0, section 2.4)."""

from struct import Struct, iter_unpack

from openlaurel.core.keys.errors import BadKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_FOREIGN = 255
_DIGITS = bytes(ALPHABET.find(chr(code)) % 256 for code in range(256))  # what isn't found is -1
_LETTERS = ALPHABET.encode().ljust(256, b"\0")
_EIGHT, _FORTY = 58**8, 58**40
# So many digits are folded or split at once, as lanes of one number: those of a signature of 64 bytes.
_LANES = 88
_BLOCK = 58**_LANES
_ELEVEN = Struct(">" + "8xQ" * (_LANES // 8)).pack  # eight digits in each lane of 128 bits
# Lanes of so many bits, what the left one of two counts for, and a mask of each right one.
_FOLDS = [
    (bits, 58 ** (bits // 8), sum((1 << bits) - 1 << place for place in range(0, 8 * _LANES, 2 * bits)))
    for bits in (8, 16, 32)
]


def _split(bits: int, digits: int) -> tuple[int, int, int, int]:
    """What parts lanes of `bits` bits with so many digits into two of half of both.

    To divide is to multiply by a rounded-up fraction of two to some power: exact, as long as what rounding adds for the
    largest number stays below one.
    """
    number, divisor = 58**digits - 1, 58 ** (digits // 2)
    power = (number * divisor).bit_length()
    quotients = (1 << (number // divisor).bit_length()) - 1
    mask = sum(quotients << place for place in range(0, 16 * _LANES, bits))
    return -(-(1 << power) // divisor), power, mask, (1 << bits // 2) - divisor


_SPLITS = [_split(128, 8), _split(64, 4), _split(32, 2)]


def encode(data: bytes) -> str:
    """This function will return `data` in base58btc, without a multibase prefix."""
    number = int.from_bytes(data, "big")
    letters = b""
    while number >= _BLOCK:
        number, last = divmod(number, _BLOCK)
        letters = _letters(last) + letters
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + (_letters(number) + letters).lstrip(b"1").decode()


def _letters(number: int) -> bytes:
    """`_LANES` letters: eight digits at a time, which are parted all at once, in halves and halves of halves."""
    high, low = divmod(number, _FORTY)
    high, f = divmod(high, _EIGHT)
    high, e = divmod(high, _EIGHT)
    high, d = divmod(high, _EIGHT)
    high, c = divmod(high, _EIGHT)
    a, b = divmod(high, _EIGHT)
    low, k = divmod(low, _EIGHT)
    low, j = divmod(low, _EIGHT)
    low, i = divmod(low, _EIGHT)
    g, h = divmod(low, _EIGHT)
    lanes = int.from_bytes(_ELEVEN(a, b, c, d, e, f, g, h, i, j, k), "big")
    for fraction, power, mask, shift in _SPLITS:
        lanes += (lanes * fraction >> power & mask) * shift
    return lanes.to_bytes(2 * _LANES, "big")[1::2].translate(_LETTERS)


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
