"""Drafts: definitions that may still change."""

import re
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement, AchievementVersion, Alignment, Skill, VersionState
from openlaurel.apps.catalog.services.definitions import (
    Definition,
    SkillClaim,
    columns_of,
    definition_of,
    searched_text,
    with_look,
)
from openlaurel.apps.catalog.services.errors import InvalidDefinition, NotADraft
from openlaurel.apps.catalog.services.validation import problems_of
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can

RESERVED_SLUGS = frozenset({"new", "preview"})
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?").fullmatch


def define_achievement(
    *, organisation: Profile, slug: str, definition: Definition, by: Actor, now: datetime
) -> AchievementVersion:
    """This function will make an achievement with a first draft, which may be incomplete.

    `slug` becomes part of its address and never changes. Raises InvalidDefinition for unusable fields.
    """
    check_can(by, "define_achievement", organisation)
    problems = problems_of(definition)
    if not _SLUG(slug) or slug in RESERVED_SLUGS:
        problems["slug"] = _("Use small letters a to z, digits and hyphens, such as data-literacy.")
    if problems:
        raise InvalidDefinition(problems)
    try:
        with transaction.atomic():
            achievement = Achievement.objects.create(organisation=organisation, slug=slug, created_at=now)
            version = _write(
                AchievementVersion(achievement=achievement, number=1, created_at=now), definition
            )
            _record("achievement.defined", version, by, now)
    except IntegrityError as error:
        raise InvalidDefinition(
            {"slug": _("The address %(slug)s is taken. Choose another one.") % {"slug": slug}}
        ) from error
    return version


def edit_draft(
    *, version: AchievementVersion, definition: Definition, by: Actor, now: datetime
) -> AchievementVersion:
    """This function will replace all that a draft says. Raises NotADraft for a published version."""
    check_can(by, "define_achievement", version.achievement.organisation)
    if problems := problems_of(definition):
        raise InvalidDefinition(problems)
    with transaction.atomic():
        version = locked_draft(version)
        _write(version, definition)
        _record("achievement.draft_edited", version, by, now)
    return version


def start_version(*, achievement: Achievement, by: Actor, now: datetime) -> AchievementVersion:
    """This function will return a new draft that says what the published version says, artwork included.

    An open draft is returned as it is. Raises NotADraft when nothing was published yet and no draft is open.
    """
    check_can(by, "define_achievement", achievement.organisation)
    with transaction.atomic():
        # The achievement's row is the lock: two who start a version at once get the same draft.
        Achievement.objects.select_for_update(of=("self",), no_key=True).get(pk=achievement.pk)
        versions = achievement.versions.all()
        if draft := versions.filter(state=VersionState.DRAFT).first():
            return draft
        source = versions.filter(state=VersionState.PUBLISHED).first()
        if source is None:
            raise NotADraft(_("There is no published version to start from."))
        draft = AchievementVersion(
            achievement=achievement,
            number=max(versions.values_list("number", flat=True)) + 1,
            created_at=now,
            family=source.family,
            artwork_is_own=source.artwork_is_own,
            artwork_svg=source.artwork_svg if source.artwork_is_own else None,
            artwork_png=source.artwork_png if source.artwork_is_own else None,
        )
        _write(draft, definition_of(source))
        _record("achievement.version_started", draft, by, now)
    return draft


def discard_draft(*, version: AchievementVersion, by: Actor, now: datetime) -> None:
    """This function will throw away a draft; an achievement that was never published goes with it."""
    check_can(by, "define_achievement", version.achievement.organisation)
    with transaction.atomic():
        version = locked_draft(version)
        achievement = version.achievement
        _record("achievement.draft_discarded", version, by, now)
        version.delete()
        if not achievement.versions.exists():
            achievement.delete()


def locked_draft(version: AchievementVersion) -> AchievementVersion:
    """This function will read the version again for changing, or raise NotADraft."""
    version = AchievementVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise NotADraft(
            _("Version %(number)s is published and never changes. Start a new version to edit it.")
            % {"number": version.number}
        )
    return version


def _write(version: AchievementVersion, definition: Definition) -> AchievementVersion:
    for column, value in columns_of(with_look(definition, version.family)).items():
        setattr(version, column, value)
    version.search_text = searched_text(definition)
    version.save()
    version.required.set(_required(version, definition.required))
    skills = [_skill(claim, version) for claim in definition.skills]
    version.alignments.all().delete()
    for position, (claim, skill) in enumerate(zip(definition.skills, skills, strict=True)):
        Alignment.objects.create(version=version, skill=skill, level=claim.level, position=position)
    return version


def _required(version: AchievementVersion, slugs: tuple[str, ...]) -> list[Achievement]:
    found = list(Achievement.objects.filter(slug__in=slugs).exclude(pk=version.achievement_id))
    if missing := sorted(set(slugs) - {achievement.slug for achievement in found}):
        raise InvalidDefinition(
            {
                "required": _("There is no other micro-credential at %(slugs)s. Check the spelling.")
                % {"slugs": ", ".join(missing)}
            }
        )
    return found


def _skill(claim: SkillClaim, version: AchievementVersion) -> Skill:
    """The skill of a claim. A skill that is known keeps its name: published versions point to it."""
    name = claim.name.strip()
    details = {
        "code": claim.code,
        "name": name,
        "description": claim.description,
        "framework": claim.framework,
        "language": version.language,
    }
    if not claim.url:
        skill_id = uuid4()
        return _known_skill(name, version) or Skill.objects.create(
            id=skill_id, url=f"{settings.OPENLAUREL_URL}/skills/{skill_id}", **details
        )
    skill, is_new = Skill.objects.get_or_create(url=claim.url, defaults=details)
    if not is_new and skill.name != name:
        raise InvalidDefinition(
            {
                "skills": _(
                    "The address %(url)s is known here as the skill “%(known)s”. Use that name, or leave the "
                    "address of “%(name)s” empty to get a new one."
                )
                % {"url": claim.url, "known": skill.name, "name": name}
            }
        )
    return skill


def _known_skill(name: str, version: AchievementVersion) -> Skill | None:
    """The skill that a name without an address means: the organisation's own first, then one of a framework."""
    named = Skill.objects.filter(name=name, language=version.language)
    own = named.filter(alignments__version__achievement__organisation=version.achievement.organisation_id)
    shared = named.exclude(framework="").annotate(uses=Count("alignments"))
    return own.order_by("id").first() or shared.order_by("-uses", "id").first()


def _record(kind: str, version: AchievementVersion, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("achievement", version.achievement_id),
        now=now,
        actor_id=by.id,
        organisation_id=version.achievement.organisation_id,
        data={"version_id": str(version.id), "number": version.number},
    )
