"""Correcting a badge, and the inbox of what holders ask to have corrected."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openlaurel.apps.catalog.forms.custom_fields import input_name
from openlaurel.apps.issuing.correction_forms import CorrectionForm, DeclineForm
from openlaurel.apps.issuing.errors import InvalidAward, IssuingError, NotPossibleNow
from openlaurel.apps.issuing.models import Award, CorrectionRequest, RequestState
from openlaurel.apps.issuing.queries import (
    get_award,
    get_correction_request,
    list_correction_requests,
    open_request_of,
)
from openlaurel.apps.issuing.services import correct_award, decline_correction
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50


@workspace_view("correct_award")
@require_safe
def request_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The open requests; with ?state= those that were decided."""
    state = request.GET.get("state", "")
    if state not in RequestState.values:
        state = RequestState.OPEN
    page = Paginator(list_correction_requests(organisation, state), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "issuing/correction_request_list.html",
        {"organisation": organisation, "page": page, "state": state, "states": RequestState.choices},
    )


@workspace_view("correct_award")
@require_http_methods(["GET", "HEAD", "POST"])
def request_decline(request: HttpRequest, organisation: Profile, correction_request_id: UUID) -> HttpResponse:
    """Asks for the answer that the holder gets, and declines by a POST."""
    try:
        asked = get_correction_request(organisation, correction_request_id)
    except CorrectionRequest.DoesNotExist:
        raise Http404 from None
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_correction(
                request=asked,
                answer=form.cleaned_data["answer"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidAward as error:
            form.add_error("answer", error.problems["answer"])
        except NotPossibleNow as error:
            messages.error(request, str(error))
            return redirect("issuing:correction-request-list", handle=organisation.handle)
        else:
            messages.success(request, _("The request is declined, and the holder gets your answer by mail."))
            return redirect("issuing:correction-request-list", handle=organisation.handle)
    return render(
        request,
        "issuing/correction_request_decline.html",
        {"organisation": organisation, "asked": asked, "form": form},
        status=422 if form.is_bound else 200,
    )


@workspace_view("correct_award")
@require_http_methods(["GET", "HEAD", "POST"])
def award_correct(request: HttpRequest, organisation: Profile, award_id: UUID) -> HttpResponse:
    """What the badge says, to be changed; where its holder asked for something, that is filled in."""
    try:
        award = get_award(organisation, award_id)
    except Award.DoesNotExist:
        raise Http404 from None
    asked = open_request_of(award)
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        award=award,
        asked=asked,
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_award(
                award=award,
                wanted=form.wanted(),
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                now=timezone.now(),
                request=asked,
            )
        except NotPossibleNow as error:
            messages.error(request, str(error))
            return redirect("issuing:award-detail", handle=organisation.handle, award_id=award.id)
        except IssuingError as error:
            _tell(form, error)
        else:
            messages.success(
                request,
                _("The badge is corrected. Its address is the same; files from before count no longer."),
            )
            return redirect("issuing:award-detail", handle=organisation.handle, award_id=award.id)
    return render(
        request,
        "issuing/award_correct.html",
        {"organisation": organisation, "award": award, "form": form, "asked": asked},
        status=422 if form.is_bound else 200,
    )


def _tell(form: CorrectionForm, error: IssuingError) -> None:
    problems = error.problems if isinstance(error, InvalidAward) else {"": str(error)}
    for field, problem in problems.items():
        name = input_name(field)
        form.add_error(name if name in form.fields else None, problem)
