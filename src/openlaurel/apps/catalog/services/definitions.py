"""A definition as a value: what an achievement says about itself, one field per column of a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from openlaurel.apps.catalog.models import AchievementVersion, BadgeFamily, Level
from openlaurel.core.frameworks import SkillClaim
from openlaurel.core.searching import search_form


@dataclass(frozen=True)
class Definition:
    """All that is said about an achievement (EU 2022/C 243/02 Annex I; OB 3.0.3 Achievement).

    A draft may leave out all but the name and the language; what publishing needs is in `completeness`.
    `required` are the slugs of achievements to be earned before. `criteria` is Markdown. `result_descriptions`
    hold the arguments of `core.openbadges.ResultDescription`, `id` being a short name such as "score". A skill
    without `url` gets an address on this site.
    """

    name: str
    language: str
    description: str = ""
    outcomes: tuple[str, ...] = ()
    criteria: str = ""
    achievement_type: str = "MicroCredential"
    level: str = ""
    country: str = ""
    awarding_body_name: str = ""
    awarding_body_url: str = ""
    eqf_level: int | None = None
    workload_hours: int = 0
    ects: Decimal | None = None
    participation: str = ""
    assessment_type: str = ""
    supervision: str = ""
    identity_check: str = ""
    quality_assurance: str = ""
    prerequisites: str = ""
    required: tuple[str, ...] = ()
    price_amount: Decimal = Decimal(0)
    price_currency: str = ""
    validity_months: int | None = None
    credits: Decimal | None = None
    how_awarded: str = ""
    tags: tuple[str, ...] = ()
    result_descriptions: tuple[Mapping[str, Any], ...] = ()
    skills: tuple[SkillClaim, ...] = ()
    art_shape: str = "hexagon"
    art_hue: int = 275
    art_icon: str = "award"
    art_pattern: str = ""


RELATIONS = frozenset({"required", "skills"})
LISTS = frozenset({"outcomes", "tags", "result_descriptions"})
COLUMNS = tuple(field.name for field in fields(Definition) if field.name not in RELATIONS)


def columns_of(definition: Definition) -> dict[str, Any]:
    """This function will return the values that a version's own columns take."""
    return {
        name: list(getattr(definition, name)) if name in LISTS else getattr(definition, name)
        for name in COLUMNS
    }


def searched_text(definition: Definition) -> str:
    """This function will return what a search looks through, in its search form; it begins with the name."""
    return search_form(
        " ".join(
            [
                definition.name,
                definition.description,
                *definition.outcomes,
                *definition.tags,
                *(skill.name for skill in definition.skills),
                definition.awarding_body_name,
            ]
        )
    )


def definition_of(version: AchievementVersion) -> Definition:
    """This function will read a version back as a definition."""
    columns = {name: getattr(version, name) for name in COLUMNS}
    columns |= {name: tuple(columns[name]) for name in LISTS}
    return Definition(
        **columns,
        required=tuple(version.required.order_by("slug").values_list("slug", flat=True)),
        skills=tuple(
            SkillClaim(
                url=alignment.skill.url,
                name=alignment.skill.name,
                level=alignment.level,
                code=alignment.skill.code,
                framework=alignment.skill.framework,
                description=alignment.skill.description,
            )
            for alignment in version.alignments.select_related("skill")
        ),
    )


def with_look(definition: Definition, family: BadgeFamily | None) -> Definition:
    """This function will return a definition in the look of its family: the icon and the level's marks stay its own."""
    if family is None:
        return definition
    step = Level.values.index(definition.level) if definition.level else 0
    return replace(
        definition,
        art_shape=family.shape,
        art_hue=(family.hue + family.hue_step * step) % 360,
        art_pattern=family.pattern,
    )
