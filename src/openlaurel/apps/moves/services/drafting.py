"""From what an export claims of a definition to a draft of the organisation's own, which people then complete."""

import re
from dataclasses import fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from openlaurel.adapters.configured import read_artwork
from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.catalog.services import (
    BadArtwork,
    Definition,
    InvalidDefinition,
    SkillClaim,
    define_achievement,
    upload_artwork,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor
from openlaurel.core.artwork import ArtworkError
from openlaurel.core.openbadges import is_language
from openlaurel.core.searching import search_form

_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_DECIMALS = frozenset({"ects", "price_amount", "credits"})
_TUPLES = frozenset({"outcomes", "required", "tags", "result_descriptions"})


def definition_of_claim(claim: dict[str, Any], language: str) -> Definition:
    """This function will return what a draft says of a claim; one of our own archives says all of it."""
    whole = claim.get("whole")
    if isinstance(whole, dict) and whole.get("name"):
        found = _whole(whole)
        if found is not None:
            return found
    said = str(claim.get("language") or "")
    return Definition(
        name=str(claim["name"])[:120],
        language=said if is_language(said) and len(said) <= 12 else language,
        description=str(claim.get("description", ""))[:2000],
        criteria=str(claim.get("criteria", "")),
        achievement_type="Badge",
        tags=tuple(claim.get("tags", ())),
    )


def draft_achievement(
    *, organisation: Profile, definition: Definition, image: bytes, by: Actor, now: datetime
) -> tuple[Achievement, str]:
    """This function will make a draft, with its own picture if that can be used, and say why not otherwise.

    Raises InvalidDefinition.
    """
    version = _define(organisation, definition, by, now)
    if image:
        try:
            upload_artwork(version=version, data=image, by=by, now=now)
        except BadArtwork as error:
            return version.achievement, str(error)
    return version.achievement, ""


def harmless_png(image: bytes) -> bytes:
    """This function will return a picture as a PNG without anything else in it; nothing where it can't be used."""
    if not image:
        return b""
    try:
        return read_artwork(image)[1]
    except ArtworkError:
        return b""


def _define(organisation: Profile, definition: Definition, by: Actor, now: datetime) -> AchievementVersion:
    base = _NOT_IN_SLUGS.sub("-", search_form(definition.name)).strip("-")[:80].strip("-") or "badge"
    taken = set(Achievement.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slugs = [base, *(f"{base}-{number}" for number in range(2, 100)), f"{base}-{uuid4().hex[:8]}"]
    slug = next(slug for slug in slugs if slug not in taken and slug not in {"new", "preview"})
    return define_achievement(organisation=organisation, slug=slug, definition=definition, by=by, now=now)


def _whole(said: dict[str, Any]) -> Definition | None:
    """A definition as our archive writes it; None where a later or altered one can't be read."""
    known = {field.name for field in fields(Definition)}
    values: dict[str, Any] = {
        name: value for name, value in said.items() if name in known and value is not None
    }
    try:
        for name in _DECIMALS & set(values):
            values[name] = Decimal(str(values[name]))
        for name in _TUPLES & set(values):
            values[name] = tuple(values[name])
        values["skills"] = tuple(
            # a skill of the old site gets an address here
            SkillClaim(
                **{**skill, "url": "" if "/skills/" in str(skill.get("url")) else skill.get("url", "")}
            )
            for skill in values.get("skills", ())
        )
        values["required"] = tuple(
            Achievement.objects.filter(slug__in=values.get("required", ())).values_list("slug", flat=True)
        )
        return Definition(**values)
    except (InvalidOperation, TypeError, ValueError):
        return None


def told(error: InvalidDefinition) -> str:
    """This function will say in one sentence why no draft could be made."""
    return " ".join(error.problems.values())[:300] or _("its fields can't be used")
