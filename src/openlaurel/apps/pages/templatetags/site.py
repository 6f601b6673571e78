"""What the frame of every page needs: theme, language, main navigation, and small words for components."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from openlaurel.apps.profiles.queries import organisations_of

register = template.Library()
THEME_COOKIE = "openlaurel_theme"


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True)
class Theme:
    value: str
    label: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True)
class Tone:
    name: str
    icon: str


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """The attribute of <html> that holds the theme somebody chose; without one the device decides."""
    theme = chosen_theme(context.get("request"))
    return format_html(' data-theme="{}"', theme) if theme else SafeString("")


@register.simple_tag(takes_context=True)
def themes(context: Context) -> list[Theme]:
    chosen = chosen_theme(context.get("request"))
    return [
        Theme("light", _("Light"), "sun", chosen == "light"),
        Theme("dark", _("Dark"), "moon", chosen == "dark"),
        Theme("device", _("As on this device"), "monitor", not chosen),
    ]


@register.simple_tag
def own_language_name() -> str:
    return str(get_language_info(get_language() or "en")["name_local"]).capitalize()


@register.simple_tag(takes_context=True)
def main_links(context: Context) -> list[Link]:
    """Explore and Verify for everybody; Home and the way into the organisation for who has them."""
    path = _path(context)
    links = [
        _link(_("Explore"), "/explore", "search", path),
        _link(_("Verify"), "/verify", "shield-check", path),
    ]
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return links
    links.append(_link(_("Home"), "/home", "home", path))
    organisations = list(organisations_of(user)[:2])
    if len(organisations) == 1:
        url = f"/org/{organisations[0].handle}/"
        links.append(_link(_("Organisation"), url, "building-2", path))
    elif organisations:
        links.append(_link(_("Organisations"), reverse("profiles:organisation-list"), "building-2", path))
    return links


@register.simple_tag
def tone_of(tone: str) -> Tone:
    """The tone of a notice, also from the name of one of Django's message levels."""
    known = {
        "ok": Tone("ok", "circle-check"),
        "success": Tone("ok", "circle-check"),
        "warn": Tone("warn", "triangle-alert"),
        "warning": Tone("warn", "triangle-alert"),
        "bad": Tone("bad", "circle-alert"),
        "error": Tone("bad", "circle-alert"),
    }
    return known.get(str(tone), Tone("info", "info"))


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The pages to link to, None for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag(takes_context=True)
def page_link(context: Context, number: int | str, of: str, url: str) -> str:
    """The address of a page of a list; other query parameters stay. `of` is the parameter, and the list's anchor."""
    query = _unplaced(context)
    query[of] = str(number)
    return f"{url}?{query.urlencode()}" + ("" if of == "page" else f"#{of}")


@register.simple_tag(takes_context=True)
def place_link(context: Context, place: tuple[str, str]) -> str:
    """The address of the page of a long list that begins at `place`; other query parameters stay."""
    query = _unplaced(context)
    name, value = place
    if name != "page":
        query.pop("page", None)
    query[name] = value
    return f"?{query.urlencode()}"


def _unplaced(context: Context) -> QueryDict:
    """The query without the row at which a page of a long list begins."""
    query = context["request"].GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return query


def _link(label: str, url: str, icon: str, path: str) -> Link:
    return Link(label, url, icon, path == url or path.startswith(url.rstrip("/") + "/"))


def _path(context: Context) -> str:
    return str(getattr(context.get("request"), "path", ""))


def chosen_theme(request: HttpRequest | None) -> str:
    """This function will return the theme that somebody chose, light or dark; empty where the device decides."""
    chosen = str(getattr(request, "COOKIES", {}).get(THEME_COOKIE, ""))
    return chosen if chosen in {"light", "dark"} else ""
