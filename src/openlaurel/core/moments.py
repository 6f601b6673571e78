"""Moments as signed documents write them: XML Schema's dateTimeStamp, read strictly."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

_MOMENT = re.compile(
    r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
).fullmatch


class BadMoment(ValueError):
    """What was read is no moment; the message goes on after the name of what was read."""


def read_moment(value: Any) -> datetime:
    """This function will return the aware moment that `value` is (XML Schema 1.1 Datatypes, 3.4.28); raises BadMoment.

    Other forms of ISO 8601 are refused, since readers of other makes take them for other moments or for none.
    """
    if not isinstance(value, str):
        raise BadMoment("must be a date and time with a time zone")
    return _moment(value) if len(value) <= 40 else _moment.__wrapped__(value)


@lru_cache(maxsize=256)
def _moment(text: str) -> datetime:
    if not _MOMENT(text):
        raise BadMoment("must be a date and time with a time zone")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadMoment("is not a date that exists") from error
