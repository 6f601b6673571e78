"""What is asked beside the standards with each badge: an achievement's own fields, and those of its programmes."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from openlaurel.apps.catalog.models import Achievement
from openlaurel.core.fields import FieldSpec, Place, read_fields

_SINGLE = frozenset(Place) - {Place.PRIVATE, Place.RESULT}


def fields_asked(achievement_id: UUID) -> tuple[FieldSpec, ...]:
    """This function will return the custom fields of a badge that is issued now: the achievement's own come first."""
    return fields_by_achievement([achievement_id]).get(achievement_id, ())


def fields_by_achievement(achievement_ids: Iterable[UUID]) -> dict[UUID, tuple[FieldSpec, ...]]:
    """This function will return the custom fields of those achievements that have any."""
    rows = Achievement.objects.filter(pk__in=list(achievement_ids)).order_by(
        "pk", "programme_steps__programme__created_at", "programme_steps__programme"
    )
    found: dict[UUID, list[FieldSpec]] = {}
    for achievement_id, own, shared in rows.values_list(
        "pk", "custom_fields", "programme_steps__programme__custom_fields"
    ):
        found.setdefault(achievement_id, list(read_fields(own)))
        found[achievement_id] += read_fields(shared or ())
    return {key: _told_apart(specs) for key, specs in found.items() if specs}


def fields_beside(
    achievement_ids: Collection[UUID], *, own: bool = True, but_programme: UUID | None = None
) -> tuple[FieldSpec, ...]:
    """This function will return what any of these achievements is asked already, for a new field to stand beside.

    Without `own` only what their programmes ask, and never what `but_programme` does.
    """
    achievements = Achievement.objects.filter(pk__in=achievement_ids)
    stored: list[Any] = list(achievements.values_list("custom_fields", flat=True)) if own else []
    shared = achievements.values_list(
        "programme_steps__programme", "programme_steps__programme__custom_fields"
    )
    stored += {key: fields for key, fields in shared if key not in {None, but_programme}}.values()
    return tuple(spec for some in stored for spec in read_fields(some))


def _told_apart(specs: Iterable[FieldSpec]) -> tuple[FieldSpec, ...]:
    """Each key and each single place once: two that were made at one moment may not have seen each other."""
    kept: list[FieldSpec] = []
    for spec in specs:
        places = {other.place for other in kept} & _SINGLE
        if spec.key not in {other.key for other in kept} and spec.place not in places:
            kept.append(spec)
    return tuple(kept)
