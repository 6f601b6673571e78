"""What the logs say about requests: the route, never the address, since that may hold a secret or a name."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

logger = logging.getLogger("openlaurel.access")


def route_of(request: HttpRequest) -> str:
    """This function will return the pattern of the request's address, for example `/claim/<str:token>`."""
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return "(no page)"
    return f"/{match.route}"


class AccessLog:
    """One line a request: method, route, state and milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        took = 1000 * (time.perf_counter() - started)
        logger.info("%s %s %d %.0f ms", request.method, route_of(request), response.status_code, took)
        return response


class RoutesNotAddresses(logging.Filter):
    """Django logs the address of a failed request; this puts its route there instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            path = request.path.encode("unicode_escape").decode("ascii")
            record.args = tuple(route_of(request) if arg == path else arg for arg in record.args)
        return True
