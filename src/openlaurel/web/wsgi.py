"""The WSGI application that granian serves."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from openlaurel.adapters.processes import end_with_site, settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlaurel.web.settings")
end_with_site()
application = get_wsgi_application()


def _keep_little(connection: BaseDatabaseWrapper, **more: Any) -> None:
    """A thread keeps its connection, and reads a few rows at a time: what workers keep of SQLite's pages would be wasted."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-4096")


connection_created.connect(_keep_little, dispatch_uid="openlaurel.web")

from openlaurel.apps.figures.services import collect_counts  # noqa: E402 (models, so not before Django is ready)

collect_counts()
settle()
