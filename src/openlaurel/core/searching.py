"""The form of a text in which it is searched: the same on every database."""

import re
import unicodedata
from collections.abc import Iterator


def search_form(text: str) -> str:
    """This function will return `text` without accents, case and doubled spaces, so that 'Łódź' is found as 'lodz'."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return " ".join(folded.translate(_KEPT).split())


def words_of(text: str) -> list[str]:
    """This function will return the words of a text in their search form: letters and digits, nothing between.

    Names that live by their signs keep them as words: 'C++', 'C#', '.NET', 'Node.js' are 'cplusplus', 'csharp',
    'dotnet', 'nodejs'.
    """
    return _WORD.findall(_SIGNED.sub(_in_words, search_form(text)))


def without_letters(word: str, count: int) -> set[str]:
    """This function will return `word` and what is left of it without one of its letters, or `count` of them.

    Two words of which one became the other by a letter left out, put in, exchanged or swapped with its neighbour
    share one of these forms: so words with a slip are found by equality.
    """
    found = newest = {word}
    for _ in range(count):
        newest = {one[:at] + one[at + 1 :] for one in newest for at in range(len(one))}
        found = found | newest
    return found


def slips_between(one: str, other: str) -> int:
    """This function will return how many slips lie between two words: the optimal string alignment distance.

    A letter left out, put in or exchanged, or two neighbours swapped, is one.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for where, wanted in enumerate(other, 1):
            cost = min(last[where] + 1, row[-1] + 1, last[where - 1] + (letter != wanted))
            if at > 1 and where > 1 and letter == other[where - 2] and one[at - 2] == wanted:
                cost = min(cost, before[where - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def phrases_in(words: list[str], longest: int) -> Iterator[tuple[str, ...]]:
    """This function will yield each run of up to `longest` of the words."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield tuple(words[start:end])


def _in_words(found: re.Match[str]) -> str:
    name, signs = found["name"] or "", found["signs"] or ""
    if found["dotted"]:
        return f"dot{found['dotted']}"
    return name + ("js" if signs == ".js" else signs.replace("+", "plus").replace("#", "sharp"))


_WORD = re.compile(r"[^\W_]+")
_SIGNED = re.compile(
    r"(?<![^\W_])(?:(?P<name>[a-z]\w*)(?P<signs>\+\+|#|\.js)(?![^\W_])|\.(?P<dotted>net)(?![^\W_]))"
)


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
