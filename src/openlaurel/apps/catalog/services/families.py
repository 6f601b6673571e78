"""Families of badges: one look. Changing it changes every draft of the family and no published version."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import AchievementVersion, BadgeFamily, VersionState
from openlaurel.apps.catalog.services.definitions import definition_of, with_look
from openlaurel.apps.catalog.services.drafts import locked_draft
from openlaurel.apps.catalog.services.errors import CatalogError, InvalidDefinition
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.artwork import SHAPES

MOST_STEP = 60
LOOK = ["art_shape", "art_hue", "art_pattern"]


@dataclass(frozen=True)
class Look:
    """What the badges of a family have in common; `hue_step` are the degrees that the hue turns with each level."""

    name: str
    shape: str
    hue: int
    hue_step: int = 0
    pattern: str = "1"


def create_family(*, organisation: Profile, look: Look, by: Actor, now: datetime) -> BadgeFamily:
    """This function will make a family without badges. Raises InvalidDefinition."""
    check_can(by, "define_achievement", organisation)
    return _store(
        BadgeFamily(organisation=organisation, created_at=now), look, "badge_family.created", by, now
    )


def change_family(*, family: BadgeFamily, look: Look, by: Actor, now: datetime) -> BadgeFamily:
    """This function will change the look of a family and of all its drafts at once; published versions stay.

    Raises InvalidDefinition.
    """
    check_can(by, "define_achievement", family.organisation)
    return _store(family, look, "badge_family.changed", by, now)


def delete_family(*, family: BadgeFamily, by: Actor, now: datetime) -> None:
    """This function will delete a family; drafts keep the look. Raises CatalogError when a published version is of it."""
    check_can(by, "define_achievement", family.organisation)
    with transaction.atomic():
        if family.versions.exclude(state=VersionState.DRAFT).exists():
            raise CatalogError(_("Published badges are of this family, so it stays. Change it as you like."))
        family.versions.filter(state=VersionState.DRAFT).update(family=None)
        _record("badge_family.deleted", family, by, now)
        family.delete()


def put_in_family(
    *, version: AchievementVersion, family: BadgeFamily | None, by: Actor, now: datetime
) -> AchievementVersion:
    """This function will give a draft the look of a family of its organisation, or let it go its own way with None.

    Raises NotADraft for a published version, CatalogError for the family of somebody else.
    """
    organisation = version.achievement.organisation
    check_can(by, "define_achievement", organisation)
    if family is not None and family.organisation_id != organisation.id:
        raise CatalogError(_("That belongs to another organisation. Choose something of your own."))
    with transaction.atomic():
        version = locked_draft(version)
        version.family = family
        _dress(version, family)
        record_event(
            kind="achievement.joined_family" if family else "achievement.left_family",
            subject=("achievement", version.achievement_id),
            now=now,
            actor_id=by.id,
            organisation_id=organisation.id,
            data={"name": family.name} if family else {},
        )
    return version


def _store(family: BadgeFamily, look: Look, kind: str, by: Actor, now: datetime) -> BadgeFamily:
    name = " ".join(look.name.split())
    problems = {}
    if not name or len(name) > 120:
        problems["name"] = _("Enter a name of at most 120 characters.")
    if look.shape not in SHAPES:
        problems["shape"] = _("Choose a shape from the gallery.")
    if not 0 <= look.hue < 360:
        problems["hue"] = _("Choose a colour between 0 and 359 degrees.")
    if not -MOST_STEP <= look.hue_step <= MOST_STEP:
        problems["hue_step"] = _("The colour may turn by at most 60 degrees with each level.")
    if not look.pattern or len(look.pattern) > 40:
        problems["pattern"] = _("Choose a pattern from the list.")
    if problems:
        raise InvalidDefinition(problems)
    family.name, family.shape, family.hue = name, look.shape, look.hue
    family.hue_step, family.pattern = look.hue_step, look.pattern
    try:
        with transaction.atomic():
            family.save()
            drafts = AchievementVersion.objects.select_for_update(of=("self",)).filter(
                family=family, state=VersionState.DRAFT
            )
            for draft in drafts:
                _dress(draft, family)
            _record(kind, family, by, now)
    except IntegrityError as error:
        raise InvalidDefinition(
            {"name": _("There is a family of this name already. Choose another one.")}
        ) from error
    return family


def _dress(draft: AchievementVersion, family: BadgeFamily | None) -> None:
    dressed = with_look(definition_of(draft), family)
    draft.art_shape, draft.art_hue, draft.art_pattern = (
        dressed.art_shape,
        dressed.art_hue,
        dressed.art_pattern,
    )
    draft.save(update_fields=[*LOOK, "family"])


def _record(kind: str, family: BadgeFamily, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("badge_family", family.id),
        now=now,
        actor_id=by.id,
        organisation_id=family.organisation_id,
        data={"name": family.name},
    )
