"""The product's settings in a data folder of its own per test process, with what makes tests quick.

OPENLAUREL_TEST_DATABASE=postgresql (a server at 127.0.0.1:5432 that trusts the user postgres) or a postgresql:// URL
runs the same tests there instead of on SQLite.
"""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="openlaurel-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("OPENLAUREL_") and "TEST" not in name]:
    del os.environ[_name]
os.environ["OPENLAUREL_DATA"] = _data
_database = os.environ.get("OPENLAUREL_TEST_DATABASE", "")
os.environ["OPENLAUREL_DATABASE"] = (
    "postgresql://postgres@127.0.0.1:5432/openlaurel" if _database == "postgresql" else _database
)

from openlaurel.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests that are about the mailbox open it.
MAILBOX_IS_OPEN = False
MAIL_RETURN = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files come from where they lie, so that no test waits for collectstatic.
SERVESTATIC_AUTOREFRESH = SERVESTATIC_USE_FINDERS = True
