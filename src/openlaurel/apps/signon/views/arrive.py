"""Signing on by an organisation's identity provider: out to it, and back."""

import hmac
import logging
import secrets
from datetime import datetime

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import get_organisation
from openlaurel.apps.signon.entrance import note_signed_on
from openlaurel.apps.signon.forms import FindForm
from openlaurel.apps.signon.identity import Identity, SignOnFailed
from openlaurel.apps.signon.models import IdentityProvider, Protocol
from openlaurel.apps.signon.oidc import authorization_url
from openlaurel.apps.signon.queries import provider_for, provider_of
from openlaurel.apps.signon.saml import new_request_id, request_url
from openlaurel.apps.signon.services import NotAdmitted, admit, endpoints_of, identity_behind, saml_addresses
from openlaurel.apps.signon.views.page import callback_address

log = logging.getLogger(__name__)
UNDER_WAY = "sign_on_under_way"
LONGEST_WAY = 600
ELSEWHERE = gettext_lazy("This sign-on was begun elsewhere, or too long ago. Begin it once more.")


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Asks for an address and says where it signs on; the way there is a link, since a form may lead to no other site."""
    form = FindForm(request.GET if "email" in request.GET else None)
    provider = provider_for(form.cleaned_data["email"]) if form.is_valid() else None
    return render(request, "signon/find.html", {"form": form, "provider": provider})


@never_cache
@require_safe
def start(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Leads to the provider, with what its answer must fit kept in the session."""
    try:
        provider = provider_of(get_organisation(handle))
    except Profile.DoesNotExist:
        provider = None
    if provider is None:
        raise Http404
    now = timezone.now()
    wanted = request.GET.get("next", "")
    way = {
        "provider": str(provider.pk),
        "next": wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "",
        "at": now.timestamp(),
    }
    try:
        out, kept = _way_out(provider, now)
    except SignOnFailed as error:
        return failed(request, provider, error)
    request.session[UNDER_WAY] = way | kept
    return redirect(out)


def _way_out(provider: IdentityProvider, now: datetime) -> tuple[str, dict[str, str]]:
    """Where the browser goes, and what its way back must fit."""
    if provider.protocol == Protocol.SAML:
        entity_id, consumer_url = saml_addresses(provider.organisation)
        identifier = new_request_id()
        out = request_url(
            identifier=identifier,
            destination=provider.address,
            entity_id=entity_id,
            consumer_url=consumer_url,
            now=now,
        )
        return out, {"request": identifier}
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    out = authorization_url(
        endpoints_of(provider),
        client_id=provider.client_id,
        redirect_uri=callback_address(),
        state=state,
        nonce=nonce,
        verifier=verifier,
    )
    return out, {"state": state, "nonce": nonce, "verifier": verifier}


@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponseBase:
    """Back from the provider: what it sends fits this browser's way out, once, or nothing happens."""
    now = timezone.now()
    way = request.session.pop(UNDER_WAY, None)
    fits = (
        way is not None
        and "state" in way
        and hmac.compare_digest(way["state"].encode(), request.GET.get("state", "").encode())
        and now.timestamp() - way["at"] < LONGEST_WAY
    )
    if not fits:
        return refused(request, str(ELSEWHERE))
    provider = IdentityProvider.objects.select_related("organisation").filter(pk=way["provider"]).first()
    if provider is None:
        return refused(request, _("Your organisation has no sign-on here any more."))
    try:
        # RFC 9207: an answer of another issuer than the one that was asked
        if request.GET.get("iss", provider.issuer) != provider.issuer:
            raise SignOnFailed("Another issuer answered than the one that was asked.")
        if "error" in request.GET or not request.GET.get("code"):
            raise SignOnFailed(f"The provider answered {request.GET.get('error', 'no code')[:100]!r}.")
        identity = identity_behind(
            provider=provider,
            code=request.GET["code"],
            verifier=way["verifier"],
            nonce=way["nonce"],
            redirect_uri=callback_address(),
            now=now,
        )
    except SignOnFailed as error:
        return failed(request, provider, error)
    return let_in(request, provider, identity, way["next"], now)


def let_in(
    request: HttpRequest, provider: IdentityProvider, identity: Identity, target: str, now: datetime
) -> HttpResponseBase:
    """This function will sign in whom the provider vouches for, if the organisation's rules let them in."""
    try:
        account = admit(provider=provider, identity=identity, now=now)
    except NotAdmitted as error:
        return refused(request, str(error))
    target = target or f"/org/{provider.organisation.handle}/"
    if request.user.is_authenticated and request.user.pk == account.pk:
        note_signed_on(request.session, provider.organisation, account, now)
        return redirect(target)
    if request.user.is_authenticated:
        logout(request)
    note_signed_on(request.session, provider.organisation, account, now)
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=target))
    return answer


def failed(request: HttpRequest, provider: IdentityProvider, error: SignOnFailed) -> HttpResponse:
    """This function will tell what is wrong with the provider, for whoever runs it."""
    log.warning("Sign-on by %s failed: %s", provider.pk, error)
    context = {"provider": provider, "reason": str(error)}
    return render(request, "signon/failed.html", context, status=502)


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """This function will tell why somebody isn't signed on, and how to begin anew."""
    return render(request, "signon/refused.html", {"reason": reason}, status=403)
