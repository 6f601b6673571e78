"""When reminders leave."""

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openlaurel.apps.letters import services
from openlaurel.apps.letters.forms import ReminderForm
from openlaurel.apps.letters.models import ReminderPlan
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile


@never_cache
@workspace_view("manage_mail")
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, organisation: Profile) -> HttpResponse:
    plan = ReminderPlan.objects.filter(organisation=organisation).first()
    start = {
        "days_after": ", ".join(map(str, plan.days_after)) if plan else "",
        "days_before_end": plan.days_before_end if plan else None,
        "time_zone": plan.time_zone if plan else "UTC",
        "quiet_from": plan.quiet_from if plan else time(20),
        "quiet_until": plan.quiet_until if plan else time(8),
    }
    form = ReminderForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_reminders(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except services.InvalidPlan as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            messages.success(request, _("Kept. Reminders leave by this plan from now on."))
            return redirect("letters:reminders", handle=organisation.handle)
    status = 422 if form.is_bound else 200
    return render(
        request, "letters/reminders.html", {"organisation": organisation, "form": form}, status=status
    )
