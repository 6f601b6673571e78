"""Publishing: from then on a version stays as it is, because badges point to it."""

from datetime import datetime

from django.db import transaction

from openlaurel.apps.catalog.models import (
    Achievement,
    AchievementVersion,
    DuplicatePolicy,
    VersionState,
)
from openlaurel.apps.catalog.services.artwork import draw_artwork
from openlaurel.apps.catalog.services.completeness import missing_in
from openlaurel.apps.catalog.services.definitions import definition_of
from openlaurel.apps.catalog.services.drafts import locked_draft
from openlaurel.apps.catalog.services.errors import NotComplete
from openlaurel.apps.catalog.services.listings import relist
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import Actor, check_can


def publish_version(*, version: AchievementVersion, by: Actor, now: datetime) -> AchievementVersion:
    """This function will publish a draft: draw its artwork, freeze it, and supersede the version before it.

    Raises NotComplete when the definition leaves out what is promised to learners, BadArtwork when its picture
    can't be drawn, NotADraft for a version that is published already.
    """
    check_can(by, "publish_achievement", version.achievement.organisation)
    with transaction.atomic():
        version = locked_draft(version)
        definition = definition_of(version)
        if missing := missing_in(definition):
            raise NotComplete(missing)
        if not version.artwork_is_own:
            issuer = version.achievement.organisation.name
            version.artwork_svg, version.artwork_png = draw_artwork(definition, issuer)
        AchievementVersion.objects.filter(
            achievement_id=version.achievement_id, state=VersionState.PUBLISHED
        ).update(state=VersionState.SUPERSEDED)
        version.state, version.published_at = VersionState.PUBLISHED, now
        version.save()
        relist([version.achievement_id])
        _record("achievement.published", version.achievement, by, now, version)
    return version


def archive_achievement(*, achievement: Achievement, by: Actor, now: datetime) -> Achievement:
    """This function will take an achievement out of the catalogue; badges issued before stay valid."""
    check_can(by, "publish_achievement", achievement.organisation)
    with transaction.atomic():
        achievement = Achievement.objects.select_for_update(of=("self",)).get(pk=achievement.pk)
        if achievement.archived_at is None:
            achievement.archived_at = now
            achievement.save(update_fields=["archived_at"])
            relist([achievement.pk])
            _record("achievement.archived", achievement, by, now)
    return achievement


def restore_achievement(*, achievement: Achievement, by: Actor, now: datetime) -> Achievement:
    """This function will bring an archived achievement back into the catalogue."""
    check_can(by, "publish_achievement", achievement.organisation)
    with transaction.atomic():
        achievement = Achievement.objects.select_for_update(of=("self",)).get(pk=achievement.pk)
        if achievement.archived_at is not None:
            achievement.archived_at = None
            achievement.save(update_fields=["archived_at"])
            relist([achievement.pk])
            _record("achievement.restored", achievement, by, now)
    return achievement


def allow_suspension(*, achievement: Achievement, is_allowed: bool, by: Actor, now: datetime) -> Achievement:
    """This function will decide whether badges of an achievement that are issued from now on can be suspended.

    Badges that people hold stay as they were issued, since each names the one list that says what became of it.
    """
    check_can(by, "define_achievement", achievement.organisation)
    with transaction.atomic():
        achievement = Achievement.objects.select_for_update(of=("self",)).get(pk=achievement.pk)
        if achievement.suspendable != is_allowed:
            achievement.suspendable = is_allowed
            achievement.save(update_fields=["suspendable"])
            kind = "achievement.suspension_allowed" if is_allowed else "achievement.suspension_ended"
            _record(kind, achievement, by, now)
    return achievement


def decide_duplicates(
    *, achievement: Achievement, policy: DuplicatePolicy, by: Actor, now: datetime
) -> Achievement:
    """This function will say what happens when somebody who holds the badge is to be given another one.

    It holds for every way of issuing, from now on; badges that were issued stay as they are.
    """
    check_can(by, "define_achievement", achievement.organisation)
    with transaction.atomic():
        achievement = Achievement.objects.select_for_update(of=("self",)).get(pk=achievement.pk)
        if achievement.duplicates != policy:
            achievement.duplicates = policy
            achievement.save(update_fields=["duplicates"])
            _record("achievement.duplicates_decided", achievement, by, now, policy=str(policy))
    return achievement


def _record(
    kind: str,
    achievement: Achievement,
    by: Actor,
    now: datetime,
    version: AchievementVersion | None = None,
    **data: str,
) -> None:
    record_event(
        kind=kind,
        subject=("achievement", achievement.id),
        now=now,
        actor_id=by.id,
        organisation_id=achievement.organisation_id,
        data={"version_id": str(version.id), "number": version.number} if version else data,
    )
