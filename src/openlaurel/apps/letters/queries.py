"""Which template a mail is written by."""

from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.letters.models import MailTemplate, ReminderPlan
from openlaurel.apps.profiles.models import Profile


def list_templates(organisation: Profile) -> QuerySet[MailTemplate]:
    """This function will return the templates of `organisation`, each with the name of what it is for."""
    newest = AchievementVersion.objects.filter(achievement=OuterRef("achievement")).order_by("-number")
    return (
        MailTemplate.objects.filter(organisation=organisation)
        .select_related("achievement", "programme")
        .annotate(achievement_name=Subquery(newest.values("name")[:1]))
    )


def template_for(
    *, organisation_id: UUID, achievement_id: UUID, kind: str, language: str
) -> MailTemplate | None:
    """This function will return the template by which a recipient who reads `language` is written to, or None.

    The achievement's own goes before those of a programme that it is in (the oldest one, where several have some), and
    before the organisation's; the language as it is before its first part (`pt-BR`, `pt`).
    """
    languages = list(dict.fromkeys([language, language.split("-")[0]]))
    rows = MailTemplate.objects.filter(
        Q(achievement=achievement_id)
        | Q(programme__steps__achievement=achievement_id)
        | Q(achievement__isnull=True, programme__isnull=True),
        organisation=organisation_id,
        kind=kind,
        language__in=languages,
    ).select_related("programme")

    def nearness(template: MailTemplate) -> tuple[int, str, str, int]:
        language = languages.index(template.language)
        if template.programme is not None:
            return 1, template.programme.created_at.isoformat(), str(template.programme.pk), language
        return 0 if template.achievement_id else 2, "", "", language

    return min(rows, key=nearness, default=None)


def programmes_of(organisation: Profile) -> list[tuple[UUID, str]]:
    """This function will return id and name of the organisation's programmes, by name."""
    return list(organisation.programmes.values_list("pk", "name"))


def achievements_of(organisation: Profile) -> QuerySet[Achievement]:
    """This function will return what `organisation` defined, each with the name of its newest version."""
    newest = AchievementVersion.objects.filter(achievement=OuterRef("pk")).order_by("-number")
    return (
        Achievement.objects.filter(organisation=organisation)
        .annotate(newest_name=Subquery(newest.values("name")[:1]))
        .order_by("newest_name", "pk")
    )


def time_zone_of(organisation: Profile) -> str:
    """This function will return the time zone that an organisation chose for its reminders, "UTC" where it chose none."""
    plan = ReminderPlan.objects.filter(organisation=organisation).first()
    return plan.time_zone if plan else "UTC"
