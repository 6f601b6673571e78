"""Applications as an organisation sees them: what people may apply for, the queue, and the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openlaurel.apps.assessment.views import file_response
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.issuing.queries.own_fields import values_in_words
from openlaurel.apps.issuing.views.choosing import choose, chosen_version, is_long
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.forms import DecideForm, OpeningForm
from openlaurel.apps.offers.models import Application, ApplicationState, Opening
from openlaurel.apps.offers.queries import get_application, list_applications, list_openings
from openlaurel.apps.offers.services import (
    approve_application,
    check_can_decide,
    decline_application,
    set_opening,
)
from openlaurel.apps.offers.views.answering import tell
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import NotAllowed, can

PAGE = 50


@workspace_view("review_submission")
@require_safe
def application_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    actor, decided = actor_of(request), request.GET.get("show") == "decided"
    found = list_applications(organisation, decided=decided, but=actor.account)
    names = dict(issuable_versions(organisation).values_list("achievement", "name"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    openings = Paginator(list_openings(organisation), PAGE).get_page(request.GET.get("openings"))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [
            (item, names.get(item.opening.achievement_id, item.opening.achievement.slug)) for item in page
        ],
        "decided": decided,
        "openings": openings,
        "opening_rows": [
            (item, names.get(item.achievement_id, item.achievement.slug), item.takes(timezone.now()))
            for item in openings
        ],
        "may_open": can(actor, "issue_award", organisation),
    }
    return render(request, "offers/application_list.html", context)


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def opening_edit(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """Opens, changes or closes what ?achievement= names, or what is chosen."""
    chosen = chosen_version(request, organisation)
    if chosen is None and is_long(organisation):
        return choose(request, organisation, _("Let people apply"))
    present = Opening.objects.filter(achievement=chosen.achievement).first() if chosen else None
    initial = (
        {name: getattr(present, name) for name in ("instructions", "closes_at", "is_open")} if present else {}
    )
    form = OpeningForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        chosen=chosen,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("instructions", "closes_at", "is_open")}
        try:
            set_opening(achievement=form.achievement, by=actor_of(request), now=timezone.now(), **given)
        except InvalidOffer as error:
            tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("offers:application-list", organisation.handle)
    context = {
        "organisation": organisation,
        "form": form,
        "chosen": chosen,
        "has_versions": issuable_versions(organisation).exists(),
    }
    return render(request, "offers/opening_edit.html", context, status=422 if form.is_bound else 200)


@workspace_view("review_submission")
@require_http_methods(["GET", "HEAD", "POST"])
def application_detail(request: HttpRequest, organisation: Profile, application_id: UUID) -> HttpResponse:
    """What was handed in; a POST decides."""
    application, actor = _application(organisation, application_id), actor_of(request)
    is_waiting = application.state == ApplicationState.SUBMITTED
    rows = issuable_versions(organisation).filter(achievement=application.opening.achievement_id)
    version, is_approved = rows.first(), request.POST.get("decision") == "approve"
    form = DecideForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and not is_approved:
        form.fields = {"answer": form.fields["answer"]}
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"answer": form.cleaned_data["answer"], "by": actor, "now": timezone.now()}
        try:
            decided = (
                approve_application(application=application, fields=form.values(), **given)
                if is_approved
                else decline_application(application=application, **given)
            )
        except InvalidOffer as error:
            tell(form, error)
        except NotOffered as error:
            messages.error(request, str(error))
            return redirect("offers:application-detail", organisation.handle, application.id)
        else:
            _say(request, decided)
            return redirect("offers:application-list", organisation.handle)
    context = {
        "organisation": organisation,
        "application": application,
        "version": version,
        "fields": values_in_words(application.fields, version),
        "form": form if is_waiting else None,
        "may_decide": _may_decide(request, application),
    }
    return render(request, "offers/application_detail.html", context, status=422 if form.is_bound else 200)


@workspace_view("review_submission")
@require_safe
def application_file(request: HttpRequest, organisation: Profile, application_id: UUID) -> FileResponse:
    return file_response(_application(organisation, application_id))


def _say(request: HttpRequest, application: Application) -> None:
    if application.state == ApplicationState.GRANTED:
        messages.success(request, _("Approved: the badge is issued."))
    elif application.state == ApplicationState.REFUSED:
        messages.error(request, application.answer)
    else:
        messages.success(request, _("Declined. The answer is sent by mail."))


def _may_decide(request: HttpRequest, application: Application) -> bool:
    try:
        check_can_decide(actor_of(request), application)
    except NotAllowed:
        return False
    return True


def _application(organisation: Profile, application_id: UUID) -> Application:
    try:
        return get_application(organisation, application_id)
    except Application.DoesNotExist:
        raise Http404 from None
