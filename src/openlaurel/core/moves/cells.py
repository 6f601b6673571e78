"""Single values as exports write them: texts, addresses, dates and pictures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from openlaurel.core.moves.errors import DatesOpen
from openlaurel.core.moves.model import LONGEST_ID, Place, Refused
from openlaurel.core.rosters import (
    AmbiguousDate,
    BadDate,
    Order,
    RowRefused,
    order_of,
    read_email,
    read_moment,
    read_name,
    shown,
)
from openlaurel.core.searching import search_form
from openlaurel.core.web_addresses import is_web_address

LONGEST_TEXT = 4000
MAX_IMAGE_BYTES = 5 * 1024 * 1024
NEVER = frozenset({"", "false", "never", "none", "null", "n/a", "-"})
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_SHORT_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2})", re.ASCII).fullmatch
_DATA_URI = re.compile(r"data:image/[a-z+.-]+;base64,").match
_FORMULA = ("=", "+", "@", "-")


def text_of(value: Any, longest: int = LONGEST_TEXT) -> str:
    """This function will return a text without what can't be seen, cut where it is too long; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()[:longest]


def line_of(value: Any, longest: int = 300) -> str:
    """This function will return a text on one line."""
    return " ".join(text_of(value, longest).split())


def part_of(value: Any) -> Mapping[str, Any]:
    """This function will return an object as it is, and anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def id_of(value: Any) -> str:
    """This function will return an id as it is kept: a longer one by its hash, so that two never become one."""
    text = line_of(value, 5000)
    return text if len(text) <= LONGEST_ID else "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def made_id(*parts: Any) -> str:
    """This function will make an id of what a line says, the same for the same line in another file."""
    return "made:" + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def id_of_name(name: str) -> str:
    """This function will make the id of a definition of which only the name is known."""
    return id_of("name:" + search_form(name))


def url_of(value: Any) -> str:
    """This function will return a web address, or "" for what isn't one."""
    url = line_of(value, 500)
    return url if is_web_address(url) else ""


def name_of(value: Any) -> str:
    """This function will return a person's name, which may be missing; raises RowRefused."""
    text = str(value) if isinstance(value, str) else ""
    if not text.strip():
        return ""
    if text.strip().lstrip("'").startswith(_FORMULA):
        raise RowRefused("formula", value=shown(text))
    return read_name(text)


def email_of(value: Any) -> str:
    """This function will return an address in lower case; raises RowRefused."""
    text = str(value) if isinstance(value, str) else ""
    if text.strip().lstrip("'").startswith(("=", "@")):
        raise RowRefused("formula", value=shown(text))
    return read_email(text)


def whole_year(text: str) -> str:
    """This function will write a year of two digits whole, since badges are younger than 2000 (Credly's short dates)."""
    match = _SHORT_YEAR(text.strip())
    return f"{match[1]}/{match[2]}/20{match[3]}" if match else text


def settled_order(texts: Iterable[str], asked: Order | None, file: str) -> Order:
    """This function will say how dates with slashes are read: as they prove themselves, or as somebody said.

    Raises DatesOpen while neither is known and one of them can be read in two ways.
    """
    dates = [whole_year(text) for text in texts]
    order = order_of(dates)
    if asked is not None:
        return asked if order is Order.UNKNOWN else order
    if order is Order.UNKNOWN:
        for text in dates:
            try:
                read_moment(text, order)
            except AmbiguousDate:
                raise DatesOpen(example=shown(text), file=file) from None
            except BadDate:
                continue
    return order


def moment_of(value: Any, column: str, order: Order = Order.UNKNOWN) -> datetime | None:
    """This function will return the moment that a value names, None for none; raises RowRefused."""
    if value is None or isinstance(value, bool):
        return None
    text = whole_year(str(value).strip())
    if text.casefold() in NEVER:
        return None
    try:
        return read_moment(text, order)
    except (AmbiguousDate, BadDate):
        raise RowRefused("bad_date", value=shown(text), column=column) from None


def check_span(issued_on: datetime | None, expires_on: datetime | None) -> datetime:
    """This function will return when it was issued; raises RowRefused without a date, or when it ends before."""
    if issued_on is None:
        raise RowRefused("no_date")
    if expires_on is not None and expires_on <= issued_on:
        raise RowRefused("ends_before", start=str(issued_on.date()), end=str(expires_on.date()))
    return issued_on


def image_of(value: Any) -> bytes:
    """This function will return the picture in a data URI; nothing for an address, which isn't fetched."""
    if isinstance(value, Mapping):
        value = value.get("id")
    match = _DATA_URI(value) if isinstance(value, str) and len(value) < 2 * MAX_IMAGE_BYTES else None
    if match is None:
        return b""
    try:
        return base64.b64decode(value[match.end() :], validate=True)
    except (binascii.Error, ValueError):
        return b""


def evidence_of(url: Any = "", name: Any = "", text: Any = "") -> tuple[Mapping[str, str], ...]:
    """This function will return one piece of evidence, or none where nothing is said."""
    found = {"id": url_of(url), "name": line_of(name), "narrative": text_of(text)}
    found = {key: value for key, value in found.items() if value}
    return (found,) if found else ()


def refusal(place: Place, error: RowRefused, **said: Any) -> Refused:
    """This function will return the Refused of a line that raised `error`; `said` is what the line says of itself."""
    return Refused(
        place,
        error.code,
        dict(error.params),
        source_id=id_of(said.get("source_id", "")),
        recipient_name=line_of(said.get("name", ""), 200),
        recipient_email=line_of(said.get("email", ""), 254).lower(),
    )
