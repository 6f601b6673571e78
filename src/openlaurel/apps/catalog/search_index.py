"""The full-text index of the catalogue: SQLite's FTS5, or a tsvector under GIN on PostgreSQL.

The database keeps it, in the transaction of each change, from the words of `Listing`. Those of a name weigh most, then
those of skills.
"""

from collections.abc import Callable, Sequence

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import QuerySet

from openlaurel.apps.catalog.models import Listing

TABLE, INDEX = "catalog_listing", "catalog_listing_words"
COLUMNS = "name_words", "skill_words", "other_words"
# One of these must be found, each as a whole word or as the beginning of one.
AnyOf = Sequence[tuple[str, bool]]


def install_search_index(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """This function will make the index and what keeps it, on SQLite and PostgreSQL.

    A migration that alters the table on SQLite makes it anew and loses the triggers: it calls this function again.
    """
    vendor = schema_editor.connection.vendor
    for statement in _SQLITE if vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement, None)


def matching(listings: QuerySet[Listing], wanted: Sequence[AnyOf]) -> QuerySet[Listing]:
    """This function will return the listings that have one word of each group, with their `distance`: the closest least."""
    if connections[listings.db].vendor == "sqlite":
        query = _query(wanted, " OR ", " AND ", lambda word, begins: f'"{word}"{"*" if begins else ""}')
        return listings.extra(  # noqa: S610
            tables=[INDEX],
            where=[f"{INDEX}.rowid = {TABLE}.id", f"{INDEX} MATCH %s"],
            params=[query],
            select={"distance": f"bm25({INDEX}, 8.0, 4.0, 1.0)"},
        )
    query = _query(wanted, " | ", " & ", lambda word, begins: f"'{word}'{':*' if begins else ''}")
    return listings.extra(  # noqa: S610
        where=[f"{TABLE}.words @@ %s::tsquery"],
        params=[query],
        select={"distance": f"-ts_rank('{{0.1, 0.1, 0.4, 1.0}}', {TABLE}.words, %s::tsquery)"},
        select_params=[query],
    )


def _query(wanted: Sequence[AnyOf], either: str, both: str, one: Callable[[str, bool], str]) -> str:
    """Words hold letters and digits alone (`core.searching.words_of`), so nothing in them ends their quotes."""
    assert all(word.isalnum() for group in wanted for word, _begins in group), wanted
    return both.join(f"({either.join(one(*word) for word in group)})" for group in wanted)


_NEW = f"INSERT INTO {INDEX} (rowid, {', '.join(COLUMNS)}) VALUES (NEW.id, {', '.join(f'NEW.{c}' for c in COLUMNS)});"  # noqa: S608
_OLD = f"INSERT INTO {INDEX} ({INDEX}, rowid, {', '.join(COLUMNS)}) VALUES ('delete', OLD.id, {', '.join(f'OLD.{c}' for c in COLUMNS)});"  # noqa: S608
_CHANGED = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in COLUMNS)
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER {INDEX}_added AFTER INSERT ON {TABLE} BEGIN {_NEW} END",
    f"CREATE TRIGGER {INDEX}_removed AFTER DELETE ON {TABLE} BEGIN {_OLD} END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE ON {TABLE} WHEN {_CHANGED} BEGIN {_OLD} {_NEW} END",
    f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",  # noqa: S608
)
_WEIGHED = " || ".join(
    f"setweight(to_tsvector('simple', {column}), '{weight}')"
    for column, weight in zip(COLUMNS, "ABC", strict=True)
)
_POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS words tsvector GENERATED ALWAYS AS ({_WEIGHED}) STORED",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (words)",
)
