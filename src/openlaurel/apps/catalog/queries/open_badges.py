"""A version as the Achievement of Open Badges 3.0, for the signed badge and for its own address."""

from decimal import Decimal

from django.conf import settings

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services.result_descriptions import whole_result_description
from openlaurel.core.openbadges import Achievement, Alignment, Criteria, Image, Profile


def achievement_url(version: AchievementVersion) -> str:
    """This function will return the address of the achievement: the same for all of its versions."""
    return slug_url(version.achievement.slug)


def slug_url(slug: str) -> str:
    """This function will return the address of the achievement with this slug."""
    return f"{settings.OPENLAUREL_URL}/achievements/{slug}"


def version_url(version: AchievementVersion) -> str:
    """This function will return the address under which this very version stays as it is."""
    return f"{achievement_url(version)}/versions/{version.number}"


def achievement_of(version: AchievementVersion, creator: Profile | None = None) -> Achievement:
    """This function will return the Open Badges Achievement of a version.

    Its id is the achievement's address, `version` the number, and the picture that of this version. The ids of
    result descriptions are made whole: "quiz" becomes `…/achievements/<slug>#quiz`.
    """
    address = achievement_url(version)
    return Achievement(
        id=address,
        name=version.name,
        description=version.description,
        criteria=Criteria(version.criteria, version_url(version)),
        achievement_type=version.achievement_type,
        language=version.language,
        image=Image(url=f"{version_url(version)}/image.png", caption=version.name),
        creator=creator,
        alignments=tuple(
            Alignment(
                name=alignment.skill.name,
                url=alignment.skill.url,
                description=alignment.skill.description,
                framework=alignment.skill.framework,
                code=alignment.skill.code,
                target_type="ceasn:Competency",
            )
            for alignment in version.alignments.select_related("skill")
        ),
        result_descriptions=tuple(
            whole_result_description(described, address) for described in version.result_descriptions
        ),
        tags=tuple(version.tags),
        version=str(version.number),
        credits=_number(version.credits if version.credits is not None else version.ects),
    )


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
