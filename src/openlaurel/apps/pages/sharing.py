"""What other sites want to know of an award: LinkedIn's form, links that share, embed code, search engines."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.queries import achievement_url
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url

LINKEDIN = "https://www.linkedin.com/profile/add"
# Where each network writes a post: the address, its parameter for the text, and that for a link that isn't in the text.
POSTS = {
    "post": ("https://www.linkedin.com/sharing/share-offsite/", "", "url"),
    "bluesky": ("https://bsky.app/intent/compose", "text", ""),
    "facebook": ("https://www.facebook.com/sharer/sharer.php", "", "u"),
    "whatsapp": ("https://wa.me/", "text", ""),
    "x": ("https://x.com/intent/post", "text", "url"),
}
EMBEDDED = (480, 200)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


@dataclass(frozen=True)
class Codes:
    """What is pasted into other pages: a frame of ours, a picture with a link, and the same in Markdown."""

    frame: str
    card: str
    markdown: str


def share_url(award: Award, channel: str) -> str:
    """This function will return where a channel takes a badge: a network, or a mail; "" for one that leads nowhere.

    A badge that was revoked goes into no profile.
    """
    if channel in POSTS:
        place, text, link = POSTS[channel]
        url, words = award_url(award.id), award.version.name
        fields = {text: words if link else f"{words} {url}"} if text else {}
        return f"{place}?{urlencode(fields | ({link: url} if link else {}), quote_via=quote)}"
    if channel == "mail":
        return f"mailto:?subject={quote(award.version.name)}&body={quote(award_url(award.id), safe='')}"
    return linkedin_url(award) if channel == "linkedin" and award.revoked_at is None else ""


def mastodon_url(award: Award, server: str) -> str:
    """This function will return where a server of Mastodon writes a post about a badge; "" for what is no host name.

    `server` is what somebody types: a name, an address, or an account such as @ana@mastodon.social.
    """
    host = re.sub(r"^https?://", "", server.strip().lower()).split("/")[0].rpartition("@")[2]
    if not _HOST.fullmatch(host) or len(host) > 253:
        return ""
    text = f"{award.version.name} {award_url(award.id)}"
    return f"https://{host}/share?{urlencode({'text': text}, quote_via=quote)}"


def codes_of(award: Award) -> Codes:
    """This function will return the codes that show an award elsewhere; none needs a script, none loads a third party."""
    url, (width, height) = award_url(award.id), EMBEDDED
    alt = _("Badge: %(name)s, issued by %(issuer)s") % {
        "name": award.version.name,
        "issuer": award.organisation.name,
    }
    frame = (
        '<iframe src="{}/embed" width="{}" height="{}" title="{}" loading="lazy" style="border:0"></iframe>'
    )
    card = '<a href="{}"><img src="{}/card.png" width="600" height="315" alt="{}"></a>'
    plain = re.sub(r"([\\\[\]`*_<>])", r"\\\1", " ".join(alt.split()))
    return Codes(
        frame=format_html(frame, url, width, height, alt),
        card=format_html(card, url, url, alt),
        markdown=f"[![{plain}]({url}/card.png)]({url})",
    )


def linkedin_url(award: Award) -> str:
    """This function will return the link that fills in LinkedIn's form for a certification.

    A badge without an end leaves the end out: LinkedIn then shows that it doesn't expire.
    """
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": award.version.name,
        **_organisation(award),
        **_month("issue", award.valid_from),
        **_month("expiration", award.valid_until),
        "certUrl": award_url(award.id),
        "certId": code_of(award.id),
    }
    return f"{LINKEDIN}?{urlencode(fields)}"


def structured_data(award: Award) -> dict[str, Any]:
    """This function will return the award as schema.org's EducationalOccupationalCredential, for search engines."""
    version, organisation = award.version, award.organisation
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": award_url(award.id),
        "url": award_url(award.id),
        "name": version.name,
        "description": version.description,
        "credentialCategory": version.achievement_type,
        "inLanguage": version.language,
        "dateCreated": award.valid_from.date().isoformat(),
        "about": achievement_url(version),
        "image": f"{award_url(award.id)}{'/card' if award.hides_evidence else ''}.png",
        "recognizedBy": {
            "@type": "Organization",
            "name": organisation.name,
            "url": f"{settings.OPENLAUREL_URL}/profiles/{organisation.handle}",
        },
        "competencyRequired": [alignment.skill.name for alignment in version.alignments.all()],
    }
    if award.valid_until is not None:
        data["expires"] = award.valid_until.date().isoformat()
    return data


def _organisation(award: Award) -> dict[str, str]:
    """By its number LinkedIn knows the page and its logo; by the name alone it can only show the name."""
    number = award.organisation.linkedin_id
    return {"organizationId": number} if number else {"organizationName": award.organisation.name}


def _month(prefix: str, moment: datetime | None) -> dict[str, int]:
    if moment is None:
        return {}
    return {f"{prefix}Year": moment.year, f"{prefix}Month": moment.month}
