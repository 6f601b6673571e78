"""The domain in whose name an organisation's mails leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.adapters.dns_records import DnsUnavailable
from openlaurel.apps.letters import services
from openlaurel.apps.letters.forms import AddressForm
from openlaurel.apps.letters.words import told_of_finding
from openlaurel.apps.mailing.models import SenderDomain
from openlaurel.apps.mailing.services.domains import record_of
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import domain_over
from openlaurel.apps.profiles.services import proof_record


@never_cache
@workspace_view("manage_mail")
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_sender(
                organisation=organisation,
                address=form.cleaned_data["address"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except services.InvalidAddress as error:
            form.add_error("address", str(error))
        else:
            return redirect("letters:sender", handle=organisation.handle)
    return _page(request, organisation, form)


@never_cache
@workspace_view("manage_mail")
@require_POST
def sender_check(request: HttpRequest, organisation: Profile) -> HttpResponse:
    if not SenderDomain.objects.filter(pk=organisation.pk).exists():
        return redirect("letters:sender", handle=organisation.handle)
    try:
        services.check_sender(organisation=organisation, by=actor_of(request), now=timezone.now())
    except DnsUnavailable:
        messages.error(request, _("The DNS didn't answer. Nothing was changed; try again in a while."))
    return redirect("letters:sender", handle=organisation.handle)


@workspace_view("manage_mail")
@require_POST
def sender_remove(request: HttpRequest, organisation: Profile) -> HttpResponse:
    if not SenderDomain.objects.filter(pk=organisation.pk).exists():
        return redirect("letters:sender", handle=organisation.handle)
    services.remove_sender(organisation=organisation, by=actor_of(request), now=timezone.now())
    messages.success(request, _("Mails leave in this site's name again."))
    return redirect("letters:sender", handle=organisation.handle)


def _page(request: HttpRequest, organisation: Profile, form: AddressForm) -> HttpResponse:
    kept = SenderDomain.objects.filter(pk=organisation.pk).first()
    context = {
        "organisation": organisation,
        "form": form,
        "sender": kept,
        "record": record_of(kept) if kept else "",
        "findings": [_shown(said) for said in kept.findings] if kept else [],
        "domain_record": _domain_record(organisation, kept) if kept else None,
    }
    return render(request, "letters/sender.html", context, status=422 if form.is_bound else 200)


def _shown(said: dict[str, str]) -> dict[str, str]:
    return said | {
        "told": told_of_finding(said["check"], said["state"]),
        "tone": "ok" if said["state"] == "ok" else "bad" if said["check"] in services.NEEDED else "warn",
    }


def _domain_record(organisation: Profile, sender: SenderDomain) -> tuple[str, str] | None:
    """What proves the domain, while it isn't."""
    domain = domain_over(organisation, sender.domain)
    return proof_record(domain) if domain is not None and domain.confirmed_at is None else None
