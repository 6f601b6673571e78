"""What else a skill is called: `synonyms.toml` beside this file, and one that an operator keeps with the data."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from openlaurel.core.searching import phrases_in, words_of

FILE = "synonyms.toml"
Phrase = tuple[str, ...]


def synonyms_in(text: str) -> str:
    """This function will return the other names of what a text names, as words.

    Raises ValueError with the file's name when the operator's isn't TOML as `read_groups` wants it.
    """
    known, longest = _known(*map(_stamp, _files()))
    words = words_of(text)
    found = {other for phrase in phrases_in(words, longest) for other in known.get(phrase, ())}
    there = set(phrases_in(words, longest))
    return " ".join(" ".join(phrase) for phrase in sorted(found - there))


def read_groups(file: Path) -> Iterator[list[Phrase]]:
    """This function will yield the groups of a file: `skills = [["AI", "artificial intelligence"], …]` by language."""
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{file.name}: {error}") from error
    for language, groups in tables.items():
        if not isinstance(groups, list) or not all(
            isinstance(group, list) and all(isinstance(name, str) for name in group) for group in groups
        ):
            raise ValueError(
                f'{file.name}: {language} must be a list of lists, such as [["AI", "artificial intelligence"]].'
            )
        for group in groups:
            yield [tuple(words_of(name)) for name in group]


def _files() -> list[Path]:
    return [Path(__file__).with_name(FILE), Path(settings.DATA) / FILE]


def _stamp(file: Path) -> tuple[Path, int]:
    """A file and when it was last written; 0 where there is none."""
    try:
        return file, file.stat().st_mtime_ns
    except FileNotFoundError:
        return file, 0


@lru_cache(maxsize=2)
def _known(*files: tuple[Path, int]) -> tuple[dict[Phrase, set[Phrase]], int]:
    known: dict[Phrase, set[Phrase]] = {}
    for file, written in files:
        for group in read_groups(file) if written else ():
            for phrase in group:
                known.setdefault(phrase, set()).update(other for other in group if other != phrase)
    return known, max(map(len, known), default=1)
