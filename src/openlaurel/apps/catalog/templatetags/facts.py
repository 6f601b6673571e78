"""Facts of a version in words."""

from django import template

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import ResultFact, price_of, results_of, type_name, workload_of
from openlaurel.apps.profiles.queries import language_name as own_name

register = template.Library()


@register.filter
def workload(version: AchievementVersion) -> str:
    return workload_of(version)


@register.filter
def price(version: AchievementVersion) -> str:
    return price_of(version)


@register.filter
def achievement_type(version: AchievementVersion) -> str:
    return type_name(version.achievement_type)


@register.filter
def results(version: AchievementVersion) -> list[ResultFact]:
    return results_of(version)


@register.filter
def language_name(code: str) -> str:
    return own_name(code)
