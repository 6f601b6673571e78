"""Registering, asking a person, and handing out tokens (Open Badges 3.0.3, "Open Badges API Security")."""

from typing import Any, cast
from urllib.parse import urlsplit

import orjson
from authlib.oauth2 import OAuth2Error
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.errors import InvalidMetadata
from openlaurel.apps.exchange.scopes import SCOPES
from openlaurel.apps.exchange.server import server
from openlaurel.apps.exchange.services import register_platform
from openlaurel.apps.verifier.limits import TooOften, counted


@csrf_exempt
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Open to everybody, as the standard asks; counted like verifications, so that nobody fills the table."""
    try:
        with counted(request):
            return _json(register_platform(body=request.body, now=timezone.now()), 201)
    except InvalidMetadata as error:
        return _json({"error": error.code, "error_description": str(error)}, 400)
    except TooOften as error:
        response = _json({"error": "temporarily_unavailable", "error_description": str(error)}, 429)
        response["Retry-After"] = str(error.wait)
        return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Asks the person who is signed in. Nobody is sent to an address that the platform didn't register."""
    account = cast(Account, request.user)
    try:
        grant = server().get_consent_grant(request, end_user=account)
    except OAuth2Error as error:
        return _authorization_error(request, error)
    if request.method == "POST":
        allowed = account if request.POST.get("answer") == "allow" else None
        return cast(
            HttpResponse, server().create_authorization_response(request, grant_user=allowed, grant=grant)
        )
    platform, wanted = grant.client, grant.request.scope.split()
    context = {
        "platform": platform,
        "host": urlsplit(grant.redirect_uri).netloc,
        "scopes": [SCOPES[name] for name in wanted],
    }
    response = render(request, "exchange/authorize.html", context)
    # Chromium applies form-action to where the answer leads too; the middleware writes it.
    response.form_targets = ("{0.scheme}://{0.netloc}".format(urlsplit(grant.redirect_uri)),)  # type: ignore[attr-defined]
    return response


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """In one transaction, so that of two that come at once with the same refresh token one gets the next."""
    with transaction.atomic():
        return cast(HttpResponse, server().create_token_response(request))


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    return cast(HttpResponse, server().create_endpoint_response("revocation", request))


def _authorization_error(request: HttpRequest, error: OAuth2Error) -> HttpResponse:
    if error.redirect_uri:
        return cast(
            HttpResponse, server().handle_error_response(server().create_oauth2_request(request), error)
        )
    context = {"error": error.error, "description": error.description}
    return render(request, "exchange/authorize_error.html", context, status=400)


def _json(value: Any, status: int) -> HttpResponse:
    response = HttpResponse(orjson.dumps(value), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response
