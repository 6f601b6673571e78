"""What other sites show of a shared badge: a card, and the same by oEmbed."""

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.figures.services import note_share
from openlaurel.apps.figures.visits import visit_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, find_public_award
from openlaurel.apps.pages.cards import CARD_SIZE, card_png, has_card
from openlaurel.apps.pages.queries.award_page import award_page, find_award, is_public
from openlaurel.apps.pages.refusals import not_shown
from openlaurel.apps.pages.sharing import EMBEDDED, codes_of, mastodon_url
from openlaurel.apps.pages.shelf import may_keep

AN_HOUR = 3600
EMBED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors *; "
    "base-uri 'none'; form-action 'none'"
)


@require_safe
def award_card(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The picture of a shared link, for badges that everybody may see and that are in force."""
    award = find_award(award_id)
    content = card_png(award) if award is not None and has_card(award) else None
    if award is None or content is None:
        return HttpResponse(status=404, content_type="text/plain")
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response: HttpResponse = HttpResponse(content, content_type="image/png")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={AN_HOUR}"
    return may_keep(response, award)


@require_safe
def award_sharing(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Every way to show a public badge elsewhere; each is a link or a text, and loads nothing of others."""
    award = find_award(award_id)
    if award is None or not is_public(award):
        return not_shown(request, award)
    return render(request, "pages/award_sharing.html", _sharing(award))


@require_POST
def award_mastodon(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Mastodon is many servers: one's own is named, and the answer has the link to it. Nobody is led there unasked."""
    award = find_award(award_id)
    if award is None or not is_public(award):
        return not_shown(request, award)
    url = mastodon_url(award, request.POST.get("server", "")[:300])
    if url:
        note_share(award=award, channel="mastodon", visit=visit_of(request), now=timezone.now())
    context = _sharing(award) | {"mastodon_url": url, "is_wrong": not url}
    return render(request, "pages/award_sharing.html", context, status=200 if url else 422)


@require_safe
@xframe_options_exempt
def award_embed(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """A badge as other pages frame it: what it is, of whom, and how verifying it ended just now. No script, no cookie."""
    award = find_award(award_id)
    if award is None or not is_public(award):
        return HttpResponse(status=404, content_type="text/plain")
    context = {"page": award_page(award, now=timezone.now()), "award": award, "version": award.version}
    response = render(request, "pages/award_embed.html", context)
    response["Content-Security-Policy"] = EMBED_POLICY
    response["Cache-Control"] = "public, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return may_keep(response, award)


def _sharing(award: Award) -> dict[str, object]:
    return {
        "award": award,
        "version": award.version,
        "url": award_url(award.pk),
        "codes": codes_of(award),
        "has_card": has_card(award),
        "width": EMBEDDED[0],
        "height": EMBEDDED[1],
    }


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0 of a badge's page, of the type "rich": its card as a link to the page (https://oembed.com)."""
    if request.GET.get("format", "json") != "json":
        return _refused("Only format=json is offered.", 501)
    award = find_public_award(request.GET.get("url", ""))
    if award is None or not has_card(award):
        return _refused("This isn't the address of a public badge of this site.", 404)
    width, height = _size(request)
    name, issuer = award.version.name, award.organisation.name
    url = award_url(award.pk)
    alt = _("Badge: %(name)s, issued by %(issuer)s") % {"name": name, "issuer": issuer}
    response = JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": name,
            "author_name": issuer,
            "provider_name": "OpenLaurel",
            "cache_age": AN_HOUR,
            "thumbnail_url": f"{url}/card.png",
            "thumbnail_width": CARD_SIZE[0],
            "thumbnail_height": CARD_SIZE[1],
            "width": width,
            "height": height,
            "html": format_html(
                '<a href="{}"><img src="{}/card.png" width="{}" height="{}" alt="{}"></a>',
                url, url, width, height, alt,
            ),
        }
    )  # fmt: skip
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={AN_HOUR}"
    return response


def _refused(reason: str, status: int) -> HttpResponse:
    return HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8")


def _size(request: HttpRequest) -> tuple[int, int]:
    """As large as the other site allows, at most 600 wide, in the shape of the card."""
    width, height = CARD_SIZE
    most = [600.0 / width]
    for name, whole in (("maxwidth", width), ("maxheight", height)):
        given = request.GET.get(name, "")
        if given.isdecimal() and 0 < len(given) < 6 and int(given) > 0:
            most.append(int(given) / whole)
    scale = min(most)
    return max(1, int(width * scale)), max(1, int(height * scale))
