"""Published versions are fixed in the database too: a statement past the models is refused by a trigger."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MESSAGE = "A published version never changes"
VERSIONS = "catalog_achievementversion"
PARTS = {"catalog_alignment": "version_id", "catalog_achievementversion_required": "achievementversion_id"}
MAY_CHANGE = frozenset({"state"})


def install_guards(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """This function will refuse changes of published versions, and new parts of them, on SQLite and PostgreSQL.

    A migration that alters one of these tables on SQLite makes the table anew and loses its triggers: it calls
    this function again at its end.
    """
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, VERSIONS)
    kept = sorted(column.name for column in description if column.name not in MAY_CHANGE)
    differs = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in kept)
    if connection.vendor == "sqlite":
        differs = differs.replace(" IS DISTINCT FROM ", " IS NOT ")
    fixed = f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {differs})"
    rules = [("versions", "UPDATE", VERSIONS, fixed)]
    for table, column in PARTS.items():
        published = f"EXISTS (SELECT 1 FROM {VERSIONS} v WHERE v.id = NEW.{column} AND v.state <> 'draft')"  # noqa: S608
        rules += [(f"{table}_{moment.lower()}", moment, table, published) for moment in ("INSERT", "UPDATE")]
    for name, moment, table, condition in rules:
        for statement in _statements(connection.vendor, f"fixed_{name}", moment, table, condition):
            schema_editor.execute(statement)


def _statements(vendor: str, name: str, moment: str, table: str, condition: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
