"""Webhooks of an organisation: the list with its form, and one with what it was sent."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries.long_pages import Line, long_page, place_of
from openlaurel.apps.webhooks import services
from openlaurel.apps.webhooks.forms import EndpointForm
from openlaurel.apps.webhooks.models import Endpoint, Message
from openlaurel.apps.webhooks.queries import list_endpoints, list_messages

PAGE = 50


@never_cache
@workspace_view("manage_webhooks")
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = services.add_endpoint(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except services.InvalidEndpoint as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            return _shown(request, endpoint, secret=secret, is_new=True)
    page = Paginator(list_endpoints(organisation), PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page": page, "form": form}
    return render(request, "webhooks/endpoint_list.html", context, status=422 if form.is_bound else 200)


@never_cache
@workspace_view("manage_webhooks")
@require_safe
def endpoint_detail(request: HttpRequest, organisation: Profile, endpoint_id: UUID) -> HttpResponse:
    return _shown(request, _endpoint(organisation, endpoint_id))


@never_cache
@workspace_view("manage_webhooks")
@require_POST
def endpoint_change(request: HttpRequest, organisation: Profile, endpoint_id: UUID) -> HttpResponse:
    endpoint, form = _endpoint(organisation, endpoint_id), EndpointForm(request.POST)
    if form.is_valid():
        try:
            services.change_endpoint(
                endpoint=endpoint, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except services.InvalidEndpoint as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            messages.success(request, _("The webhook is changed. What waits goes to the new address."))
            return _back(endpoint)
    return _shown(request, endpoint, form=form)


@workspace_view("manage_webhooks")
@require_POST
def endpoint_pause(request: HttpRequest, organisation: Profile, endpoint_id: UUID) -> HttpResponse:
    endpoint = _endpoint(organisation, endpoint_id)
    services.pause_endpoint(endpoint=endpoint, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The webhook is paused. What happens meanwhile isn't sent later."))
    return _back(endpoint)


@workspace_view("manage_webhooks")
@require_POST
def endpoint_resume(request: HttpRequest, organisation: Profile, endpoint_id: UUID) -> HttpResponse:
    endpoint = _endpoint(organisation, endpoint_id)
    services.resume_endpoint(endpoint=endpoint, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The webhook is sent news again."))
    return _back(endpoint)


@workspace_view("manage_webhooks")
@require_POST
def endpoint_remove(request: HttpRequest, organisation: Profile, endpoint_id: UUID) -> HttpResponse:
    endpoint = _endpoint(organisation, endpoint_id)
    services.remove_endpoint(endpoint=endpoint, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks:endpoint-list", handle=organisation.handle)


@never_cache
@workspace_view("manage_webhooks")
@require_POST
def endpoint_roll(request: HttpRequest, organisation: Profile, endpoint_id: UUID) -> HttpResponse:
    endpoint = _endpoint(organisation, endpoint_id)
    secret = services.roll_secret(endpoint=endpoint, by=actor_of(request), now=timezone.now())
    return _shown(request, _endpoint(organisation, endpoint_id), secret=secret)


@workspace_view("manage_webhooks")
@require_POST
def endpoint_test(request: HttpRequest, organisation: Profile, endpoint_id: UUID) -> HttpResponse:
    endpoint = _endpoint(organisation, endpoint_id)
    services.queue_test(endpoint=endpoint, by=actor_of(request), now=timezone.now())
    messages.success(
        request, _("A test message is on its way. Load this page again in a few seconds to see its answer.")
    )
    return _back(endpoint)


@workspace_view("manage_webhooks")
@require_POST
def message_replay(
    request: HttpRequest, organisation: Profile, endpoint_id: UUID, message_id: UUID
) -> HttpResponse:
    endpoint = _endpoint(organisation, endpoint_id)
    message = get_object_or_404(endpoint.messages, id=message_id)
    services.replay_message(message=message, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The message is sent once more, under the same id."))
    return _back(endpoint)


def _endpoint(organisation: Profile, endpoint_id: UUID) -> Endpoint:
    return get_object_or_404(list_endpoints(organisation), id=endpoint_id)


def _back(endpoint: Endpoint) -> HttpResponse:
    return redirect("webhooks:endpoint-detail", handle=endpoint.organisation.handle, endpoint_id=endpoint.id)


def _shown(
    request: HttpRequest,
    endpoint: Endpoint,
    *,
    secret: str = "",
    is_new: bool = False,
    form: EndpointForm | None = None,
) -> HttpResponse:
    context = {
        "form": form or EndpointForm(initial={"url": endpoint.url, "types": endpoint.types}),
        "organisation": endpoint.organisation,
        "endpoint": endpoint,
        "page": long_page(Line.of(list_messages(endpoint)), place_of(request.GET, Message), PAGE),
        "secret": secret,
        "is_new": is_new,
    }
    return render(request, "webhooks/endpoint_detail.html", context, status=422 if form else 200)
