"""The form of a text in which it is searched: the same on every database."""

import unicodedata


def search_form(text: str) -> str:
    """This function will return `text` without accents, case and doubled spaces, so that 'Łódź' is found as 'lodz'."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return " ".join(folded.translate(_KEPT).split())


class _Kept(dict[int, int | None]):
    """Which characters of a folded text stay, by their number; remembered for the alphabets, not for ideograms."""

    def __missing__(self, number: int) -> int | None:
        char = chr(number)
        kept = None if unicodedata.combining(char) or char in _SILENT else number
        if number < _FIRST_IDEOGRAM:
            self[number] = kept
        return kept


_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
    # Arabic letters that writers use for each other
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}
)
_FIRST_IDEOGRAM = 0x3000
_KEPT = _Kept()
_SILENT = "\u0640\u200c\u200d\u200e\u200f"
