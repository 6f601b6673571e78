"""An organisation's own achievements, as its designers see them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement, AchievementVersion, VersionState
from openlaurel.apps.catalog.queries.achievements import public_versions
from openlaurel.apps.catalog.queries.facts import LABELS
from openlaurel.apps.catalog.registry import holders_of
from openlaurel.apps.catalog.services.artwork import preview_artwork
from openlaurel.apps.catalog.services.completeness import NEEDED, missing_in
from openlaurel.apps.catalog.services.definitions import definition_of
from openlaurel.apps.catalog.services.errors import BadArtwork
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.searching import search_form


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


@dataclass(frozen=True)
class Check:
    """One line of the list before publishing: what is asked for, and what to do while it is missing."""

    label: str
    advice: str = ""

    @property
    def is_met(self) -> bool:
        return not self.advice


def check_list(draft: AchievementVersion) -> list[Check]:
    """This function will return all that publishing asks for, what is missing first."""
    definition = definition_of(draft)
    missing = missing_in(definition)
    checks = [Check(str(LABELS[field]), missing.get(field, "")) for field in LABELS if field in NEEDED]
    if not draft.artwork_is_own:
        try:
            preview_artwork(definition, draft.achievement.organisation.name)
        except BadArtwork as error:
            checks.append(Check(_("Artwork"), str(error)))
        else:
            checks.append(Check(_("Artwork")))
    return sorted(checks, key=lambda check: check.is_met)


def draft_artwork(draft: AchievementVersion) -> bytes:
    """This function will return the picture of a draft as SVG, drawn now unless it is the issuer's own."""
    if draft.artwork_is_own:
        return bytes(draft.artwork_svg or b"")
    return preview_artwork(definition_of(draft), draft.achievement.organisation.name).encode()


@dataclass(frozen=True)
class HeldVersion:
    """A version that is or was public, with the number of people who hold it."""

    version: AchievementVersion
    holders: int


def versions_held(achievement: Achievement) -> list[HeldVersion]:
    """This function will return the public versions, newest first, each with how many hold it."""
    held = holders_of(achievement)
    return [HeldVersion(version, held.get(version.id, 0)) for version in public_versions(achievement)]


def subject_achievements(ids: set[str]) -> dict[str, Subject]:
    """This function will name achievements for the audit trail of their organisation."""
    versions = (
        AchievementVersion.objects.filter(achievement_id__in=ids)
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
