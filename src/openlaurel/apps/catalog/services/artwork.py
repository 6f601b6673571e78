"""The picture of an achievement: drawn from its definition, or the issuer's own."""

import base64
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.adapters.configured import draw_badge, read_artwork
from openlaurel.apps.catalog.models import AchievementVersion, Level
from openlaurel.apps.catalog.services.definitions import Definition
from openlaurel.apps.catalog.services.drafts import locked_draft
from openlaurel.apps.catalog.services.errors import BadArtwork
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.artwork import (
    ArtworkError,
    ArtworkSpec,
    DamagedPicture,
    MissingGlyph,
    NotAPicture,
    NotSelfContained,
    TooLarge,
    UnsafePicture,
    WrongSize,
    render_badge,
)


def artwork_spec(definition: Definition, issuer: str) -> ArtworkSpec:
    """This function will describe the picture of a definition. Raises BadArtwork when it can't be drawn.

    The level's name is written where this site speaks the badge's language; its marks say it everywhere.
    """
    level_label = ""
    if definition.level and definition.language in dict(settings.LANGUAGES):
        with translation.override(definition.language):
            level_label = str(Level(definition.level).label)
    try:
        return ArtworkSpec(
            title=definition.name,
            issuer=issuer,
            shape=definition.art_shape,
            hue=definition.art_hue,
            icon=definition.art_icon,
            pattern=definition.art_pattern,
            level=Level.values.index(definition.level) + 1 if definition.level else 0,
            level_label=level_label,
            language=definition.language,
        )
    except ArtworkError as error:
        raise BadArtwork(_told(error)) from error


def draw_artwork(definition: Definition, issuer: str) -> tuple[bytes, bytes]:
    """This function will draw the picture of a definition as SVG and as PNG. Raises BadArtwork."""
    try:
        return draw_badge(artwork_spec(definition, issuer))
    except ArtworkError as error:
        raise BadArtwork(_told(error)) from error


def preview_artwork(definition: Definition, issuer: str) -> str:
    """This function will draw the picture of a definition as SVG only, while it is being designed."""
    try:
        return render_badge(artwork_spec(definition, issuer), load_assets())
    except ArtworkError as error:
        raise BadArtwork(_told(error)) from error


def upload_artwork(
    *, version: AchievementVersion, data: bytes, by: Actor, now: datetime
) -> AchievementVersion:
    """This function will give a draft the issuer's own picture, a PNG or an SVG, instead of a drawn one.

    Only what is harmless of it is stored, as SVG and as PNG. Raises BadArtwork when the file can't be used.
    """
    check_can(by, "define_achievement", version.achievement.organisation)
    try:
        svg, png = _read_picture(data)
    except ArtworkError as error:
        raise BadArtwork(_told(error)) from error
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


def _read_picture(data: bytes) -> tuple[bytes, bytes]:
    """An uploaded picture in both forms, as far as it is harmless: a PNG stands in an SVG of its size."""
    svg, png = read_artwork(data)
    if svg is None:
        encoded = base64.b64encode(png).decode("ascii")
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600">'
            f'<image width="600" height="600" href="data:image/png;base64,{encoded}"/></svg>'
        ).encode()
    return svg, png


def _told(error: ArtworkError) -> str:
    """What went wrong in the reader's words; the kinds of error are told apart, their details aren't."""
    match error:
        case MissingGlyph():
            return _(
                "The character “%(character)s” can't be drawn on the badge. Write the name without it, or upload "
                "your own artwork."
            ) % {"character": error.character}
        case NotAPicture():
            return _("The file is neither a PNG nor an SVG picture. Save your artwork as one of them.")
        case TooLarge():
            return _(
                "The picture is too large: at most 5 MB and 4,000 pixels a side, an SVG simpler. Save it smaller."
            )
        case WrongSize():
            return _(
                "A badge is about as wide as it is high, and at least 400 pixels. Crop it or export it larger."
            )
        case UnsafePicture():
            return _(
                "The SVG holds scripts, links or entities, which a badge must not. Export it without them."
            )
        case NotSelfContained():
            return _("The SVG needs fonts or files from elsewhere. Convert text to paths and embed pictures.")
        case DamagedPicture():
            return _("The picture is damaged and can't be read. Export it again.")
    return str(error)


def _record(kind: str, version: AchievementVersion, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("achievement", version.achievement_id),
        now=now,
        actor_id=by.id,
        organisation_id=version.achievement.organisation_id,
        data={"version_id": str(version.id)},
    )
