"""The page of the entrance, whichever of its forms was sent."""

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import confirmed_domains
from openlaurel.apps.signon.forms import ProviderForm, TwoFactorForm
from openlaurel.apps.signon.queries import entry_rule_of, provider_of, two_factor_state


def callback_address() -> str:
    """This function will return where providers send people back to."""
    return f"{settings.OPENLAUREL_URL}{reverse('signon:callback')}"


def shown(
    request: HttpRequest,
    organisation: Profile,
    *,
    two_factor_form: TwoFactorForm | None = None,
    provider_form: ProviderForm | None = None,
) -> HttpResponse:
    """This function will return the page with the form that has faults, if one has; then the status is 422."""
    provider = provider_of(organisation)
    initial = {}
    if provider is not None:
        names = ("issuer", "client_id", "roles_claim", "default_role")
        initial = {name: getattr(provider, name) for name in names}
        initial["role_map"] = "\n".join(f"{value} = {role}" for value, role in provider.role_map.items())
    sent: list[Form | None] = [two_factor_form, provider_form]
    context = {
        "organisation": organisation,
        "form": two_factor_form or TwoFactorForm(),
        "provider_form": provider_form or ProviderForm(initial=initial),
        "provider": provider,
        "domains": confirmed_domains(organisation),
        "callback": callback_address(),
        "rule": entry_rule_of(organisation),
        "state": two_factor_state(organisation),
        "now": timezone.now(),
    }
    status = 422 if any(form is not None and form.is_bound for form in sent) else 200
    return render(request, "signon/sign_on.html", context, status=status)
