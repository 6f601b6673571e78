"""Inserting many rows at once, for what is issued by the thousand."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import connections, models, router

Row = TypeVar("Row", bound=models.Model)


def insert_rows(rows: Sequence[Row]) -> None:
    """This function will insert new rows of one model, whose keys are set already, in the caller's transaction.

    The same as `bulk_create`, without building a statement for each handful of rows, which costs more than signing.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    name = connection.ops.quote_name
    fields = meta.concrete_fields
    columns = ", ".join(name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {name(meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [prepare(getattr(row, attribute), connection) for attribute, prepare in prepared]
                for row in rows
            ],
        )
