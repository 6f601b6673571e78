"""Figures by mail: what is planned, planning it, and stopping it for oneself."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.figures.errors import InvalidReportPlan
from openlaurel.apps.figures.forms import ReportForm
from openlaurel.apps.figures.models import Period, ReportPlan, Rhythm
from openlaurel.apps.figures.queries import get_report_plan, list_report_plans, words_of
from openlaurel.apps.figures.services import plan_report, remove_report, resume_report, stop_report
from openlaurel.apps.letters.queries import time_zone_of
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import can


@workspace_view("view_figures")
@never_cache
@require_safe
def report_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    rows = []
    for plan in list_report_plans(organisation):
        readers = list(plan.readers.all())
        mine = next((reader for reader in readers if reader.account_id == request.user.pk), None)
        rows.append((plan, words_of(plan), readers, mine))
    may_plan = can(actor_of(request), "plan_reports", organisation)
    context = {"organisation": organisation, "rows": rows, "may_plan": may_plan}
    return render(request, "figures/report_list.html", context)


@workspace_view("plan_reports")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """Begins with the selection of the page from which one comes."""
    start = {
        "rhythm": Rhythm.MONTHLY,
        "period": Period.YEAR,
        "programme": request.GET.get("programme", ""),
        "achievement": request.GET.get("achievement", ""),
        "time_zone": time_zone_of(organisation),
        "readers": [str(request.user.pk)],
    }
    return _form(request, organisation, None, start)


@workspace_view("plan_reports")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: HttpRequest, organisation: Profile, report_plan_id: UUID) -> HttpResponse:
    plan = _plan(organisation, report_plan_id)
    start = {
        "rhythm": plan.rhythm,
        "period": plan.period,
        "programme": plan.programme.slug if plan.programme else "",
        "achievement": plan.achievement.slug if plan.achievement else "",
        "time_zone": plan.time_zone,
        "readers": [str(pk) for pk in plan.readers.values_list("account", flat=True)],
    }
    return _form(request, organisation, plan, start)


@workspace_view("plan_reports")
@require_POST
def report_remove(request: HttpRequest, organisation: Profile, report_plan_id: UUID) -> HttpResponse:
    plan = _plan(organisation, report_plan_id)
    remove_report(plan=plan, by=actor_of(request), now=timezone.now())
    messages.success(request, _("Removed. Nobody gets these figures by mail any more."))
    return redirect("figures:report-list", handle=organisation.handle)


@workspace_view("view_figures")
@require_POST
def report_mine(request: HttpRequest, organisation: Profile, report_plan_id: UUID) -> HttpResponse:
    """Stops the mails of a plan for whoever is signed in, or has them sent again."""
    plan, account = _plan(organisation, report_plan_id), actor_of(request).account
    assert account is not None
    change = resume_report if request.POST.get("wanted") else stop_report
    change(plan=plan, account=account, now=timezone.now())
    return redirect("figures:report-list", handle=organisation.handle)


def _form(
    request: HttpRequest, organisation: Profile, plan: ReportPlan | None, start: Mapping[str, object]
) -> HttpResponse:
    form = ReportForm(request.POST or None, initial=dict(start), organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            plan_report(
                organisation=organisation,
                draft=form.draft(),
                by=actor_of(request),
                now=timezone.now(),
                plan=plan,
            )
        except InvalidReportPlan as error:
            for field, problem in error.problems.items():
                form.add_error(field or None, problem)
        else:
            messages.success(request, _("Kept. The first mail leaves on the day that stands below."))
            return redirect("figures:report-list", handle=organisation.handle)
    context = {"organisation": organisation, "form": form, "plan": plan}
    status = 422 if request.method == "POST" else 200
    return render(request, "figures/report_form.html", context, status=status)


def _plan(organisation: Profile, plan_id: UUID) -> ReportPlan:
    try:
        return get_report_plan(organisation, plan_id)
    except ReportPlan.DoesNotExist:
        raise Http404 from None
