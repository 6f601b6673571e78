"""Making Django ready for a command that needs it."""

import os

from openlaurel.cli.errors import CommandFailed, told_plainly


def load_django() -> None:
    """This function will load the settings and all apps; a setting that is wrong ends the command with its reason."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlaurel.web.settings")
    import django

    with told_plainly():
        django.setup()


def require_database() -> None:
    """This function will end the command when the database can't be reached or isn't set up for this version."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandFailed(f"The database can't be reached: {str(error).strip()}") from error
    if pending:
        raise CommandFailed("The database isn't set up for this version. Run: openlaurel setup")
