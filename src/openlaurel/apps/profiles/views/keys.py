"""API keys: a secret is shown once, on the answer that creates or rotates it."""

from datetime import timedelta
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
from openlaurel.apps.profiles.forms import ApiKeyForm, RotationForm, ScopesForm
from openlaurel.apps.profiles.models import ApiKey, Profile
from openlaurel.apps.profiles.queries import list_api_keys
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import (
    InvalidDetails,
    change_scopes,
    create_api_key,
    end_former_secret,
    revoke_api_key,
    rotate_api_key,
)

PAGE = 50


@never_cache
@workspace_view("manage_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def key_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = ApiKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            created, secret = create_api_key(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except InvalidDetails as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            return _shown(request, organisation, ApiKeyForm(), created, secret)
    return _shown(request, organisation, form)


@never_cache
@workspace_view("manage_keys")
@require_POST
def key_rotate(request: HttpRequest, organisation: Profile, key_id: UUID) -> HttpResponse:
    key = get_object_or_404(organisation.api_keys, id=key_id)
    form, now = RotationForm(request.POST), timezone.now()
    hours = form.cleaned_data["hours"] if form.is_valid() else 0
    try:
        key, secret = rotate_api_key(
            api_key=key,
            former_until=now + timedelta(hours=hours) if hours else None,
            by=actor_of(request),
            now=now,
        )
    except InvalidDetails as error:
        messages.error(request, str(error))
        return redirect("profiles:key-list", handle=organisation.handle)
    return _shown(request, organisation, ApiKeyForm(), key, secret)


@never_cache
@workspace_view("manage_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def key_scopes(request: HttpRequest, organisation: Profile, key_id: UUID) -> HttpResponse:
    """Asks what the key may do, says what that changes, and changes it once that was confirmed."""
    key = get_object_or_404(organisation.api_keys, id=key_id)
    form = ScopesForm(request.POST if request.method == "POST" else None, initial={"scopes": key.scopes})
    chosen = form.cleaned_data["scopes"] if request.method == "POST" and form.is_valid() else None
    if chosen is None or set(chosen) == set(key.scopes):
        return _scopes_page(request, organisation, key, form)
    if form.cleaned_data["before"] != ",".join(key.scopes):
        return _scopes_page(request, organisation, key, form, chosen)
    try:
        change_scopes(api_key=key, scopes=chosen, by=actor_of(request), now=timezone.now())
    except InvalidDetails as error:
        form.add_error("scopes", str(error))
        return _scopes_page(request, organisation, key, form)
    messages.success(request, _("What the key “%(name)s” may do is changed.") % {"name": key.name})
    return redirect("profiles:key-list", handle=organisation.handle)


@workspace_view("manage_keys")
@require_POST
def key_end_former(request: HttpRequest, organisation: Profile, key_id: UUID) -> HttpResponse:
    key = get_object_or_404(organisation.api_keys, id=key_id)
    end_former_secret(api_key=key, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The former secret is refused now."))
    return redirect("profiles:key-list", handle=organisation.handle)


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


def _shown(
    request: HttpRequest,
    organisation: Profile,
    form: ApiKeyForm,
    created: ApiKey | None = None,
    secret: str = "",
) -> HttpResponse:
    now = timezone.now()
    context = {
        "organisation": organisation,
        "page": Paginator(list_api_keys(organisation), PAGE).get_page(request.GET.get("page")),
        "form": form,
        "rotation": RotationForm(auto_id=False),
        "created": created,
        "secret": secret,
        "now": now,
        "soon": now + timedelta(days=14),
    }
    return render(request, "profiles/key_list.html", context, status=422 if form.is_bound else 200)


def _scopes_page(
    request: HttpRequest,
    organisation: Profile,
    key: ApiKey,
    form: ScopesForm,
    chosen: list[str] | None = None,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "key": key,
        "form": form,
        "chosen": chosen,
        "before": ",".join(key.scopes),
        "added": [scope for scope in Scope if chosen and scope in chosen and scope not in key.scopes],
        "removed": [scope for scope in Scope if chosen and scope in key.scopes and scope not in chosen],
    }
    return render(request, "profiles/key_scopes.html", context, status=422 if form.errors else 200)
