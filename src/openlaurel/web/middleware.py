"""What every request must keep to and every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header
from django.utils.translation import gettext as _

from openlaurel.web.errors import API, bad_request, problem, too_large

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


class ContentSecurityPolicy:
    """Nothing of a third party loads on our pages, and no inline script or style runs.

    A view whose form leads on to another site names it in the attribute `form_targets` of its answer; one whose page asks
    other sites names them in `connect_targets`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        targets = "".join(f" {target}" for target in getattr(response, "form_targets", ()))
        asked = "".join(f" {target}" for target in getattr(response, "connect_targets", ()))
        policy = POLICY.replace("form-action 'self'", f"form-action 'self'{targets}")
        policy = policy.replace("connect-src 'self'", f"connect-src 'self'{asked}")
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class RequestSize:
    """A request that says it is too large is refused before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.MOST_REQUEST_BYTES
        if not length.isdecimal() or int(length) <= most:
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            detail = f"The request has {length} bytes; at most {most} are accepted."
            return problem(413, "Content too large", detail)
        return too_large(request, most=most)


class ApiMethods:
    """A method that an address of the API doesn't take is refused like every other fault there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or not request.path_info.startswith(API):
            return response
        allowed = response.headers.get("Allow", "")
        words = _("This address doesn't take %(method)s. Send one of these: %(allowed)s.")
        refused = problem(
            405,
            _("This method isn't possible here"),
            words % {"method": request.method, "allowed": allowed},
        )
        refused["Allow"] = allowed
        return refused


class WholeAddress:
    """An address with the character NUL in it is refused: it means nothing, and not every database takes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" not in request.path_info and "%00" not in request.META.get("QUERY_STRING", ""):
            return self.get_response(request)
        return bad_request(request, BadRequest("The address holds the character NUL."))


class NothingOfPeopleInCaches:
    """What depends on who asks is kept by no cache in between, and not by the browser of who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and has_vary_header(response, "Cookie"):
            is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-store" if is_known else "private, no-cache"
        return response
