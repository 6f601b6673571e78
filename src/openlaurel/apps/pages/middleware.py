"""Gives visitors the answers about badges that are on the shelf, before anything else is done for them."""

import hashlib
import re
from collections.abc import Callable, Hashable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request

from openlaurel.apps.figures.services import note_share, note_view
from openlaurel.apps.figures.visits import came_from_page, visit_of
from openlaurel.apps.pages.negotiating import wanted_type
from openlaurel.apps.pages.queries.stamps import Stamp, stamp_of
from openlaurel.apps.pages.shelf import VIEW, Keepable, KeptAnswer, shelf
from openlaurel.apps.pages.templatetags.site import chosen_theme

_PATH = re.compile(
    r"/awards/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.json|\.png|\.svg|/card\.png|/embed)?"
)
# Who has one of these is known, or is told something that others aren't.
_OWN_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
# The answer may differ by these alone, which the key has; one that differs by more isn't kept.
_VARIES_BY = {"accept", "accept-encoding", "accept-language", "cookie"}
_LONGEST_HEADER = 500


class Shelved:
    """An answer of the shelf is given while it is true; else the view answers, and it is kept if the view allows.

    Each carries a strong ETag (RFC 9110, 8.8.3), and is asked for again with If-None-Match by whoever has it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        place = _PATH.fullmatch(request.path_info)
        if place is None or not _is_a_visit(request) or not shelf.most:
            return self.get_response(request)
        key = _key(request)
        try:
            stamp = stamp_of(UUID(place[1])) if key is not None else None
        except DatabaseError:
            stamp = None
        if key is None or stamp is None:
            return self.get_response(request)
        now = timezone.now()
        kept = shelf.get(key)
        if kept is not None and kept.stamp == stamp and now < kept.keepable.until:
            request.resolver_match = kept.match
            _count(request, kept.keepable, now)
            return _answer(request, kept)
        response = self.get_response(request)
        kept = _kept(request, response, stamp)
        if kept is None:
            shelf.drop(key)
            return response
        shelf.put(key, kept)
        return _answer(request, kept)


def _is_a_visit(request: HttpRequest) -> bool:
    """Whether somebody asks for a page who isn't signed in, and in no way that a view may have to look at."""
    if request.method not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in request.META:
        return False
    return not any(name in request.COOKIES for name in _OWN_COOKIES)


def _key(request: HttpRequest) -> Hashable:
    accept = request.headers.get("Accept", "*/*")
    if len(accept) > _LONGEST_HEADER:
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return (
        request.path_info,
        host,
        wanted_type(accept),
        bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", ""))),
        get_language_from_request(request),
        chosen_theme(request),
    )


def _kept(request: HttpRequest, response: HttpResponse, stamp: Stamp) -> KeptAnswer | None:
    keepable: Keepable | None = getattr(response, "keepable", None)
    varies_by = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    if keepable is None or response.status_code != 200 or response.streaming or response.cookies:
        return None
    if not varies_by <= _VARIES_BY:
        return None
    body = response.content
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return KeptAnswer(keepable, stamp, etag, dict(response.items()), body, request.resolver_match)


def _answer(request: HttpRequest, kept: KeptAnswer) -> HttpResponse:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if any(tag.removeprefix("W/") in {kept.etag, "*"} for tag in known):
        response: HttpResponse = HttpResponseNotModified()
        for name in ("Cache-Control", "Vary", "Content-Language"):
            if name in kept.headers:
                response[name] = kept.headers[name]
    else:
        response = HttpResponse(kept.body, headers=kept.headers)
    response["ETag"] = kept.etag
    return response


def _count(request: HttpRequest, keepable: Keepable, now: datetime) -> None:
    """Counts a visit as the view does that made the answer."""
    award, channel = keepable.award, keepable.counted_as
    if channel == VIEW:
        note_view(award=award, visit=visit_of(request), now=now)
    elif channel and came_from_page(request, f"/awards/{award.pk}"):
        note_share(award=award, channel=channel, visit=visit_of(request), now=now)
