"""What every request must keep to and every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from openlaurel.web.errors import too_large

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


class ContentSecurityPolicy:
    """Nothing of a third party loads on our pages, and no inline script or style runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
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
            problem = {
                "type": "about:blank",
                "title": "Content too large",
                "status": 413,
                "detail": f"The request has {length} bytes; at most {most} are accepted.",
            }
            return JsonResponse(problem, status=413, content_type="application/problem+json")
        return too_large(request, most=most)
