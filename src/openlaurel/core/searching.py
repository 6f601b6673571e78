"""The form of a text in which it is searched: the same on every database."""

import unicodedata


def search_form(text: str) -> str:
    """This function will return `text` without accents, case and doubled spaces, so that 'Łódź' is found as 'lodz'."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    kept = "".join(char for char in folded if not unicodedata.combining(char) and char not in _SILENT)
    return " ".join(kept.split())


_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
    # Arabic letters that writers use for each other
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}
)
_SILENT = "\u0640\u200c\u200d\u200e\u200f"
