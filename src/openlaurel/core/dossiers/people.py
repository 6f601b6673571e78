"""Whom a CV is about: its e-mail addresses, and the lines that may be a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from openlaurel.core.dossiers.addresses import find_emails
from openlaurel.core.dossiers.model import MAX_EMAILS, MAX_NAMES, Applicant

# A name stands at the top of a CV.
LINES = 15
_SPLIT = re.compile(r"[|·•,;:\t–—]| - ")
_NOT_A_NAME = re.compile(r"[\d@/\\<>{}()\[\]!?*=+#&\"_]").search
# Words around a name that are none, in the languages of the pages and some more.
_TITLES = frozenset(
    [
        "cv",
        "curriculum",
        "vitae",
        "resume",
        "résumé",
        "lebenslauf",
        "of",
        "de",
        "for",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "currículum",
        "vitae",
        "hoja",
        "vida",
        "سيرة",
        "ذاتية",
    ]
)


def applicant_of(text: str, *, author: str = "", title: str = "") -> Applicant:
    """This function will return whom a text may be about: `author` and `title` are those of the document."""
    lines = [line for line in text[:5_000].splitlines() if line.strip()][:LINES]
    found = [*names_in([author, title]), *names_in(lines)]
    return Applicant(tuple(dict.fromkeys(found))[:MAX_NAMES], tuple(find_emails(text)[:MAX_EMAILS]))


def names_in(lines: Iterable[str]) -> list[str]:
    """This function will return what in some lines has the form of a name: two to five words of letters."""
    names = []
    for line in lines:
        for piece in _SPLIT.split(unicodedata.normalize("NFC", line)[:300]):
            words = piece.split()
            while words and words[0].strip(".").casefold() in _TITLES:
                words = words[1:]
            if not 2 <= len(words) <= 5 or _NOT_A_NAME(piece) or len(piece) > 80:
                continue
            if all(any(letter.isalpha() for letter in word) for word in words):
                names += _spellings(" ".join(words))
    return names


def _spellings(name: str) -> list[str]:
    """As it stands, and in small letters where it is all in capitals: a hash knows one spelling only."""
    if not name.isupper():
        return [name]
    return [name.title(), name]
