"""Achievements and their versions, as the public and an organisation's designers see them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from openlaurel.apps.catalog.models import Achievement, AchievementVersion, Skill, VersionState
from openlaurel.apps.catalog.registry import earnable_ids


def published_versions() -> QuerySet[AchievementVersion]:
    """This function will return what the catalogue shows: published, not archived, without the pictures' bytes."""
    return (
        AchievementVersion.objects.filter(state=VersionState.PUBLISHED, achievement__archived_at=None)
        .select_related("achievement__organisation")
        .defer("artwork_svg", "artwork_png", "search_text")
    )


def get_published(slug: str) -> AchievementVersion:
    """This function will return the published version of `slug`, archived or not, or raise DoesNotExist."""
    return AchievementVersion.objects.select_related("achievement__organisation").get(
        achievement__slug=slug, state=VersionState.PUBLISHED
    )


def artwork(version: AchievementVersion, kind: str) -> bytes:
    """This function will return the picture of a version, `kind` being "svg" or "png".

    Empty when there is none of that kind: an own PNG has no SVG, a draft is not drawn yet.
    """
    return bytes((version.artwork_svg if kind == "svg" else version.artwork_png) or b"")


def get_version(slug: str, number: int) -> AchievementVersion:
    """This function will return a version that is or was public, or raise DoesNotExist."""
    return (
        AchievementVersion.objects.select_related("achievement__organisation")
        .exclude(state=VersionState.DRAFT)
        .get(achievement__slug=slug, number=number)
    )


def public_versions(achievement: Achievement) -> QuerySet[AchievementVersion]:
    """This function will return the versions that are or were public, newest first."""
    return (
        achievement.versions.exclude(state=VersionState.DRAFT)
        .defer("artwork_svg", "artwork_png", "search_text")
        .order_by("-number")
    )


def version_before(version: AchievementVersion) -> AchievementVersion | None:
    """This function will return the version that `version` took the place of, None for the first."""
    return public_versions(version.achievement).filter(number__lt=version.number).first()


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """This function will return the names of achievements by id: that of the newest version which is or was public."""
    rows = AchievementVersion.objects.filter(achievement__in=ids).exclude(state=VersionState.DRAFT)
    return dict(rows.order_by("number").values_list("achievement_id", "name"))


def required_by(version: AchievementVersion) -> list[AchievementVersion]:
    """This function will return the published versions of what has to be earned before, by name."""
    return list(published_versions().filter(achievement__in=version.required.all()).order_by("search_text"))


def proving(skill: Skill) -> QuerySet[AchievementVersion]:
    """This function will return what the catalogue offers that proves a skill, by name."""
    return published_versions().filter(alignments__skill=skill).order_by("search_text", "id")


def earnable_among(versions: Iterable[AchievementVersion]) -> set[UUID]:
    """This function will return the ids of those achievements among `versions` that can be earned on this site."""
    ids = [version.achievement_id for version in versions]
    return set(
        Achievement.objects.filter(id__in=ids).filter(id__in=earnable_ids()).values_list("id", flat=True)
    )


def skill_names(language: str, limit: int = 300) -> list[Skill]:
    """This function will return the skills that definitions in `language` prove most often."""
    return list(
        Skill.objects.filter(language=language)
        .annotate(uses=Count("alignments"))
        .order_by("-uses", "name")[:limit]
    )
