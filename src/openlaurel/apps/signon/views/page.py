"""The page of the entrance, whichever of its forms was sent."""

from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import confirmed_domains
from openlaurel.apps.signon.forms import ProviderForm, SamlForm, TwoFactorForm
from openlaurel.apps.signon.models import IdentityProvider, Protocol
from openlaurel.apps.signon.queries import entry_rule_of, provider_of, two_factor_state
from openlaurel.apps.signon.services import saml_addresses


def callback_address() -> str:
    """This function will return where providers send people back to."""
    return f"{settings.OPENLAUREL_URL}{reverse('signon:callback')}"


def shown(
    request: HttpRequest,
    organisation: Profile,
    *,
    two_factor_form: TwoFactorForm | None = None,
    provider_form: ProviderForm | None = None,
    saml_form: SamlForm | None = None,
) -> HttpResponse:
    """This function will return the page with the form that has faults, if one has; then the status is 422."""
    provider = provider_of(organisation)
    sent: list[Form | None] = [two_factor_form, provider_form, saml_form]
    is_saml = provider is not None and provider.protocol == Protocol.SAML
    entity_id, consumer_url = saml_addresses(organisation)
    context = {
        "organisation": organisation,
        "form": two_factor_form or TwoFactorForm(),
        "provider_form": provider_form or ProviderForm(initial=_filled(provider, Protocol.OIDC)),
        "saml_form": saml_form or SamlForm(initial=_filled(provider, Protocol.SAML)),
        "is_saml": is_saml,
        "opens_saml": saml_form is not None or (is_saml and provider_form is None),
        "opens_oidc": provider_form is not None
        or (provider is not None and not is_saml and saml_form is None),
        "entity_id": entity_id,
        "consumer_url": consumer_url,
        "certificates": [_certificate(pem) for pem in provider.certificates] if provider else [],
        "provider": provider,
        "domains": confirmed_domains(organisation),
        "callback": callback_address(),
        "rule": entry_rule_of(organisation),
        "state": two_factor_state(organisation),
        "now": timezone.now(),
    }
    status = 422 if any(form is not None and form.is_bound for form in sent) else 200
    return render(request, "signon/sign_on.html", context, status=status)


def _filled(provider: IdentityProvider | None, protocol: Protocol) -> dict[str, str]:
    if provider is None or provider.protocol != protocol:
        return {}
    names = ("issuer", "client_id", "metadata_url", "email_claim", "roles_claim", "default_role")
    filled = {name: getattr(provider, name) for name in names}
    return filled | {"role_map": "\n".join(f"{value} = {role}" for value, role in provider.role_map.items())}


def _certificate(pem: str) -> dict[str, Any]:
    certificate = load_pem_x509_certificate(pem.encode())
    return {
        "print": certificate.fingerprint(SHA256()).hex(":").upper(),
        "until": certificate.not_valid_after_utc,
    }
