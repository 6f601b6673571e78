"""A version in the terms of other frameworks, each with what got lost on the way."""

from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries.open_badges import achievement_url, slug_url
from openlaurel.apps.catalog.services.definitions import definition_of
from openlaurel.core.frameworks import (
    Definition,
    Export,
    to_annex_i,
    to_clr,
    to_ctdl,
    to_elm_v3,
    to_open_badges,
)


class Framework(StrEnum):
    """In whose terms a definition can be written out."""

    CTDL = "ctdl"
    ELM = "elm"
    ANNEX_I = "annex-i"
    OPEN_BADGES = "open-badges"
    CLR = "clr"


WRITERS: dict[Framework, Callable[[Definition], Export]] = {
    Framework.CTDL: to_ctdl,
    Framework.ELM: to_elm_v3,
    Framework.ANNEX_I: to_annex_i,
    Framework.OPEN_BADGES: to_open_badges,
    Framework.CLR: to_clr,
}


def written_as(version: AchievementVersion, framework: Framework) -> Export:
    """This function will write a version out: the document, and what it lacks."""
    return WRITERS[framework](_definition(version))


def _definition(version: AchievementVersion) -> Definition:
    said = definition_of(version)
    shared = {field.name for field in fields(Definition)} & {field.name for field in fields(said)}
    values = {name: getattr(said, name) for name in shared} | {
        "required": tuple(map(slug_url, said.required))
    }
    return Definition(address=achievement_url(version), **values)
