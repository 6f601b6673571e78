"""What the calls for programs share: pages of lists, errors, and keys by which a request is done once."""

import binascii
from base64 import b64decode
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Header, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict

from openlaurel.apps.profiles.access import Problem, read_on
from openlaurel.apps.profiles.queries.long_pages import Line, portion
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.core.artwork.pictures import MOST_BYTES

LONGEST_KEY = 90
IdempotencyHeader = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY)
]
ERRORS: dict[Any, Any] = {401: Problem, 403: Problem, 422: Problem, 429: Problem}
ONE: dict[Any, Any] = {404: Problem, **ERRORS}
CHANGE: dict[Any, Any] = {400: Problem, 409: Problem, **ONE}

Row = TypeVar("Row", bound=Model)


class PageQuery(Schema):
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0


class LongPageQuery(Schema):
    """Which part of a list that may be very long."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000, description="For more, use `after`.")] = 0
    after: str = Field("", max_length=100, description="`next` of the page before.")

    def read(self, rows: QuerySet[Row], by: str = "created_at") -> tuple[list[Row], int, str | None]:
        """This function will return the rows of the page, the latest first by their moment `by`, how many there are as
        far as 10,001, and where to read on."""
        line = Line.of(rows, by)
        page, following = portion(line, read_on(self.after, rows.model), offset=self.offset, most=self.limit)
        return page, line.count or 0, following


class NamesNothing(HttpError):
    """404: what a field of the body names isn't there for this organisation."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(404, message)
        self.field = field


def no_such_achievement(field: str = "achievement") -> NamesNothing:
    """This function will return the error for a slug of no published micro-credential of the key's organisation."""
    return NamesNothing(field, _("Your organisation has no published micro-credential of this name."))


class PictureIn(Schema):
    """A picture; what is stored of it is drawn anew and can do no harm."""

    model_config = ConfigDict(extra="forbid")

    picture: str = Field(
        min_length=1,
        max_length=MOST_BYTES * 4 // 3 + 4,
        description="A PNG, JPEG, WebP or SVG file of at most 5 MB, as Base64.",
    )

    def data(self) -> bytes:
        """This function will return the file. Raises InvalidDetails for what is no Base64 or too large."""
        try:
            data = b64decode("".join(self.picture.split()), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not 0 < len(data) <= MOST_BYTES:
            raise InvalidDetails(
                {"picture": _("Send a PNG, JPEG, WebP or SVG file of at most 5 MB, as Base64.")}
            )
        return data
