"""The identity provider, as an organisation's owners set them."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.apps.signon import services
from openlaurel.apps.signon.forms import ProviderForm, SamlForm
from openlaurel.apps.signon.views.page import shown


@sensitive_post_parameters("client_secret")
@workspace_view("manage_sign_on")
@require_POST
def provider_set(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = ProviderForm(request.POST)
    if form.is_valid():
        try:
            services.set_provider(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except InvalidDetails as error:
            _tell(form, error)
        else:
            messages.success(request, _("The provider is saved. Sign on by it once to see that it works."))
            return _back(organisation)
    return shown(request, organisation, provider_form=form)


@workspace_view("manage_sign_on")
@require_POST
def saml_set(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = SamlForm(request.POST)
    if form.is_valid():
        try:
            services.set_saml_provider(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except InvalidDetails as error:
            _tell(form, error)
        else:
            messages.success(request, _("The provider is saved. Sign on by it once to see that it works."))
            return _back(organisation)
    return shown(request, organisation, saml_form=form)


@workspace_view("manage_sign_on")
@require_POST
def provider_remove(request: HttpRequest, organisation: Profile) -> HttpResponse:
    services.remove_provider(organisation=organisation, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The provider is removed."))
    return _back(organisation)


@workspace_view("manage_sign_on")
@require_POST
def require(request: HttpRequest, organisation: Profile) -> HttpResponse:
    try:
        services.require_sign_on(organisation=organisation, by=actor_of(request), now=timezone.now())
    except services.ProviderMissing as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Members get in by your own sign-on alone. You stay exempt."))
    return _back(organisation)


@workspace_view("manage_sign_on")
@require_POST
def require_end(request: HttpRequest, organisation: Profile) -> HttpResponse:
    services.end_sign_on(organisation=organisation, by=actor_of(request), now=timezone.now())
    messages.success(request, _("Members get in by any sign-in again."))
    return _back(organisation)


def _tell(form: Form, error: InvalidDetails) -> None:
    for field, problem in error.problems.items():
        form.add_error(field, problem)


def _back(organisation: Profile) -> HttpResponse:
    return redirect("signon:sign-on", handle=organisation.handle)
