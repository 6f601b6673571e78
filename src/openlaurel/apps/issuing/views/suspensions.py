"""Suspending a badge, and restoring it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.forms import RevokeForm
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import get_award
from openlaurel.apps.issuing.services import restore_award, suspend_award
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile


@workspace_view("suspend_award")
@require_http_methods(["GET", "HEAD", "POST"])
def award_suspend(request: HttpRequest, organisation: Profile, award_id: UUID) -> HttpResponse:
    """Asks for the reason, says what it means, and suspends by a POST."""
    said = _("The badge is suspended. Every check of it fails until it is restored.")
    return _change(request, organisation, award_id, suspend_award, "suspend", said)


@workspace_view("suspend_award")
@require_http_methods(["GET", "HEAD", "POST"])
def award_restore(request: HttpRequest, organisation: Profile, award_id: UUID) -> HttpResponse:
    """Asks for the reason, and lets the badge count again by a POST."""
    said = _("The badge is restored. It passes every check again.")
    return _change(request, organisation, award_id, restore_award, "restore", said)


def _change(
    request: HttpRequest,
    organisation: Profile,
    award_id: UUID,
    change: Callable[..., Award],
    action: str,
    said: str,
) -> HttpResponse:
    try:
        award = get_award(organisation, award_id)
    except Award.DoesNotExist:
        raise Http404 from None
    form = RevokeForm(request.POST or None)
    now: datetime = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            change(award=award, reason=form.cleaned_data["reason"], by=actor_of(request), now=now)
        except InvalidAward as error:
            form.add_error("reason", error.problems["reason"])
        except NotPossibleNow as error:
            messages.error(request, str(error))
            return redirect("issuing:award-detail", handle=organisation.handle, award_id=award.id)
        else:
            messages.success(request, said)
            return redirect("issuing:award-detail", handle=organisation.handle, award_id=award.id)
    return render(
        request,
        "issuing/award_suspend.html",
        {"organisation": organisation, "award": award, "form": form, "is_suspending": action == "suspend"},
        status=422 if form.is_bound else 200,
    )
