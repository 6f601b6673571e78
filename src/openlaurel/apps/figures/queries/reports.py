"""Figures by mail: what is planned, and who may get it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries import names_of
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.figures.models import ReportPlan
from openlaurel.apps.figures.queries.selection import Selection
from openlaurel.apps.figures.rhythm import months_of_period
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import PERMISSIONS


def list_report_plans(organisation: Profile) -> QuerySet[ReportPlan]:
    """This function will return what is planned, newest first, each with its readers."""
    return _whole(organisation).prefetch_related("readers__account")


def get_report_plan(organisation: Profile, plan_id: UUID) -> ReportPlan:
    """This function will return a plan of this organisation, or raise ReportPlan.DoesNotExist."""
    return _whole(organisation).get(pk=plan_id)


def members_who_may_read(organisation: Profile) -> QuerySet[Account]:
    """This function will return the members who may see figures, by name."""
    members = Account.objects.filter(
        memberships__organisation=organisation,
        memberships__role__in=PERMISSIONS["view_figures"],
        is_active=True,
    )
    return members.distinct().order_by("name", "email")


def selection_of(plan: ReportPlan, today: date) -> Selection:
    """This function will return which badges a plan is about on this day."""
    since, until = months_of_period(plan.period, today)
    return Selection(plan.organisation, plan.achievement, since, until, plan.programme)


def words_of(plan: ReportPlan) -> str:
    """This function will return what the figures of a plan are about: a micro-credential, a programme, or all."""
    return words_about(plan.programme.name if plan.programme else "", plan.achievement)


def words_about(programme: str, achievement: Achievement | None) -> str:
    """This function will name what figures are about."""
    if achievement is None:
        return programme or _("All micro-credentials")
    name = names_of({achievement.pk: achievement}).get(achievement.pk, achievement.slug)
    return f"{programme} · {name}" if programme else name


def subject_report_plans(ids: Iterable[str]) -> dict[str, Subject]:
    """This function will name plans in the audit trail."""
    rows = ReportPlan.objects.filter(id__in=list(ids)).select_related("organisation")
    return {
        str(plan.id): Subject(
            name=str(plan.get_rhythm_display()),
            url=reverse("figures:report-list", args=[plan.organisation.handle]),
        )
        for plan in rows
    }


def _whole(organisation: Profile) -> QuerySet[ReportPlan]:
    rows = organisation.report_plans.select_related("organisation", "programme", "achievement", "created_by")
    return rows.defer("programme__cover_png")
