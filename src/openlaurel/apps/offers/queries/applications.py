"""Openings and applications, as reviewers and applicants see them."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.offers.models import Application, ApplicationState, Opening
from openlaurel.apps.profiles.models import Profile


def list_openings(organisation: Profile) -> QuerySet[Opening]:
    """This function will return what people may or could apply for, each with how many wait as `waiting`."""
    waiting = Count("applications", filter=Q(applications__state=ApplicationState.SUBMITTED))
    rows = (
        Opening.objects.filter(organisation=organisation)
        .select_related("achievement")
        .annotate(waiting=waiting)
    )
    return rows.order_by("-is_open", "-created_at", "id")


def list_applications(organisation: Profile, *, decided: bool, but: Account | None) -> QuerySet[Application]:
    """This function will return what waits, the oldest first, or what was decided, the newest first; never `but`'s."""
    rows = Application.objects.filter(opening__organisation=organisation).exclude(
        state=ApplicationState.WITHDRAWN
    )
    rows = rows.exclude(account=but) if but is not None else rows
    rows = rows.select_related("opening__achievement", "decided_by")
    if decided:
        return rows.exclude(state=ApplicationState.SUBMITTED).order_by("-decided_at", "id")
    return rows.filter(state=ApplicationState.SUBMITTED).order_by("submitted_at", "id")


def standing_applications(
    organisation: Profile, *, achievement: str = "", state: str | None = None
) -> QuerySet[Application]:
    """This function will return what was handed in and not withdrawn, or that for one achievement or in one state."""
    rows = Application.objects.filter(opening__organisation=organisation).exclude(
        state=ApplicationState.WITHDRAWN
    )
    rows = rows.filter(opening__achievement__slug=achievement) if achievement else rows
    rows = rows.filter(state=state) if state else rows
    return rows.select_related("opening__achievement", "account").order_by("-submitted_at", "-id")


def get_application(organisation: Profile, application_id: UUID) -> Application:
    """This function will return an application to this organisation, or raise Application.DoesNotExist."""
    rows = Application.objects.select_related(
        "opening__achievement__organisation", "opening__organisation", "account", "decided_by"
    )
    return rows.get(id=application_id, opening__organisation=organisation)


def latest_application(opening: Opening, account: Account) -> Application | None:
    """This function will return what somebody handed in last, or None."""
    return opening.applications.filter(account=account).order_by("-submitted_at", "id").first()


def subject_applications(ids: set[str]) -> dict[str, Subject]:
    """This function will name applications in the audit trail by what was applied for."""
    rows = Application.objects.filter(id__in=ids).select_related(
        "opening__organisation", "opening__achievement"
    )
    return {
        str(found.id): Subject(
            name=found.opening.achievement.slug,
            url=reverse("offers:application-detail", args=[found.opening.organisation.handle, found.id]),
        )
        for found in rows
    }
