"""Which template a mail is written by."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.letters.models import MailTemplate
from openlaurel.apps.profiles.models import Profile


def list_templates(organisation: Profile) -> QuerySet[MailTemplate]:
    """This function will return the templates of `organisation`, each with the name of what it is for."""
    newest = AchievementVersion.objects.filter(achievement=OuterRef("achievement")).order_by("-number")
    return (
        MailTemplate.objects.filter(organisation=organisation)
        .select_related("achievement")
        .annotate(achievement_name=Subquery(newest.values("name")[:1]))
    )


def template_for(
    *, organisation_id: UUID, achievement_id: UUID, kind: str, language: str
) -> MailTemplate | None:
    """This function will return the template by which a recipient who reads `language` is written to, or None.

    The achievement's own goes before the organisation's, the language as it is before its first part (`pt-BR`, `pt`).
    """
    languages = list(dict.fromkeys([language, language.split("-")[0]]))
    found = {
        (template.achievement_id, template.language): template
        for template in MailTemplate.objects.filter(
            organisation=organisation_id, kind=kind, language__in=languages
        )
    }
    for achievement in (achievement_id, None):
        for each in languages:
            if (achievement, each) in found:
                return found[achievement, each]
    return None


def achievements_of(organisation: Profile) -> QuerySet[Achievement]:
    """This function will return what `organisation` defined, each with the name of its newest version."""
    newest = AchievementVersion.objects.filter(achievement=OuterRef("pk")).order_by("-number")
    return (
        Achievement.objects.filter(organisation=organisation)
        .annotate(newest_name=Subquery(newest.values("name")[:1]))
        .order_by("newest_name", "pk")
    )
