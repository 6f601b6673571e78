"""How an organisation looks: its colours, from which readable ones are worked out, and its logo."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.configured import read_picture
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Logo, Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.services.errors import BadPicture, InvalidDetails
from openlaurel.core.artwork import (
    ArtworkError,
    BadSpec,
    DamagedPicture,
    NotAPicture,
    NotSelfContained,
    TooLarge,
    UnsafePicture,
    WrongSize,
)
from openlaurel.core.artwork.brand import check_colour, hue_of
from openlaurel.core.artwork.pictures import LOGO, ground_of, size_of, smaller

SMALL = (256, 128)


def update_brand(
    *, organisation: Profile, colour: str, accent: str = "", by: Actor, now: datetime
) -> Profile:
    """This function will set an organisation's colours, written as #rrggbb; `accent` may be empty.

    Every colour is possible: pages use what is worked out from it. New badges begin with its hue. Raises InvalidDetails.
    """
    check_can(by, "edit_brand", organisation)
    wanted = check_colours(colour, accent)
    changed = sorted(field for field, value in wanted.items() if getattr(organisation, field) != value)
    if not changed:
        return organisation
    organisation.colour, organisation.accent = wanted["colour"], wanted["accent"]
    organisation.hue = hue_of(organisation.colour)
    with transaction.atomic():
        organisation.save(update_fields=["colour", "accent", "hue"])
        _record("organisation.updated", organisation, by, now, {"fields": changed})
    return organisation


def check_colours(colour: str, accent: str = "") -> dict[str, str]:
    """This function will return `colour` and `accent` as they are kept, or raise InvalidDetails."""
    wanted = {"colour": colour.strip().lower(), "accent": accent.strip().lower()}
    if problems := _problems(wanted):
        raise InvalidDetails(problems)
    return wanted


def upload_logo(*, organisation: Profile, data: bytes, by: Actor, now: datetime) -> Logo:
    """This function will give an organisation a logo: a PNG, JPEG, WebP or SVG, of which only what draws is stored.

    Raises BadPicture, which says what to do.
    """
    check_can(by, "edit_brand", organisation)
    try:
        svg, png = read_picture(data, LOGO)
    except ArtworkError as error:
        raise BadPicture(told(error)) from error
    width, height = size_of(png)
    stored = {
        "svg": svg,
        "png": png,
        "small_png": smaller(png, *SMALL),
        "width": width,
        "height": height,
        "ground": ground_of(png),
        "digest": hashlib.sha256(png).hexdigest()[:16],
        "changed_at": now,
    }
    with transaction.atomic():
        logo, _is_new = Logo.objects.update_or_create(organisation=organisation, defaults=stored)
        _record("organisation.logo_uploaded", organisation, by, now, {})
    return logo


def remove_logo(*, organisation: Profile, by: Actor, now: datetime) -> None:
    """This function will remove an organisation's logo; without one nothing happens."""
    check_can(by, "edit_brand", organisation)
    with transaction.atomic():
        if Logo.objects.filter(organisation=organisation).delete()[0]:
            _record("organisation.logo_removed", organisation, by, now, {})


def told(error: ArtworkError) -> str:
    """This function will say in the reader's words what is wrong with an uploaded picture, and what to do."""
    match error:
        case NotAPicture():
            return _("The file is no PNG, JPEG, WebP or SVG picture. Save the picture as one of them.")
        case TooLarge():
            return _(
                "The picture is too large: at most 5 MB, 6,000 pixels a side and 24 million pixels together, an "
                "SVG simpler. Save it smaller."
            )
        case WrongSize():
            return _("The picture is too small, or much longer than it is high. Crop it or export it larger.")
        case UnsafePicture():
            return _("The picture holds scripts, links, entities or an animation. Export it without them.")
        case NotSelfContained():
            return _("The SVG needs fonts or files from elsewhere. Convert text to paths and embed pictures.")
        case DamagedPicture():
            return _("The picture is damaged and can't be read. Export it again.")
    return str(error)


def _problems(colours: dict[str, str]) -> dict[str, str]:
    problems = {}
    for field, value in colours.items():
        try:
            if value or field == "colour":
                check_colour(value)
        except BadSpec:
            problems[field] = _("Write a colour as # and six digits, such as #0a5f38.")
    return problems


def _record(kind: str, organisation: Profile, by: Actor, now: datetime, data: dict[str, list[str]]) -> None:
    record_event(
        kind=kind,
        subject=("profile", organisation.id),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.id,
        data=data,
    )
