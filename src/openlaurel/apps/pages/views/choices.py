"""Language and colours: what anybody may choose without signing in.

Their forms are on every page and carry no token against forgery, which would make each page one of its visitor: that a
page of this site sent them is told by what browsers say of themselves.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_callable
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from openlaurel.apps.accounts.services import set_language as set_account_language
from openlaurel.apps.pages.templatetags.site import THEME_COOKIE

A_YEAR = 365 * 24 * 3600
View = Callable[[HttpRequest], HttpResponse]


def _sent_by_own_pages(view: View) -> View:
    """The view hears only what a page of this site sent; a browser that doesn't say which page it was isn't heard."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if _is_of_own_page(request) or getattr(request, "_dont_enforce_csrf_checks", False):
            return view(request)
        refused: HttpResponse = get_callable(settings.CSRF_FAILURE_VIEW)(request)
        return refused

    return csrf_exempt(guarded)


def _is_of_own_page(request: HttpRequest) -> bool:
    """Whether a page of this site sent a form, by Sec-Fetch-Site (W3C Fetch Metadata), else Origin (RFC 6454), else Referer."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        sender = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    except ValueError:
        return False
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return f"{sender.scheme}://{sender.netloc}" in own


@_sent_by_own_pages
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """This function will remember the language in a cookie, and with the account of who is signed in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language):
        set_account_language(account=request.user, language=language)
    return set_language(request)


@_sent_by_own_pages
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """This function will remember light or dark in a cookie, or forget it so that the device decides."""
    response = HttpResponseRedirect(_safe_next(request))
    theme = request.POST.get("theme", "")
    if theme in {"light", "dark"}:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
