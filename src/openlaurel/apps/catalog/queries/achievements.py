"""Achievements and their versions, as the public and an organisation's designers see them."""

from django.db.models import QuerySet

from openlaurel.apps.catalog.models import AchievementVersion, VersionState


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
