"""The verifier that runs in the visitor's browser: its page, and the element that other sites put into theirs."""

import hashlib
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from openlaurel.adapters.browser_verifier import put_together, rules
from openlaurel.adapters.installation import is_loopback_host
from openlaurel.apps.verifier.browser_words import browser_words

MAX_AGE = 3600


@require_safe
def verify_here_page(request: HttpRequest) -> HttpResponse:
    """This function will answer with the page on which a badge is verified without being handed over.

    Only here a page may ask other sites: those that the badge names.
    """
    response = render(request, "verifier/here.html")
    response.connect_targets = _reach()  # type: ignore[attr-defined]
    return response


def _reach() -> tuple[str, ...]:
    """Where a badge's documents may lie. On this machine there are no certificates."""
    host = urlsplit(settings.INSTALLATION.url).hostname or ""
    return ("https:", "http://127.0.0.1:*", "http://localhost:*") if is_loopback_host(host) else ("https:",)


def _etag(request: HttpRequest, language: str = "") -> str:
    return f'"{hashlib.sha256(element_module(language)).hexdigest()[:32]}"' if _is_known(language) else ""


@require_safe
@condition(etag_func=_etag)
def element_js(request: HttpRequest, language: str = "") -> HttpResponse:
    """This function will answer with <openlaurel-verify> as one module, in all languages or in one, for any site."""
    if not _is_known(language):
        raise Http404
    response = HttpResponse(element_module(language), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _is_known(language: str) -> bool:
    return not language or language in dict(settings.LANGUAGES)


@cache
def element_module(language: str = "") -> bytes:
    """This function will return the module, put together once a process."""
    words = browser_words()
    chosen = {language: words[language]} if language else words
    return put_together("element", {"rules": rules(), "words": chosen}).encode()
