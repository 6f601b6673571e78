"""Text that people wrote in Markdown."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from openlaurel.adapters.markdown import render_line, render_markdown

register = template.Library()


@register.filter
def prose(text: str, top_heading: int = 3) -> SafeString:
    """This function will show Markdown as HTML; its highest heading becomes h`top_heading`."""
    return mark_safe(render_markdown(text, top_heading=top_heading))  # noqa: S308 (the renderer escapes all tags)


@register.filter
def prose_line(text: str) -> SafeString:
    """This function will show one line of Markdown, such as a choice of a quiz, inside other text."""
    return mark_safe(render_line(text))  # noqa: S308 (the renderer escapes all tags)
