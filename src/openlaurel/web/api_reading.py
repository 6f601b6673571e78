"""What programs send, read strictly: what is no JSON, or no database would keep, is told with its place."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser


class NotReadable(ValueError):
    """The body can't be read; the message says why and what to do."""


class HoldsNul(ValueError):
    """A text holds the character NUL, which means nothing and which not every database keeps; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(_("This holds the character NUL, which no text has. Remove it."))
        self.field = field


class StrictParser(Parser):
    """JSON as RFC 8259 has it, and texts that can be kept.

    What strangers send to be verified is read as it is: its faults are what verification is about.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            body = json.loads(request.body, parse_constant=_refuse)
        except json.JSONDecodeError as error:
            words = _("The body is no JSON: look at line %(line)s, column %(column)s.")
            raise NotReadable(words % {"line": error.lineno, "column": error.colno}) from error
        except RecursionError as error:
            raise NotReadable(_("The body is nested too deeply. Send it as the API describes it.")) from error
        except ValueError as error:
            raise NotReadable(
                _("The body is no JSON in UTF-8 with numbers that have an end. Send it as such.")
            ) from error
        if hasattr(request, "auth"):
            check_texts(body)
        return body


def check_texts(value: Any, place: tuple[str, ...] = ()) -> None:
    """This function will raise HoldsNul for the first text in a JSON value that holds the character NUL."""
    if isinstance(value, str):
        if "\x00" in value:
            raise HoldsNul(".".join(place))
    elif isinstance(value, dict):
        for name, part in value.items():
            check_texts(name, place)
            check_texts(part, (*place, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            check_texts(part, (*place, str(number)))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON.")
