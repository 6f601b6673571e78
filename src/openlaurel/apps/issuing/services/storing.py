"""Writing many rows at once, for what is issued by the thousand: what all rows share is prepared once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.db import connections, models, router

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

    def insert(self) -> None:
        """This function will insert the rows in the caller's transaction.

        Like `bulk_create`, without a statement for each handful of rows, which costs more than signing. PostgreSQL
        gets them by COPY.
        """
        connection = connections[router.db_for_write(self.model)]
        name = connection.ops.quote_name
        table, columns = name(self.model._meta.db_table), ", ".join(map(name, self._columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
                ):
                    for row in self._prepared(connection):
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self._columns))
                statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
                cursor.executemany(statement, list(self._prepared(connection)))

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
        return {field.attname: field for field in self.model._meta.concrete_fields}

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

    def _prepared(self, connection: Any) -> Iterator[tuple[Any, ...]]:
        shared = tuple(field.get_db_prep_save(self._value(field), connection) for field in self._shared)
        columns = zip(*self.rows, strict=True)
        own = [_prepared(field, values, connection) for field, values in zip(self._own, columns, strict=True)]
        return (row + shared for row in zip(*own, strict=True))


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
