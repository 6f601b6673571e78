"""Pages for what went wrong: each says what happened and what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

API = "/api/"


def problem(status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """This function will return an error as programs expect it (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or title, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(API):
        return problem(400, _("This request can't be read"))
    return render(request, "errors/400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(API):
        return problem(404, _("There is nothing at this address"), _("Check the address and the id in it."))
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(API):
        return problem(500, _("Something failed here"))
    return render(request, "errors/500.html", status=500)


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    return render(request, "errors/413.html", {"most": most}, status=413)
