"""The picture of a programme."""

import hashlib
from datetime import datetime

from django.db import transaction

from openlaurel.adapters.configured import read_picture
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.services.brand import told
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.services.errors import ProgrammeError
from openlaurel.apps.programmes.services.programmes import locked, record
from openlaurel.core.artwork import ArtworkError
from openlaurel.core.artwork.pictures import COVER, size_of

FIELDS = ["cover_png", "cover_width", "cover_height", "cover_digest"]


def upload_cover(*, programme: Programme, data: bytes, by: Actor, now: datetime) -> Programme:
    """This function will give a programme a picture, made harmless. Raises ProgrammeError, which says what to do."""
    check_can(by, "define_achievement", programme.organisation)
    try:
        _svg, png = read_picture(data, COVER)
    except ArtworkError as error:
        raise ProgrammeError(told(error)) from error
    with transaction.atomic():
        programme = locked(programme)
        programme.cover_png, programme.cover_digest = png, hashlib.sha256(png).hexdigest()[:16]
        programme.cover_width, programme.cover_height = size_of(png)
        programme.save(update_fields=FIELDS)
        record("programme.cover_uploaded", programme, by, now)
    return programme


def remove_cover(*, programme: Programme, by: Actor, now: datetime) -> Programme:
    """This function will remove a programme's picture."""
    check_can(by, "define_achievement", programme.organisation)
    with transaction.atomic():
        programme = locked(programme)
        if programme.cover_digest:
            programme.cover_png, programme.cover_digest = None, ""
            programme.cover_width = programme.cover_height = 0
            programme.save(update_fields=FIELDS)
            record("programme.cover_removed", programme, by, now)
    return programme
