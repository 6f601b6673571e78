"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from openlaurel.adapters.processes import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openlaurel.web.settings")
if os.environ.get("OPENLAUREL_SERVED_BY") == str(os.getppid()):
    end_with_parent()
application = get_wsgi_application()
