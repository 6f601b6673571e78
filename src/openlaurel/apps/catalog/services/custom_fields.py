"""The custom fields of an achievement. Badges that were issued keep the fields that they were issued with."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.field_words import FAULTS
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries.custom_fields import fields_beside
from openlaurel.apps.catalog.services.errors import InvalidDefinition
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.fields import MOST_FIELDS, FieldSpec, faults_of
from openlaurel.core.rosters import Field, recognise


def set_custom_fields(
    *, achievement: Achievement, fields: Sequence[FieldSpec], by: Actor, now: datetime
) -> Achievement:
    """This function will say what is asked with each badge of an achievement from now on, in this order.

    Raises InvalidDefinition, whose problems name the field and its attribute: "fields.grade.labels".
    """
    check_can(by, "define_achievement", achievement.organisation)
    with transaction.atomic():
        achievement = Achievement.objects.select_for_update(of=("self",)).get(pk=achievement.pk)
        check_fields(fields, fields_beside([achievement.pk], own=False))
        achievement.custom_fields = [spec.as_json() for spec in fields]
        achievement.save(update_fields=["custom_fields"])
        record_event(
            kind="achievement.fields_changed",
            subject=("achievement", achievement.id),
            now=now,
            actor_id=by.id,
            organisation_id=achievement.organisation_id,
            data={"fields": ", ".join(spec.key for spec in fields) or "–"},
        )
    return achievement


def check_fields(fields: Sequence[FieldSpec], beside: Sequence[FieldSpec]) -> None:
    """This function will return when all fields can be asked together and beside others, else raise InvalidDefinition."""
    if len(fields) + len(beside) > MOST_FIELDS:
        words = _("A badge has at most %(most)s fields of its own. Remove some first.")
        raise InvalidDefinition({"fields": words % {"most": MOST_FIELDS}})
    problems: dict[str, str] = {}
    for number, spec in enumerate(fields):
        found = faults_of(spec, [*fields[:number], *beside])
        # A roster's header with this name would be taken for the column of that other thing.
        if not found and recognise(list(spec.labels.values())).mapping.keys() & set(Field):
            found = {"labels": "label_known"}
        problems |= {f"fields.{spec.key}.{name}": str(FAULTS[code]) for name, code in found.items()}
    if problems:
        raise InvalidDefinition(problems)
