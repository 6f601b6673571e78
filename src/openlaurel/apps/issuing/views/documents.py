"""The documents that verifiers fetch: who an issuer is, and what it revoked. Public, for programs of any origin."""

from uuid import UUID

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from openlaurel.apps.issuing.addresses import issuer_did, status_list_url
from openlaurel.apps.issuing.models import StatusList
from openlaurel.apps.issuing.queries import (
    did_document,
    revocation_list,
    revocations_tag,
    status_list_document,
)

# A revocation is seen by everybody after at most a minute.
STATUS_MAX_AGE = 60
DID_MAX_AGE = 300


@require_safe
def did_json(request: HttpRequest, handle: str) -> HttpResponse:
    """The DID document of an organisation, under the address by which it was asked for."""
    document = did_document(issuer_did(handle, _base_of(request)))
    if document is None:
        raise Http404
    return _public(HttpResponse(document, content_type="application/did+ld+json"), DID_MAX_AGE)


def _etag(request: HttpRequest, list_id: UUID) -> str | None:
    signed_at = StatusList.objects.filter(id=list_id).values_list("signed_at", flat=True).first()
    return f'"{signed_at.timestamp():.6f}"' if signed_at else None


@require_safe
@condition(etag_func=_etag)
def status_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A signed status list, as it was begun: its own address is inside."""
    found = StatusList.objects.filter(id=list_id).only("base_url").first()
    document = status_list_document(status_list_url(list_id, found.base_url)) if found else None
    if document is None:
        raise Http404
    return _public(HttpResponse(document, content_type="application/vc"), STATUS_MAX_AGE)


def _revocations_etag(request: HttpRequest, handle: str) -> str | None:
    tag = revocations_tag(handle)
    return f'"{tag}-{_base_of(request)}"' if tag else None


@require_safe
@condition(etag_func=_revocations_etag)
def revocations_json(request: HttpRequest, handle: str) -> HttpResponse:
    """The 1EdTechRevocationList of an organisation that publishes one, under the address by which it was asked for."""
    found = revocation_list(handle, _base_of(request))
    if found is None:
        raise Http404
    response = HttpResponse(orjson.dumps(found.as_json()), content_type="application/json")
    response = _public(response, STATUS_MAX_AGE)
    # Whoever keeps a copy asks again once it is old, and doesn't go on with it when nobody answers.
    response["Cache-Control"] += ", must-revalidate"
    return response


def _base_of(request: HttpRequest) -> str:
    """The address of this installation, present or former, that the request names."""
    wanted = f"//{request.get_host()}"
    urls: tuple[str, ...] = settings.INSTALLATION.urls
    return next((url for url in urls if url.endswith(wanted)), urls[0])


def _public(response: HttpResponse, max_age: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={max_age}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
