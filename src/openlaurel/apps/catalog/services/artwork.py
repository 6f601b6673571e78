"""The picture of an achievement: drawn from its definition, or the issuer's own."""

from datetime import datetime

from django.db import transaction

from openlaurel.apps.catalog.models import AchievementVersion, Level
from openlaurel.apps.catalog.services.drafts import locked_draft
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import Actor, check_can


def upload_artwork(
    *, version: AchievementVersion, data: bytes, by: Actor, now: datetime
) -> AchievementVersion:
    """This function will give a draft the issuer's own picture, a PNG or an SVG, instead of a drawn one.

    An SVG is stored only as far as it is harmless, with a PNG made from it; a PNG is stored as it is.
    Raises BadArtwork when the file can't be used.
    """
    check_can(by, "define_achievement", version.achievement.organisation)
    svg, png = read_artwork(data)
    with transaction.atomic():
        version = locked_draft(version)
        version.artwork_svg, version.artwork_png, version.artwork_is_own = svg, png, True
        version.save(update_fields=["artwork_svg", "artwork_png", "artwork_is_own"])
        _record("achievement.artwork_uploaded", version, by, now)
    return version


def remove_artwork(*, version: AchievementVersion, by: Actor, now: datetime) -> AchievementVersion:
    """This function will have a draft's picture drawn from its definition again."""
    check_can(by, "define_achievement", version.achievement.organisation)
    with transaction.atomic():
        version = locked_draft(version)
        version.artwork_svg, version.artwork_png, version.artwork_is_own = None, None, False
        version.save(update_fields=["artwork_svg", "artwork_png", "artwork_is_own"])
        _record("achievement.artwork_removed", version, by, now)
    return version


def draw_artwork(version: AchievementVersion) -> tuple[bytes | None, bytes | None]:
    """This function will draw the picture that a version describes, as SVG and as PNG of 600 px."""
    try:
        from openlaurel.adapters.configured import draw_badge
        from openlaurel.core.artwork import ArtworkSpec
    except ImportError:
        return None, None
    svg, png = draw_badge(
        ArtworkSpec(
            title=version.name,
            issuer=version.achievement.organisation.name,
            shape=version.art_shape,
            hue=version.art_hue,
            icon=version.art_icon,
            level=list(Level.values).index(version.level) + 1 if version.level else 1,
        )
    )
    return svg.encode() if isinstance(svg, str) else svg, png


def read_artwork(data: bytes) -> tuple[bytes | None, bytes]:
    """This function will check an uploaded picture and return its SVG, if it is one, and its PNG."""
    from openlaurel.core.artwork import check_png

    return None, check_png(data)


def _record(kind: str, version: AchievementVersion, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("achievement", version.achievement_id),
        now=now,
        actor_id=by.id,
        organisation_id=version.achievement.organisation_id,
        data={"version_id": str(version.id)},
    )
