"""Where a visitor came from, as a class: the address itself, the browser and the visitor are not kept."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

ORIGINS = {
    "direct": _("Direct, or not told"),
    "own": _("Pages of this site"),
    "social": _("Social networks"),
    "jobs": _("Job and CV sites"),
    "search": _("Search engines"),
    "mail": _("Web mail"),
    "program": _("Programs, by the API"),
    "other": _("Other sites"),
}
CHANNELS = {
    "linkedin": _("LinkedIn profile"),
    "post": _("LinkedIn post"),
    "mail": _("Mail"),
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "mastodon": "Mastodon",
    "whatsapp": "WhatsApp",
    "x": "X",
    "picture": _("Picture file"),
    "document": _("Signed document"),
    "certificate": _("Certificate"),
}
# Names of hosts, each with all below it; a name without a dot is that of a company under any ending.
_CLASSES = {
    "social": "linkedin facebook twitter x.com t.co lnkd.in instagram threads.net reddit youtube pinterest tiktok "
    "mastodon.social bsky.app xing whatsapp telegram.org t.me discord.com vk.com weibo.com slack.com teams.microsoft.com",
    "jobs": "indeed glassdoor stepstone monster infojobs europass.europa.eu europa.eu bayt naukri welcometothejungle "
    "greenhouse.io lever.co workable.com smartrecruiters.com myworkdayjobs.com personio.de novoresume.com resume.io "
    "jobteaser.com handshake joinhandshake.com seek.com.au totaljobs.com jobs.ch",
    "search": "google bing duckduckgo yahoo ecosia.org qwant.com startpage.com yandex baidu search.brave.com kagi.com",
    "mail": "mail.google.com outlook.live.com outlook.office.com outlook.office365.com mail.yahoo.com mail.proton.me "
    "webmail mail.yandex.com gmx web.de mail.aol.com fastmail.com mail.zoho.com",
}
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|monitor|check|fetch|facebookexternalhit|whatsapp|embedly|headless|"
    r"lighthouse|curl|wget|python|java/|go-http|okhttp|libwww|node|axios|postman|http-client|apache-",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Visit:
    """That somebody came; `origin` is a key of ORIGINS."""

    origin: str


def visit_of(request: HttpRequest) -> Visit | None:
    """This function will tell where a visitor came from; None for robots, and for what a browser loads beforehand.

    The header fields are looked at here and forgotten.
    """
    agent = request.headers.get("User-Agent", "")
    if request.method == "HEAD" or not agent or _ROBOT.search(agent):
        return None
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if "prefetch" in purpose or "preview" in purpose:
        return None
    return Visit(origin_of(request.headers.get("Referer", ""), {request.get_host(), *_own_hosts()}))


def origin_of(referrer: str, own_hosts: set[str]) -> str:
    """This function will return the class of the site that led here, a key of ORIGINS."""
    try:
        parts = urlsplit(referrer)
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return "other"
    if not referrer or not host:
        return "direct"
    if parts.netloc in own_hosts:
        return "own"
    for name in ("mail", "jobs", "social", "search"):
        if any(_is_of(host, known) for known in _CLASSES[name].split()):
            return name
    return "other"


def came_from_page(request: HttpRequest, path: str) -> bool:
    """This function will tell whether a request was made from the page at `path` of this site."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return parts.netloc in {request.get_host(), *_own_hosts()} and parts.path == path


def _own_hosts() -> set[str]:
    return {urlsplit(url).netloc for url in settings.INSTALLATION.urls}


def _is_of(host: str, known: str) -> bool:
    if "." in known:
        return host == known or host.endswith(f".{known}")
    return known in host.split(".")[:-1]
