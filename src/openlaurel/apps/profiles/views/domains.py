"""The domains of an organisation, as its owners prove them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.profiles import services
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.forms import DomainForm
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.services.domains import GRACE


@never_cache
@workspace_view("manage_domains")
@require_http_methods(["GET", "HEAD", "POST"])
def domain_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = DomainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.add_domain(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except services.InvalidDetails as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            return redirect("profiles:domain-list", handle=organisation.handle)
    domains = [
        (domain, services.proof_record(domain), services.proof_address(domain))
        for domain in organisation.domains.all()
    ]
    context = {"organisation": organisation, "form": form, "domains": domains, "grace": GRACE.days}
    return render(request, "profiles/domain_list.html", context, status=422 if form.errors else 200)


@workspace_view("manage_domains")
@require_POST
def domain_confirm(request: HttpRequest, organisation: Profile, domain_id: UUID) -> HttpResponse:
    domain = get_object_or_404(organisation.domains, id=domain_id)
    try:
        services.confirm_domain(domain=domain, by=actor_of(request), now=timezone.now())
    except services.InvalidDetails as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(domain)s is confirmed.") % {"domain": domain.name})
    return redirect("profiles:domain-list", handle=organisation.handle)


@workspace_view("manage_domains")
@require_POST
def domain_remove(request: HttpRequest, organisation: Profile, domain_id: UUID) -> HttpResponse:
    domain = get_object_or_404(organisation.domains, id=domain_id)
    services.remove_domain(domain=domain, by=actor_of(request), now=timezone.now())
    messages.success(request, _("%(domain)s is removed.") % {"domain": domain.name})
    return redirect("profiles:domain-list", handle=organisation.handle)
