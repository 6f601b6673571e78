"""Numbers of figures in words."""

from datetime import date

from django import template

from openlaurel.apps.figures.presenting import count_text, month_label, percent_text

register = template.Library()


@register.filter
def counted(count: int | None) -> str:
    return count_text(count)


@register.filter
def in_percent(percent: int | None) -> str:
    return percent_text(percent)


@register.filter
def month_name(month: date) -> str:
    return month_label(month)
