"""Small files at addresses that programs expect."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

ROBOTS = """User-agent: *
Disallow: /account/
Disallow: /api/
Disallow: /awards/*/share/
Disallow: /claim/
Disallow: /home
Disallow: /invitations/
Disallow: /learn/
Disallow: /org/
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """This function will tell search engines to stay out of what is private or answers only to forms."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """This function will say where security problems are reported (RFC 9116), when the operator has said so."""
    contact = settings.OPENLAUREL_SECURITY_CONTACT
    if not contact:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    lines = (
        f"Contact: {contact}",
        f"Expires: {expires}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.OPENLAUREL_URL}{request.path}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """This function will lead browsers that guess the icon's address to the icon."""
    return HttpResponsePermanentRedirect(static("mark.svg"))
