"""Making Django ready for a command that needs it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from openlaurel.cli.errors import CommandFailed, told_plainly

if TYPE_CHECKING:
    from openlaurel.apps.profiles.models import Profile


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


def find_organisation(handle: str) -> Profile:
    """This function will make Django ready and return the organisation, or end the command where there is none."""
    load_django()
    require_database()

    from openlaurel.apps.profiles.models import Profile
    from openlaurel.apps.profiles.queries import get_organisation

    try:
        return get_organisation(handle)
    except Profile.DoesNotExist:
        raise CommandFailed(
            f"There is no organisation {handle!r} here. Give its handle, as in /org/HANDLE/."
        ) from None
