"""Language and colours: what anybody may choose without signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from openlaurel.apps.accounts.services import set_language as set_account_language
from openlaurel.apps.pages.templatetags.site import THEME_COOKIE

A_YEAR = 365 * 24 * 3600


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """This function will remember the language in a cookie, and with the account of who is signed in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language):
        set_account_language(account=request.user, language=language)
    return set_language(request)


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
