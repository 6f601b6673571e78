"""Pictures of achievements, which browsers and other sites may keep."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import artwork, get_published, get_version
from openlaurel.apps.catalog.services import Definition, preview_artwork
from openlaurel.core.artwork import SHAPES

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
A_YEAR = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"
# An own SVG is made harmless when it is uploaded; opened by itself it still may load and run nothing.
LOCKED_DOWN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@require_safe
def achievement_image(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The picture of the published version; with ?version= that of one version, which never changes."""
    number = request.GET.get("version", "")
    try:
        if number.isdecimal() and len(number) < 10:
            return _picture(request, get_version(slug, int(number)), kind, A_YEAR)
        return _picture(request, get_published(slug), kind, A_WHILE)
    except AchievementVersion.DoesNotExist:
        raise Http404 from None


@require_safe
def version_image(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    try:
        return _picture(request, get_version(slug, number), kind, A_YEAR)
    except AchievementVersion.DoesNotExist:
        raise Http404 from None


@require_safe
def shape_sample(request: HttpRequest, shape: str) -> HttpResponse:
    """A shape for the gallery of the definition page, in the hue and with the icon asked for."""
    if shape not in SHAPES:
        raise Http404
    sample = Definition(name="Aa", language="en", level="advanced", art_shape=shape, art_hue=275)
    return _cached(request, preview_artwork(sample, "").encode(), "svg", A_WHILE)


def _picture(request: HttpRequest, version: AchievementVersion, kind: str, keep: str) -> HttpResponse:
    content = artwork(version, kind)
    if not content:
        raise Http404
    return _cached(request, content, kind, keep)


def _cached(request: HttpRequest, content: bytes, kind: str, keep: str) -> HttpResponse:
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=TYPES[kind])
        response["Access-Control-Allow-Origin"] = "*"
        response["Content-Security-Policy"] = LOCKED_DOWN
    response["ETag"] = etag
    response["Cache-Control"] = keep
    return response
