"""Dates as spreadsheets write them. What can be read in two ways isn't read at all, since a badge says it for ever."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
).fullmatch
# Excel adds a time to days that somebody once formatted so; the day is what counts.
_SLASHES = re.compile(
    r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)?", re.ASCII
).fullmatch
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII).fullmatch
_WORDS = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})", re.ASCII).fullmatch
_WORDS_US = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII).fullmatch
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "sept",
)  # fmt: skip


class Order(Enum):
    """How 03/04/2026 is to be read."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


class BadDate(ValueError):
    """The text is no date that exists, in no form that is known."""


class AmbiguousDate(ValueError):
    """The text can be the third of April or the fourth of March."""


def order_of(texts: Iterable[str]) -> Order:
    """This function will find out from a whole column how its dates with slashes are to be read."""
    day_first = month_first = False
    for text in texts:
        if match := _SLASHES(" ".join(text.split())):
            day_first |= int(match[1]) > 12
            month_first |= int(match[3]) > 12
    if day_first == month_first:
        return Order.UNKNOWN
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def read_moment(text: str, order: Order = Order.UNKNOWN) -> datetime:
    """This function will return the moment that `text` names, aware; a day stands for its first moment in UTC.

    Raises BadDate or AmbiguousDate.
    """
    text = " ".join(text.split())
    try:
        if match := _ISO(text):
            return _with_time(match)
        if match := _DAY_FIRST(text):
            return _day(match[3], match[2], match[1])
        if match := _SLASHES(text):
            return _with_slashes(match, order)
        if match := _WORDS(text):
            return _day(match[3], _month(match[2]), match[1])
        if match := _WORDS_US(text):
            return _day(match[3], _month(match[1]), match[2])
    except AmbiguousDate:
        raise
    except (ValueError, OverflowError) as error:
        raise BadDate(text) from error
    raise BadDate(text)


def _with_slashes(match: re.Match[str], order: Order) -> datetime:
    first, second, year = match[1], match[3], match[4]
    if order is Order.UNKNOWN and int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
        raise AmbiguousDate(match[0])
    day_first = order is Order.DAY_FIRST or (order is Order.UNKNOWN and int(first) > 12)
    return _day(year, second, first) if day_first else _day(year, first, second)


def _with_time(match: re.Match[str]) -> datetime:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    hour, minute, second = int(match[4] or 0), int(match[5] or 0), int(match[6] or 0)
    zone: timezone = UTC
    if match[7] and match[7][0] in "+-":
        offset = timedelta(hours=int(match[7][1:3]), minutes=int(match[7][-2:]))
        zone = timezone(offset if match[7][0] == "+" else -offset)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def _day(year: str, month: str | int, day: str) -> datetime:
    return datetime(int(year), int(month), int(day), tzinfo=UTC)


def _month(word: str) -> int:
    word = word.lower()
    if word not in _MONTHS and word not in _FULL:
        raise BadDate(word)
    return _MONTHS.index(word[:3]) + 1
