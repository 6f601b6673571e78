"""The icons of badges, drawn in the page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from openlaurel.adapters.artwork_assets import load_assets

register = template.Library()


@register.simple_tag
def badge_icon(name: str) -> SafeString:
    """This function will draw an icon in the colour of the text around it; its name stands beside it."""
    drawing = load_assets().icon(name)
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{drawing}</svg>')  # noqa: S308 (built files)
