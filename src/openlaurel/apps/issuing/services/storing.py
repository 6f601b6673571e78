"""Writing many rows at once, for what is issued by the thousand: what all rows share is prepared once."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from struct import iter_unpack
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections, models, router

_VERSION_4 = 4 << 76 | 0b10 << 62
_SHARED_BITS = 0xFFF << 116
_OWN_BITS = ~(_SHARED_BITS | 0xF << 76 | 0b11 << 62)
# SQLite takes 32,766 values a statement, and these tables have some forty columns.
ROWS_A_STATEMENT = 100

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class NewRows(Generic[Row]):
    """Rows of one model that differ in a few columns.

    `same` holds what all of them share, by column (`version_id`); `fields` names the columns of `rows`, the primary
    key among them; any other column has its default.
    """

    model: type[Row]
    same: Mapping[str, Any]
    fields: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def prepare(self) -> None:
        """This function will make the rows ready to be inserted, so that others needn't wait for it meanwhile."""
        _ = self._prepared

    def insert(self, *, leave_out: Collection[int] = ()) -> None:
        """This function will insert the rows, but for those with the numbers `leave_out`, in the caller's transaction.

        Like `bulk_create`, without a statement for each handful of rows, which costs more than signing: SQLite writes
        its search index at the end of each. PostgreSQL gets them by COPY.
        """
        connection = connections[router.db_for_write(self.model)]
        rows = self._prepared
        if leave_out:
            rows = [row for number, row in enumerate(rows) if number not in leave_out]
        name = connection.ops.quote_name
        table, columns = name(self.model._meta.db_table), ", ".join(map(name, self._columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
                ):
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = f"({', '.join('?' * len(self._columns))})"
                with connection.wrap_database_errors:
                    for start in range(0, len(rows), ROWS_A_STATEMENT):
                        some = rows[start : start + ROWS_A_STATEMENT]
                        statement = f"INSERT INTO {table} ({columns}) VALUES {', '.join([marks] * len(some))}"  # noqa: S608
                        cursor.connection.execute(statement, list(chain.from_iterable(some)))

    def maker(self) -> Callable[[int], Row]:
        """This function will return what makes the row of a number as it would be read from the database."""
        written = [field.attname for field in (*self._own, *self._shared)]
        names = list(self._fields)
        in_order = itemgetter(*(written.index(name) for name in names))
        shared = tuple(self._value(field) for field in self._shared)
        database = router.db_for_write(self.model)
        return lambda number: self.model.from_db(database, names, in_order((*self.rows[number], *shared)))

    @property
    def _fields(self) -> dict[str, Any]:
        return {field.attname: field for field in self.model._meta.concrete_fields if not field.generated}

    @property
    def _own(self) -> list[Any]:
        return [self._fields[column] for column in self.fields]

    @property
    def _shared(self) -> list[Any]:
        return [field for column, field in self._fields.items() if column not in self.fields]

    @property
    def _columns(self) -> list[str]:
        return [str(field.column) for field in (*self._own, *self._shared)]

    def _value(self, field: Any) -> Any:
        return self.same[field.attname] if field.attname in self.same else field.get_default()

    @cached_property
    def _prepared(self) -> list[tuple[Any, ...]]:
        connection = connections[router.db_for_write(self.model)]
        shared = tuple(field.get_db_prep_save(self._value(field), connection) for field in self._shared)
        columns = zip(*self.rows, strict=True)
        own = [_prepared(field, values, connection) for field, values in zip(self._own, columns, strict=True)]
        return [row + shared for row in zip(*own, strict=True)]


def near_ids(count: int) -> list[UUID]:
    """This function will return random ids (RFC 9562, version 4) that lie near one another: the first 12 bits are shared.

    110 bits are each one's own. What is written together then lies together in each index (docs/decisions/0004).
    """
    shared = int.from_bytes(os.urandom(16), "big") & _SHARED_BITS | _VERSION_4
    numbers = (int.from_bytes(part, "big") for (part,) in iter_unpack("16s", os.urandom(16 * count)))
    return [UUID(int=number & _OWN_BITS | shared) for number in numbers]


def _prepared(field: Any, values: Sequence[Any], connection: Any) -> Sequence[Any]:
    """One column as the database takes it; a value that is the one before again, once."""
    if isinstance(field, models.CharField | models.TextField | models.IntegerField):
        return values
    prepared: list[Any] = []
    last: Any = object()
    for value in values:
        prepared.append(prepared[-1] if value == last else field.get_db_prep_save(value, connection))
        last = value
    return prepared


def set_column(
    model: type[models.Model], column: str, values: Sequence[tuple[Any, Any]], *, also: Mapping[str, Any]
) -> None:
    """This function will write another value for each row, as (primary key, value), and the same `also` for all."""
    connection = connections[router.db_for_write(model)]
    name, meta = connection.ops.quote_name, model._meta
    fields: dict[str, Any] = {field.name: field for field in meta.concrete_fields}
    varying, key = fields[column], fields[meta.pk.name]
    same = {fields[other]: value for other, value in also.items()}
    settings = ", ".join(f"{name(str(field.column))} = %s" for field in (varying, *same))
    statement = f"UPDATE {name(meta.db_table)} SET {settings} WHERE {name(str(key.column))} = %s"  # noqa: S608
    shared = [field.get_db_prep_save(value, connection) for field, value in same.items()]
    rows = [
        (varying.get_db_prep_save(value, connection), *shared, key.get_db_prep_save(pk, connection))
        for pk, value in values
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
