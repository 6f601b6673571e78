"""Choosing, creating and describing an organisation."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.forms import NewOrganisationForm, OrganisationForm
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import (
    NotAllowed,
    can_create_organisation,
    check_can_create_organisation,
)
from openlaurel.apps.profiles.queries import organisations_of
from openlaurel.apps.profiles.services import InvalidDetails, create_organisation, update_organisation
from openlaurel.apps.profiles.services.organisations import public_address
from openlaurel.core.keys import did_web_of

PAGE = 24


@login_required
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Where somebody chooses a workspace; who has only one goes there."""
    found = organisations_of(cast(Account, request.user))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_create = can_create_organisation(actor_of(request))
    if not may_create and page.paginator.count == 1:
        return redirect("pages:org-overview", handle=page[0].handle)
    return render(
        request,
        "profiles/organisation_list.html",
        {"page": page, "may_create": may_create},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_create(request: HttpRequest) -> HttpResponse:
    try:
        check_can_create_organisation(actor_of(request))
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = create_organisation(
                **form.cleaned_data,
                owner=cast(Account, request.user),
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidDetails as error:
            add_problems(form, error)
        else:
            messages.success(request, _("%(name)s is ready.") % {"name": organisation.name})
            return redirect("pages:org-overview", handle=organisation.handle)
    return render(request, "profiles/organisation_create.html", {"form": form}, status=_status(form))


@workspace_view("edit_profile")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_settings(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = OrganisationForm(request.POST) if request.method == "POST" else OrganisationForm.of(organisation)
    if request.method == "POST" and form.is_valid():
        try:
            update_organisation(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except InvalidDetails as error:
            add_problems(form, error)
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("profiles:organisation-settings", handle=organisation.handle)
    address = public_address(organisation)
    return render(
        request,
        "profiles/organisation_settings.html",
        {
            "organisation": organisation,
            "form": form,
            "public_address": address,
            "did": did_web_of(address),
        },
        status=_status(form),
    )


def add_problems(form: OrganisationForm, error: InvalidDetails) -> None:
    """This function will show what a service refused at the fields that it names."""
    for field, problem in error.problems.items():
        form.add_error(field if field in form.fields else None, problem)


def _status(form: OrganisationForm) -> int:
    return 422 if form.is_bound and form.errors else 200
