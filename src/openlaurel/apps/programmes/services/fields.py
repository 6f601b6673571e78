"""The custom fields of a programme: asked with each badge of its steps."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from openlaurel.apps.catalog.queries.custom_fields import fields_beside
from openlaurel.apps.catalog.services.custom_fields import check_fields
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.services.programmes import locked, record
from openlaurel.core.fields import FieldSpec


def set_programme_fields(
    *, programme: Programme, fields: Sequence[FieldSpec], by: Actor, now: datetime
) -> Programme:
    """This function will say what is asked with each badge of a programme's steps from now on, in this order.

    Raises the catalogue's InvalidDefinition, also where a step's micro-credential asks for the same.
    """
    check_can(by, "define_achievement", programme.organisation)
    with transaction.atomic():
        programme = locked(programme)
        steps = list(programme.steps.values_list("achievement", flat=True))
        check_fields(fields, fields_beside(steps, but_programme=programme.pk))
        programme.custom_fields = [spec.as_json() for spec in fields]
        programme.save(update_fields=["custom_fields"])
        record("programme.fields_changed", programme, by, now)
    return programme
