"""The look of the organisation that a page is about."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import LogoView, logo_of, sheet_url

register = template.Library()


@register.simple_tag
def brand_sheet(organisation: Profile) -> SafeString:
    """The link to the style sheet with the organisation's colours."""
    return format_html('<link rel="stylesheet" href="{}">', sheet_url(organisation))


@register.inclusion_tag("profiles/_logo.html")
def organisation_logo(organisation: Profile, size: str = "") -> dict[str, Any]:
    """The organisation's logo where its name stands beside it; nothing when it has none. `size` may be "small"."""
    return {"logo": logo_of(organisation), "size": size}


@register.simple_tag
def logo_view(organisation: Profile) -> LogoView | None:
    """The organisation's logo for pages that show something else without one."""
    return logo_of(organisation)
