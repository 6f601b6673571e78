"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from openlaurel.adapters.processes import end_with_site, settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlaurel.web.settings")
end_with_site()
application = get_wsgi_application()

from openlaurel.apps.figures.services import collect_counts  # noqa: E402 (models, so not before Django is ready)

collect_counts()
settle()
