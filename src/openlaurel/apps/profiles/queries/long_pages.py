"""Pages of lists that may hold millions of rows, the latest first.

They are counted as far as 10,000 and numbered as far as that. From there on, and from the end, each page begins at the
last row of the one before: `?after=2026-03-01T10:00:00+00:00_17`, `?before=…`, `?page=last`. Such an address shows the
same rows whatever was added meanwhile, and costs the same everywhere in the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet

MOST_COUNTED = 10_000
LAST = "last"

Row = TypeVar("Row", bound=Model)


class BoundedPaginator(Paginator[Any]):
    """Numbered pages of no more than the first MOST_COUNTED rows: where nobody needs those behind."""

    @cached_property
    def count(self) -> int:
        return min(counted(cast(QuerySet[Any], self.object_list)), MOST_COUNTED)


@dataclass(frozen=True)
class Place:
    """Where a page begins: at a number, or behind (`after`) or ahead of (`before`) a row; the end is `before` nothing."""

    number: int = 1
    way: str = ""
    moment: datetime | None = None
    key: Any = None

    @property
    def is_forward(self) -> bool:
        return self.way != "before"


@dataclass(frozen=True)
class Line(Generic[Row]):
    """Rows in the descending order of the moment `by`, and then of their keys.

    `count` is what `counted` returned, or None where counting takes too long: then only page 1 has a number. `keys`
    are (key, moment) of all of them where these are at hand, so that the database needn't put them in order.
    """

    rows: QuerySet[Row]
    by: str = "created_at"
    count: int | None = None
    keys: Sequence[tuple[Any, datetime]] | None = None

    @classmethod
    def of(cls, rows: QuerySet[Row], by: str = "created_at") -> "Line[Row]":
        """This function will return rows that an index has in this order, counted."""
        return cls(rows, by, counted(rows))

    def read(self, place: Place, start: int, most: int) -> list[Row]:
        """This function will return rows from `place` on, nearest first, after `start` others.

        First which, then the rows with all that belongs to them: else that is read of each row passed over, too.
        """
        keys = self._keys(place, start, start + most)
        found = self.rows.order_by().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def _keys(self, place: Place, start: int, end: int) -> list[Any]:
        if self.keys is None:
            return list(in_order(self.rows, place, self.by).values_list("pk", flat=True)[start:end])
        pairs = sorted(((moment, key) for key, moment in self.keys), reverse=place.is_forward)
        if place.moment is not None:
            edge = (place.moment, place.key)
            pairs = [pair for pair in pairs if (pair < edge if place.is_forward else pair > edge)]
        return [key for _, key in pairs[start:end]]


@dataclass(frozen=True)
class LongPage(Generic[Row]):
    """One page. `number` is None where it isn't numbered; `count` is None where nobody counted.

    `previous` and `next` hold the parameter of the neighbour's address, as (name, value), or None.
    """

    rows: Sequence[Row]
    size: int
    count: int | None
    number: int | None
    previous: tuple[str, str] | None
    next: tuple[str, str] | None
    is_cut: bool = field(default=False)

    @cached_property
    def paginator(self) -> Paginator[Any]:
        """The numbered part of the list."""
        return Paginator(range(self.count or 0), self.size)

    @property
    def most_counted(self) -> int:
        return MOST_COUNTED

    @property
    def has_other_pages(self) -> bool:
        return self.previous is not None or self.next is not None

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def place_of(params: Mapping[str, str], model: type[Model]) -> Place:
    """This function will read where a page begins from the parameters of its address; what can't be read is page 1."""
    for way in ("after", "before"):
        moment, _, key = str(params.get(way, "")).rpartition("_")
        if moment:
            try:
                read = datetime.fromisoformat(moment)
                return (
                    Place(way=way, moment=read, key=model._meta.pk.to_python(key)) if read.tzinfo else Place()
                )
            except (ValueError, ValidationError):
                return Place()
    asked = str(params.get("page", ""))
    if asked == LAST:
        return Place(way="before")
    return Place(number=max(1, int(asked)) if asked.isdecimal() and len(asked) < 9 else 1)


def place_after(text: str, model: type[Model]) -> Place | None:
    """This function will read what `portion` told as where to read on; None for what it never told."""
    place = place_of({"after": text}, model) if text else Place()
    return place if place.way or not text else None


def counted(rows: QuerySet[Row]) -> int:
    """This function will count rows, but no further than one more than MOST_COUNTED."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def long_page(line: Line[Row], place: Place, size: int) -> LongPage[Row]:
    """This function will return the page at `place`. A number too large gives the last numbered page."""
    count = line.count
    if not place.way:
        return _numbered(line, place.number, size)
    if place.moment is None and count is not None and count <= MOST_COUNTED:
        return _numbered(line, count, size)
    found = line.read(place, 0, size + 1)
    is_more, found = len(found) > size, found[:size]
    if not found or not (is_more or place.is_forward):
        return _numbered(line, 1, size)
    if not place.is_forward:
        found.reverse()
    has_next = is_more if place.is_forward else place.moment is not None
    return LongPage(
        rows=found,
        size=size,
        count=count,
        number=None,
        previous=("before", _key(found[0], line.by)),
        next=("after", _key(found[-1], line.by)) if has_next else None,
        is_cut=True,
    )


def portion(line: Line[Row], place: Place, *, offset: int, most: int) -> tuple[list[Row], str | None]:
    """This function will return rows for a program, and where to read on: what to give as `after`, None at the end."""
    found = line.read(place, offset, most + 1)
    return found[:most], _key(found[most - 1], line.by) if len(found) > most else None


def beyond(place: Place, by: str) -> Q:
    """This function will return which rows lie behind, or ahead of, the row at which a page begins."""
    if place.moment is None:
        return Q()
    sign = "lt" if place.is_forward else "gt"
    return Q(**{f"{by}__{sign}e": place.moment}) & (
        Q(**{f"{by}__{sign}": place.moment}) | Q(**{f"pk__{sign}": place.key})
    )


def in_order(rows: QuerySet[Row], place: Place, by: str) -> QuerySet[Row]:
    """This function will return the rows from `place` on, nearest first."""
    order = (f"-{by}", "-pk") if place.is_forward else (by, "pk")
    return rows.filter(beyond(place, by)).order_by(*order)


def _numbered(line: Line[Row], number: int, size: int) -> LongPage[Row]:
    known = size if line.count is None else min(line.count, MOST_COUNTED)
    last = max(1, -(-known // size))
    number = min(number, last)
    found = line.read(Place(), (number - 1) * size, size + 1)
    is_more, found = len(found) > size, found[:size]
    following = ("page", str(number + 1))
    if number == last and is_more:
        following = ("after", _key(found[-1], line.by))
    return LongPage(
        rows=found,
        size=size,
        count=line.count,
        number=number,
        previous=("page", str(number - 1)) if number > 1 else None,
        next=following if is_more else None,
        is_cut=line.count is None or line.count > MOST_COUNTED,
    )


def _key(row: Model, by: str) -> str:
    return f"{getattr(row, by).isoformat()}_{row.pk}"
