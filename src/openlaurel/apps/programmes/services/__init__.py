"""What changes in programmes."""

from openlaurel.apps.programmes.services.covers import remove_cover, upload_cover
from openlaurel.apps.programmes.services.errors import InvalidProgramme, ProgrammeError
from openlaurel.apps.programmes.services.fields import set_programme_fields
from openlaurel.apps.programmes.services.programmes import (
    Outline,
    Step,
    change_programme,
    create_programme,
    delete_programme,
    publish_programme,
    withdraw_programme,
)

__all__ = [
    "InvalidProgramme",
    "Outline",
    "ProgrammeError",
    "Step",
    "change_programme",
    "create_programme",
    "delete_programme",
    "publish_programme",
    "remove_cover",
    "set_programme_fields",
    "upload_cover",
    "withdraw_programme",
]
