"""Badge families, the drafts that may join one, and how a level of a look is drawn."""

from django.db.models import QuerySet

from openlaurel.apps.catalog.models import AchievementVersion, BadgeFamily, VersionState
from openlaurel.apps.catalog.services.artwork import preview_artwork
from openlaurel.apps.catalog.services.definitions import Definition, with_look
from openlaurel.apps.profiles.models import Profile


def families_of(organisation: Profile) -> QuerySet[BadgeFamily]:
    """This function will return an organisation's families, by name."""
    return BadgeFamily.objects.filter(organisation=organisation)


def drafts_of(organisation: Profile) -> QuerySet[AchievementVersion]:
    """This function will return an organisation's drafts by name, without their pictures."""
    rows = AchievementVersion.objects.filter(
        achievement__organisation=organisation, state=VersionState.DRAFT
    ).select_related("achievement__organisation")
    return rows.defer("artwork_svg", "artwork_png", "search_text").order_by("name", "id")


def drawn_level(family: BadgeFamily, level: str, organisation: Profile) -> str:
    """This function will return one level of a look, saved or not, as SVG with its name."""
    shown = Definition(name=family.name, language=organisation.language, level=level)
    return preview_artwork(with_look(shown, family), organisation.name)
