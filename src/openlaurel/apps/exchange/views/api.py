"""The Open Badges API: what platforms ask with a token (Open Badges 3.0.3, "Secure REST Endpoints")."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from openlaurel import __version__
from openlaurel.apps.exchange.description import BASE, service_description
from openlaurel.apps.exchange.errors import StatusInfo
from openlaurel.apps.exchange.models import Access
from openlaurel.apps.exchange.queries import Credentials, read_credentials
from openlaurel.apps.exchange.scopes import READ_CREDENTIALS, READ_PROFILE, WRITE_CREDENTIALS, WRITE_PROFILE
from openlaurel.apps.exchange.services import access_of, change_profile, profile_of
from openlaurel.apps.verifier.limits import TooOften, counted
from openlaurel.apps.verifier.services import VerifierError
from openlaurel.apps.wallet.errors import KeptAlready, NotABadge, NotYours, TooMany
from openlaurel.apps.wallet.services import keep_pushed
from openlaurel.core.credentials.parsing import MAX_BYTES

JSON_TYPES = ("application/json", "application/ld+json", "application/vc+ld+json", "application/vc")
TEXT = "text/plain"
A_PAGE, MOST_A_PAGE = 50, 100

Operation = Callable[[HttpRequest, Access], HttpResponse]


def _endpoint(**operations: tuple[str, Operation]) -> Callable[[HttpRequest], HttpResponse]:
    """A view that calls one operation a method, once the token has its scope; it answers refusals as StatusInfo."""

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        try:
            if request.method not in operations:
                raise StatusInfo(405, "not_acceptable", f"Use {' or '.join(operations)}.")
            scope, operation = operations[request.method]
            return operation(request, _access(request, scope))
        except StatusInfo as info:
            return _refusal(info, tuple(operations))
        except TooOften as busy:
            response = _refusal(StatusInfo(429, "server_busy", str(busy)), ())
            response["Retry-After"] = str(busy.wait)
            return response

    return wraps(next(iter(operations.values()))[1])(view)


@csrf_exempt
def discovery(request: HttpRequest) -> HttpResponse:
    """Open to everybody, and the same for a day."""
    if request.method not in {"GET", "HEAD"}:
        return _refusal(StatusInfo(405, "not_acceptable", "Use GET."), ("GET",))
    response = _json(service_description(settings.OPENLAUREL_URL, __version__))
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _get_credentials(request: HttpRequest, access: Access) -> HttpResponse:
    limit = min(_number(request, "limit", A_PAGE, least=1), MOST_A_PAGE)
    offset = _number(request, "offset", 0, least=0)
    since = request.GET.get("since")
    try:
        moment = parse_datetime(since) if since else None
    except ValueError:
        moment = None
    if since and (moment is None or moment.tzinfo is None):
        raise StatusInfo(400, "invalid_query_parameter", "'since' must be a moment with its zone.")
    found = read_credentials(access.account, limit=limit, offset=offset, since=moment)
    response = _json(
        {
            "credential": [orjson.Fragment(document) for document in found.documents],
            "compactJwsString": list(found.tokens),
        }
    )
    response["X-Total-Count"] = str(found.total)
    response["Link"] = _links(found, limit, offset, since)
    return response


def _upsert_credential(request: HttpRequest, access: Access) -> HttpResponse:
    """The answer is the body as it was sent; 201 for a new badge, 200 when it took the place of an earlier file."""
    kind, body = request.content_type, request.body
    if kind not in (*JSON_TYPES, TEXT):
        raise StatusInfo(415, "invalid_data", f"Send {', '.join(JSON_TYPES)} or {TEXT}.")
    if len(body) > MAX_BYTES:
        raise StatusInfo(413, "invalid_data", f"At most {MAX_BYTES} bytes are read.")
    if body.lstrip().startswith(b"{") != (kind != TEXT):
        raise StatusInfo(
            400, "invalid_data", "The body isn't what its content type says: JSON, or a JWT as text."
        )
    status = 200
    try:
        with counted(request), translation.override("en"):
            _, is_new = keep_pushed(
                account=access.account, data=body, platform=access.platform.client_uri, now=timezone.now()
            )
        status = 201 if is_new else 200
    except KeptAlready:
        if not _has_earned(access, body):
            raise StatusInfo(403, "forbidden", "The badge was issued here, to somebody else.") from None
    except NotYours as error:
        raise StatusInfo(
            403, "forbidden", "The badge names another holder than the person who allowed this."
        ) from error
    except TooMany as error:
        raise StatusInfo(403, "forbidden", "The wallet is full.") from error
    except (NotABadge, VerifierError) as error:
        raise StatusInfo(400, "invalid_data", f"The badge isn't taken: {error}") from error
    response = HttpResponse(body, status=status, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


def _get_profile(request: HttpRequest, access: Access) -> HttpResponse:
    return _json(profile_of(access.account))


def _put_profile(request: HttpRequest, access: Access) -> HttpResponse:
    if request.content_type not in JSON_TYPES:
        raise StatusInfo(415, "invalid_data", f"Send {', '.join(JSON_TYPES)}.")
    return _json(change_profile(account=access.account, body=request.body, now=timezone.now()))


credentials = _endpoint(
    GET=(READ_CREDENTIALS, _get_credentials), POST=(WRITE_CREDENTIALS, _upsert_credential)
)
profile = _endpoint(GET=(READ_PROFILE, _get_profile), PUT=(WRITE_PROFILE, _put_profile))


def _access(request: HttpRequest, scope: str) -> Access:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    access = access_of(token.strip(), now=timezone.now()) if kind.lower() == "bearer" and token else None
    if access is None:
        raise StatusInfo(401, "unauthorizedrequest", "Send a valid access token as bearer.")
    if scope not in access.scope.split():
        raise StatusInfo(403, "forbidden", f"The access token lacks the scope {scope}.", scope=scope)
    return access


def _has_earned(access: Access, body: bytes) -> bool:
    """Whether a badge of this installation is one that the person holds: then there is nothing to keep."""
    held = read_credentials(access.account, limit=10_000, offset=0, since=None)
    return body.strip() in {document.strip() for document in held.documents}


def _number(request: HttpRequest, name: str, default: int, *, least: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < least:
        raise StatusInfo(400, "invalid_query_parameter", f"'{name}' must be a whole number from {least} on.")
    return int(text)


def _links(found: Credentials, limit: int, offset: int, since: str | None) -> str:
    last = max(0, (found.total - 1) // limit * limit)
    places = {"first": 0, "last": last}
    if offset + limit < found.total:
        places["next"] = offset + limit
    if offset > 0:
        places["prev"] = max(0, offset - limit)
    url = f"{settings.OPENLAUREL_URL}{BASE}/credentials"
    extra = {"since": since} if since else {}
    return ", ".join(
        f'<{url}?{urlencode({"limit": limit, "offset": place, **extra})}>; rel="{name}"'
        for name, place in places.items()
    )


def _json(value: Any, status: int = 200) -> HttpResponse:
    response = HttpResponse(orjson.dumps(value), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def _refusal(info: StatusInfo, allowed: tuple[str, ...]) -> HttpResponse:
    response = _json(info.as_json(), info.status)
    if info.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Open Badges API", error="invalid_token"'
    if info.scope:
        response["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{info.scope}"'
    if info.status == 405:
        response["Allow"] = ", ".join(allowed)
    return response
