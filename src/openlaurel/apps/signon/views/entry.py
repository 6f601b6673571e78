"""What an organisation asks for at its entrance, as its owners set it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.signon.forms import TwoFactorForm
from openlaurel.apps.signon.services import FactorMissing, end_two_factor, require_two_factor
from openlaurel.apps.signon.views.page import shown


@workspace_view("manage_sign_on")
@require_safe
def sign_on(request: HttpRequest, organisation: Profile) -> HttpResponse:
    return _shown(request, organisation, TwoFactorForm())


@workspace_view("manage_sign_on")
@require_POST
def two_factor(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = TwoFactorForm(request.POST)
    if form.is_valid():
        try:
            require_two_factor(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except FactorMissing as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Members need a second factor now, or from the day that you chose."))
            return redirect("signon:sign-on", handle=organisation.handle)
    return _shown(request, organisation, form)


@workspace_view("manage_sign_on")
@require_POST
def two_factor_end(request: HttpRequest, organisation: Profile) -> HttpResponse:
    end_two_factor(organisation=organisation, by=actor_of(request), now=timezone.now())
    messages.success(request, _("Members get in without a second factor again."))
    return redirect("signon:sign-on", handle=organisation.handle)


def _shown(request: HttpRequest, organisation: Profile, form: TwoFactorForm) -> HttpResponse:
    return shown(request, organisation, two_factor_form=form)
