"""Sentences of programs in the reader's language. Core and adapters know no languages: they say in English what is
wrong, with values in it, and here the sentence is known again by its form.

What it names (a field of the file, an address) stays as it is, marked up as a piece of its own.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# Longer ones aren't looked for: what a stranger's file names could make that take long.
LONGEST_FAULT = 1000
_ENGLISH = frozenset({"english", "cryptosuite"})
_DAYS = frozenset({"start", "end", "date", "made"})
_PLACE = re.compile(r"%\((\w+)\)s")
_SENTENCE_ENDS = re.compile(r"(?<=\.) ")


def say(words: str | Promise, values: Mapping[str, str | SafeString]) -> SafeString:
    """This function will put `values` into a sentence of the reader's language, as HTML.

    Days are written in that language, HTML goes in as it is; each other value is isolated and marked as English or as
    of a language that nobody knows.
    """
    pieces = {name: _piece(name, value) for name, value in values.items()}
    return mark_safe(conditional_escape(str(words)) % pieces)  # noqa: S308 (both sides are escaped)


class Faults:
    """What programs say, by the form of their English sentences, with the sentence that a page says instead."""

    def __init__(self, forms: Mapping[str, str | Promise]) -> None:
        self.forms = forms

    def in_words(self, fault: str) -> SafeString:
        """This function will say `fault` in the reader's language, as HTML; what isn't known stays, marked as English."""
        found = self._find(fault)
        if found is None or _runs_on(found[1]):
            for end in _SENTENCE_ENDS.finditer(fault[:LONGEST_FAULT]):
                first = self._find(fault[: end.start()])
                if first is not None:
                    return format_html("{} {}", self._say(*first), self.in_words(fault[end.end() :]))
        if found is None:
            return format_html('<span lang="en" dir="ltr">{}</span>', fault)
        return self._say(*found)

    def knows(self, fault: str) -> bool:
        """This function will return whether there are words for `fault`."""
        return self._find(fault) is not None

    def _say(self, words: str | Promise, values: Mapping[str, str]) -> SafeString:
        said = {name: self.in_words(value) if name == "fault" else value for name, value in values.items()}
        sentence = say(words, said)
        if "fault" in said and "%(fault)s" not in str(words):
            return format_html("{} {}", sentence, said["fault"])
        return sentence

    def _find(self, fault: str) -> tuple[str | Promise, dict[str, str]] | None:
        if len(fault) > LONGEST_FAULT:
            return None
        for pattern, words in self._patterns:
            if match := pattern.fullmatch(fault):
                return words, match.groupdict()
        return None

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str | Promise]]:
        """The forms with the most words of their own first: what fits them also fits some that say less."""
        forms = sorted(self.forms.items(), key=lambda form: len(_PLACE.sub("", form[0])), reverse=True)
        return [(re.compile("".join(_of_form(english)), re.DOTALL), words) for english, words in forms]


def _of_form(english: str) -> Iterator[str]:
    for position, piece in enumerate(_PLACE.split(english)):
        yield f"(?P<{piece}>.+?)" if position % 2 else re.escape(piece)


def _runs_on(values: Mapping[str, str]) -> bool:
    """Whether a value holds the end of a sentence, so that several sentences may have been taken for one."""
    return any(". " in value for name, value in values.items() if name != "fault")


def _piece(name: str, value: str | SafeString) -> str:
    if isinstance(value, SafeString):
        return value
    if name in _DAYS:
        return _day(value)
    language = "en" if name in _ENGLISH else ""
    return format_html('<bdi class="break" lang="{}">{}</bdi>', language, value)


def _day(value: str) -> str:
    try:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:
        return _("the beginning")
