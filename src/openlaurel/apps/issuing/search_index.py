"""The index by which badges are found by the beginnings of names and addresses: SQLite's FTS5, or GIN on PostgreSQL.

The database keeps it, in the transaction of each change. It holds the words of `Award.search_text`.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Lookup

TABLE, INDEX = "issuing_award", "issuing_award_words"
# What stands between words, in names and addresses. SQLite splits at whatever is no letter and no digit.
_BETWEEN = "@.-_+'’`´,;:/\\()[]{}<>\"&*|!#·=$^~?"


def install_search_index(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """This function will make the index and what keeps it, on SQLite and PostgreSQL.

    A migration that alters the table on SQLite makes it anew and loses the triggers: it calls this function again.
    """
    vendor = schema_editor.connection.vendor
    for statement in _SQLITE if vendor == "sqlite" else (_POSTGRESQL,):
        schema_editor.execute(statement, None)


def forget_erased() -> None:
    """This function will rewrite SQLite's index, which keeps the words of changed rows until its parts are merged."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")  # noqa: S608


class Finds(Lookup):
    """`search_text__finds="amara sch"`: each word begins a word of the text. What is between words may be anything."""

    lookup_name = "finds"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        alias = connection.ops.quote_name(self.lhs.alias)
        query = " ".join(
            f'"{word}"' if is_whole else f'"{word}" *' for word, is_whole in sought(str(self.rhs))
        )
        return f"{alias}.rowid IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", [query]  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        query = " & ".join(
            f"'{part}'" if is_whole or part != parts[-1] else f"'{part}':*"
            for word, is_whole in sought(str(self.rhs))
            if (parts := word.translate(_SPLIT).split())
            for part in parts
        )
        return f"{_words_of(column)} @@ %s::tsquery", [*params, query]


def sought(text: str) -> Iterator[tuple[str, bool]]:
    """This function will yield each word to look up, and whether it is whole rather than a beginning.

    Of an address that is what stands before its @: that nearly tells it from all others, and many have the rest.
    """
    for word in text.replace('"', " ").replace("'", " ").replace("\\", " ").split():
        before, at, _rest = word.partition("@")
        if at and any(map(str.isalnum, before)):
            yield before, True
        elif any(map(str.isalnum, word)):
            yield word, False


def _words_of(column: str) -> str:
    between = _BETWEEN.replace("'", "''")
    spaces = " " * len(_BETWEEN)
    split = f"string_to_array(translate({column}, '{between}', '{spaces}'), ' ')"
    return f"array_to_tsvector(array_remove({split}, ''))"


_SPLIT = str.maketrans(_BETWEEN, " " * len(_BETWEEN))
_NEW = f"INSERT INTO {INDEX} (rowid, search_text) VALUES (NEW.rowid, NEW.search_text);"  # noqa: S608
_OLD = f"INSERT INTO {INDEX} ({INDEX}, rowid, search_text) VALUES ('delete', OLD.rowid, OLD.search_text);"  # noqa: S608
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5(search_text, content='{TABLE}', content_rowid='rowid', "
    "columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER {INDEX}_added AFTER INSERT ON {TABLE} BEGIN {_NEW} END",
    f"CREATE TRIGGER {INDEX}_removed AFTER DELETE ON {TABLE} BEGIN {_OLD} END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE OF search_text ON {TABLE} "
    f"WHEN OLD.search_text <> NEW.search_text BEGIN {_OLD} {_NEW} END",
    f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",  # noqa: S608
)
_POSTGRESQL = f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin ({_words_of('search_text')})"
