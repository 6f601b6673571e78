"""API keys: the secret is shown once, on the answer that creates it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.forms import ApiKeyForm
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import list_api_keys
from openlaurel.apps.profiles.services import InvalidDetails, create_api_key, revoke_api_key

PAGE = 50


@never_cache
@workspace_view("manage_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form, created, secret = ApiKeyForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        try:
            created, secret = create_api_key(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except InvalidDetails as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            form = ApiKeyForm()
    return render(
        request,
        "profiles/key_list.html",
        {
            "organisation": organisation,
            "page": Paginator(list_api_keys(organisation), PAGE).get_page(request.GET.get("page")),
            "form": form,
            "created": created,
            "secret": secret,
            "now": timezone.now(),
        },
        status=422 if form.is_bound else 200,
    )


@workspace_view("manage_keys")
@require_POST
def key_revoke(request: HttpRequest, organisation: Profile, key_id: UUID) -> HttpResponse:
    key = get_object_or_404(organisation.api_keys, id=key_id)
    revoke_api_key(api_key=key, by=actor_of(request), now=timezone.now())
    messages.success(
        request,
        _("The key “%(name)s” is revoked. Programs that use it are refused now.") % {"name": key.name},
    )
    return redirect("profiles:key-list", handle=organisation.handle)
