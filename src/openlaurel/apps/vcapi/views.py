"""The VC API over HTTP (W3C CCG, VC API 0.3: 3.2.1, 3.3.1, 3.3.2), for conformance runs on this machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from openlaurel.apps.vcapi.errors import BadRequest, RequestTooLarge, VcApiError
from openlaurel.apps.vcapi.issuers import ISSUERS, WITH_STATUS, ConformanceIssuer, get_issuer
from openlaurel.apps.vcapi.services import issue_credential, proof_holds, verify_credential, verify_shown
from openlaurel.apps.vcapi.statuses import status_list, with_entry
from openlaurel.apps.verifier.outside import Own
from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.verification import PresentationReport, Report

MOST_BYTES = 1024 * 1024

Answer = Callable[..., JsonResponse]


def _api(answer: Callable[..., JsonResponse]) -> Answer:
    """Its errors as JSON, and no form's protection: whoever posts here has no session that counts."""

    @wraps(answer)
    def view(request: HttpRequest, **arguments: Any) -> JsonResponse:
        try:
            return answer(request, **arguments)
        except VcApiError as error:
            return JsonResponse({"errors": [str(error)]}, status=error.status)

    return csrf_exempt(require_POST(view))


@_api
def issue(request: HttpRequest, name: str) -> JsonResponse:
    """This function will answer 201 with the credential itself, signed by the issuer of that name."""
    body = _body(request, "credential")
    credential = body["credential"]
    if name == WITH_STATUS:
        credential = with_entry(credential, list_url=_list_url(request))
    signed = issue_credential(credential=credential, issuer=_issuer(name), now=timezone.now())
    return JsonResponse(signed, status=201)


@_api
def verify(request: HttpRequest, name: str) -> JsonResponse:
    """This function will answer 200 for a credential that verifies, else 422."""
    body = _body(request, "verifiableCredential")
    credential = body["verifiableCredential"]
    found = verify_credential(credential=credential, now=timezone.now(), own=_own(request))
    # Who the issuer is belongs to no check of the VC API; its status list can't be trusted without knowing.
    has_status = "credentialStatus" in credential
    only_proof = body.get("options", {}).get("checks", [] if has_status else ["proof"]) == ["proof"]
    return _told(found, holds=proof_holds(found) if only_proof else found.verified)


@_api
def verify_presentation(request: HttpRequest, name: str) -> JsonResponse:
    """This function will answer 200 for a presentation that verifies, with all that is in it, else 422."""
    body = _body(request, "verifiablePresentation")
    challenge, domain = (_text(body.get("options", {}), name) for name in ("challenge", "domain"))
    found = verify_shown(
        presentation=body["verifiablePresentation"],
        own=_own(request),
        challenge=challenge,
        domain=domain,
        now=timezone.now(),
    )
    return _told(found, holds=found.verified)


def did(request: HttpRequest, name: str) -> JsonResponse:
    """This function will tell the DID of the issuer of that name, which a suite must be told."""
    return JsonResponse({"id": _issuer(name).did})


def published_list(request: HttpRequest) -> JsonResponse:
    """This function will answer with the status list that the credentials of the issuer WITH_STATUS name."""
    url = _list_url(request)
    return JsonResponse(status_list(url=url, issuer=_issuer(WITH_STATUS), now=timezone.now()))


def _list_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("vcapi:status-list"))


def _own(request: HttpRequest) -> Own:
    """The own list, without asking oneself over HTTP, which waits when all threads do."""
    url = _list_url(request)
    return lambda identifier: published_list(request).content if identifier == url else None


def _issuer(name: str) -> ConformanceIssuer:
    if name not in ISSUERS:
        raise Http404
    return get_issuer(settings.DATA / "vc-api", name)


def _body(request: HttpRequest, needed: str) -> dict[str, Any]:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:20]) > MOST_BYTES:
        raise RequestTooLarge(f"The request has {length[:20]} bytes; at most {MOST_BYTES:,} are read.")
    if request.content_type not in {"application/json", "application/ld+json"}:
        raise BadRequest("Send application/json.")
    try:
        body = parse_json(request.body, max_bytes=MOST_BYTES)
    except CredentialsError as error:
        raise BadRequest(str(error)) from error
    if not isinstance(body, dict) or needed not in body:
        raise BadRequest(f"Send an object with '{needed}'.")
    if not isinstance(body.get("options", {}), dict):
        raise BadRequest("'options' must be an object.")
    return body


def _text(options: dict[str, Any], name: str) -> str | None:
    value = options.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRequest(f"'{name}' must be a string.")
    return value


def _told(found: Report | PresentationReport, *, holds: bool) -> JsonResponse:
    """The whole report; the status is 200 where what was asked for `holds`."""
    answer = found.as_json()
    if not holds:
        failed = [check["detail"] for check in answer["checks"] if check["outcome"] == "fail"]
        inside = [c for report in answer.get("credentials", ()) for c in report["checks"]]
        answer["errors"] = failed + [check["detail"] for check in inside if check["outcome"] == "fail"]
    return JsonResponse(answer, status=200 if holds else 422)
