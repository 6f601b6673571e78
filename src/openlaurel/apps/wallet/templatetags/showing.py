"""What pages about a badge say of who may see it."""

from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.wallet.models import ShowingChange

register = template.Library()
ICONS = {"private": "lock", "link": "link", "public": "globe"}
# What a change did, by its value.
WORDS: dict[str, Promise] = {
    "public": _("Everybody may see them now."),
    "link": _("Whoever has the link may see them now."),
    "private": _("Only you see them now."),
    "hidden": _("Their evidence is hidden from others now."),
    "shown": _("Their evidence is shown to others again."),
}


@register.filter
def visibility_icon(visibility: str) -> str:
    """The icon for who may see a badge."""
    return ICONS.get(visibility, "eye")


@register.filter
def visibility_label(visibility: str) -> str:
    """Who may see a badge, in words."""
    return str(Visibility(visibility).label)


@register.inclusion_tag("wallet/_changed.html", takes_context=True)
def change_notice(context: Context) -> dict[str, Any]:
    """What was just changed about who sees which badges, with the button that takes it back."""
    request = context["request"]
    try:
        change = ShowingChange.objects.get(
            pk=request.GET.get("changed", ""), account=request.user.pk, undone_at=None
        )
    except (ShowingChange.DoesNotExist, ValidationError, ValueError):
        change = None
    return {
        "change": change,
        "words": WORDS.get(change.value, "") if change else "",
        "csrf_token": context.get("csrf_token"),
        "back": request.path,
    }
