"""Achievements and their versions, as the public and an organisation's designers see them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from openlaurel.apps.catalog.models import Achievement, AchievementVersion, Skill, VersionState
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.searching import search_form


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


@dataclass(frozen=True)
class OwnAchievement:
    """An achievement as its own organisation sees it: what is public, and what is being worked on."""

    achievement: Achievement
    published: AchievementVersion | None
    draft: AchievementVersion | None

    @property
    def shown(self) -> AchievementVersion:
        """The version whose name and picture stand for the achievement."""
        version = self.published or self.draft
        if version is None:
            raise LookupError(f"{self.achievement.slug} has no version.")
        return version


def list_own(organisation: Profile) -> list[OwnAchievement]:
    """This function will return all achievements of an organisation, those with a draft first, then by name."""
    versions = (
        AchievementVersion.objects.filter(
            achievement__organisation=organisation, state__in=[VersionState.PUBLISHED, VersionState.DRAFT]
        )
        .select_related("achievement")
        .defer("artwork_svg", "artwork_png", "search_text")
    )
    found: dict[Achievement, dict[str, AchievementVersion]] = {}
    for version in versions:
        found.setdefault(version.achievement, {})[version.state] = version
    own = [
        OwnAchievement(achievement, states.get(VersionState.PUBLISHED), states.get(VersionState.DRAFT))
        for achievement, states in found.items()
    ]
    return sorted(
        own,
        key=lambda item: (
            item.achievement.archived_at is not None,
            item.draft is None,
            search_form(item.shown.name),
        ),
    )


def get_own(organisation: Profile, slug: str) -> OwnAchievement:
    """This function will return one achievement of `organisation`, or raise Achievement.DoesNotExist."""
    achievement = organisation.achievements.get(slug=slug)
    states = {
        version.state: version
        for version in achievement.versions.filter(state__in=[VersionState.PUBLISHED, VersionState.DRAFT])
    }
    return OwnAchievement(achievement, states.get(VersionState.PUBLISHED), states.get(VersionState.DRAFT))


def skill_names(language: str, limit: int = 300) -> list[Skill]:
    """This function will return the skills that definitions in `language` prove most often."""
    return list(
        Skill.objects.filter(language=language)
        .annotate(uses=Count("alignments"))
        .order_by("-uses", "name")[:limit]
    )


def subject_achievements(ids: set[str]) -> dict[str, Subject]:
    """This function will name achievements for the audit trail of their organisation."""
    versions = (
        AchievementVersion.objects.filter(achievement__in=ids)
        .select_related("achievement__organisation")
        .only("name", "language", "achievement__slug", "achievement__organisation__handle")
        .order_by("number")
    )
    return {
        str(version.achievement_id): Subject(
            name=version.name,
            url=f"/org/{version.achievement.organisation.handle}/achievements/{version.achievement.slug}",
            language=version.language,
        )
        for version in versions
    }
