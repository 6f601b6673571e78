"""SAML: what this site is to a provider, and the way back from it."""

import hmac

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import get_organisation
from openlaurel.apps.signon.identity import SignOnFailed
from openlaurel.apps.signon.models import IdentityProvider, Protocol
from openlaurel.apps.signon.queries import provider_of
from openlaurel.apps.signon.saml import write_metadata
from openlaurel.apps.signon.services import answer_behind, saml_addresses, take_answer
from openlaurel.apps.signon.views.arrive import ELSEWHERE, LONGEST_WAY, UNDER_WAY, failed, let_in, refused


@require_safe
def metadata(request: HttpRequest, handle: str) -> HttpResponse:
    """What a provider has to know of this site; it is there before a provider is, which asks for it first."""
    try:
        entity_id, consumer_url = saml_addresses(get_organisation(handle))
    except Profile.DoesNotExist as error:
        raise Http404 from error
    content = write_metadata(entity_id=entity_id, consumer_url=consumer_url)
    return HttpResponse(content, content_type="application/samlmetadata+xml")


@csrf_exempt
@never_cache
@require_POST
def answer(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Takes the answer that the provider has the browser post, and leads on to where the browser's cookies are sent.

    Cookies of this site don't come with a post from another one (SameSite=Lax), so who asked is compared there.
    """
    provider = _saml_provider(handle)
    try:
        ticket = take_answer(
            provider=provider, encoded=request.POST.get("SAMLResponse", ""), now=timezone.now()
        )
    except SignOnFailed as error:
        return failed(request, provider, error)
    return redirect("signon:saml-finish", ticket=ticket)


@never_cache
@require_safe
def finish(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """Lets in whoever sent the request that was answered, once."""
    now = timezone.now()
    way, found = request.session.pop(UNDER_WAY, None), answer_behind(ticket, now)
    if (
        way is None
        or found is None
        or way["provider"] != str(found[0].provider_id)
        or not hmac.compare_digest(way.get("request", "").encode(), found[0].request_id.encode())
        or now.timestamp() - way["at"] >= LONGEST_WAY
    ):
        return refused(request, str(ELSEWHERE))
    return let_in(request, found[0].provider, found[1], way["next"], now)


def _saml_provider(handle: str) -> IdentityProvider:
    try:
        provider = provider_of(get_organisation(handle))
    except Profile.DoesNotExist:
        provider = None
    if provider is None or provider.protocol != Protocol.SAML:
        raise Http404
    return provider
