"""An organisation's own achievements, as its designers see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
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
from openlaurel.apps.profiles.queries import page_of

_PRESENT = (VersionState.PUBLISHED, VersionState.DRAFT)


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


def list_own(organisation: Profile, number: str | None, size: int) -> Page[OwnAchievement]:
    """This function will return a page of an organisation's achievements.

    What is archived comes last; what has a draft, first; then they go by name without regard to accents.
    """
    versions = AchievementVersion.objects.filter(achievement=OuterRef("pk"))
    drafts = versions.filter(state=VersionState.DRAFT)
    published = versions.filter(state=VersionState.PUBLISHED)
    rows = (
        organisation.achievements.annotate(
            is_archived=Q(archived_at__isnull=False),
            has_draft=Exists(drafts),
            words=Coalesce(
                Subquery(published.values("search_text")[:1]), Subquery(drafts.values("search_text")[:1])
            ),
        )
        .prefetch_related(Prefetch("versions", _present_versions()))
        .order_by("is_archived", "-has_draft", "words", "id")
    )
    return page_of(rows, number, size, lambda achievement: _own(achievement, achievement.versions.all()))


def count_own(organisation: Profile) -> tuple[int, int]:
    """This function will count what an organisation has published and not archived, and its drafts of such."""
    versions = _present_versions().filter(
        achievement__organisation=organisation, achievement__archived_at=None
    )
    counts = dict(versions.order_by().values_list("state").annotate(Count("pk")))
    return counts.get(VersionState.PUBLISHED, 0), counts.get(VersionState.DRAFT, 0)


def get_own(organisation: Profile, slug: str) -> OwnAchievement:
    """This function will return one achievement of `organisation`, or raise Achievement.DoesNotExist."""
    achievement = organisation.achievements.get(slug=slug)
    return _own(achievement, achievement.versions.filter(state__in=_PRESENT))


def _present_versions() -> QuerySet[AchievementVersion]:
    return AchievementVersion.objects.filter(state__in=_PRESENT).defer(
        "artwork_svg", "artwork_png", "search_text"
    )


def _own(achievement: Achievement, versions: Iterable[AchievementVersion]) -> OwnAchievement:
    found = {version.state: version for version in versions}
    return OwnAchievement(achievement, found.get(VersionState.PUBLISHED), found.get(VersionState.DRAFT))


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


def versions_held(achievement: Achievement, number: str | None, size: int) -> Page[HeldVersion]:
    """This function will return a page of the public versions, newest first, each with how many hold it."""
    held = holders_of(achievement)
    return page_of(
        public_versions(achievement),
        number,
        size,
        lambda version: HeldVersion(version, held.get(version.id, 0)),
    )


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
