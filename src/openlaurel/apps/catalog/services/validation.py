"""What a definition may say. Each problem names its field and says what to do."""

import re
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.apps.catalog.models import Level, Participation, Supervision
from openlaurel.apps.catalog.services.definitions import Definition, SkillClaim
from openlaurel.apps.catalog.services.result_descriptions import (
    problem_of_results,
    read_result_description,
    whole_result_description,
)
from openlaurel.core.artwork import SHAPES
from openlaurel.core.openbadges import (
    ACHIEVEMENT_TYPES,
    BadDefinition,
    is_extension,
    is_language,
)
from openlaurel.core.web_addresses import is_web_address

_COUNTRY = re.compile(r"[A-Z]{2}").fullmatch
_CURRENCY = re.compile(r"[A-Z]{3}").fullmatch
# What RDFC-1.0 implementations disagree about can't be signed so that everybody verifies it.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]").search
# A name stands amid sentences, where it would turn what follows.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]").search
_NAMES = frozenset({"name", "awarding_body_name"})
_LENGTHS = {
    "name": 120,
    "description": 2000,
    "criteria": 10_000,
    "awarding_body_name": 200,
    "assessment_type": 300,
    "identity_check": 300,
    "quality_assurance": 500,
    "prerequisites": 2000,
    "how_awarded": 2000,
}


def problems_of(definition: Definition) -> dict[str, str]:
    """This function will return what is wrong with the values that are given; what is missing isn't wrong yet."""
    problems: dict[str, str] = {}
    if not definition.name.strip():
        problems["name"] = _("Enter a name, such as “Data literacy for public service”.")
    for field, limit in _LENGTHS.items():
        text = getattr(definition, field)
        if len(text) > limit:
            problems[field] = _("Shorten this to at most %(limit)s characters; it has %(length)s.") % {
                "limit": limit,
                "length": len(text),
            }
        elif _CONTROL(text) or (field in _NAMES and _TURNING(text)):
            problems[field] = _("Remove the invisible control characters, then save again.")
    problems |= _wrong_choices(definition)
    problems |= _wrong_numbers(definition)
    problems |= _wrong_lists(definition)
    return problems


def _wrong_choices(definition: Definition) -> dict[str, str]:
    problems = {}
    if not is_language(definition.language) or len(definition.language) > 12:
        problems["language"] = _("Choose the language in which this is taught and assessed.")
    if definition.country and not _COUNTRY(definition.country):
        problems["country"] = _("Choose the country of the awarding body from the list.")
    kind = definition.achievement_type
    if kind not in ACHIEVEMENT_TYPES and not is_extension(kind):
        problems["achievement_type"] = _("Choose a type from the list.")
    for field, choices in (
        ("level", Level),
        ("participation", Participation),
        ("supervision", Supervision),
    ):
        value = getattr(definition, field)
        if value and value not in choices.values:
            problems[field] = _("Choose one of the options in the list.")
    if definition.awarding_body_url and not is_web_address(definition.awarding_body_url):
        problems["awarding_body_url"] = _("Enter a full web address, such as https://www.example.org.")
    if definition.art_shape not in SHAPES:
        problems["art_shape"] = _("Choose a shape from the gallery.")
    if definition.art_icon not in load_assets().icons:
        problems["art_icon"] = _("Choose an icon from the gallery.")
    if not 0 <= definition.art_hue < 360:
        problems["art_hue"] = _("Choose a colour between 0 and 359 degrees.")
    return problems


def _wrong_numbers(definition: Definition) -> dict[str, str]:
    problems = {}
    if definition.eqf_level is not None and not 1 <= definition.eqf_level <= 8:
        problems["eqf_level"] = _(
            "The European Qualifications Framework has levels 1 to 8. Choose one of them."
        )
    if not 0 <= definition.workload_hours <= 20_000:
        problems["workload_hours"] = _("Enter the workload in whole hours, at most 20,000.")
    for field, limit, step in (("ects", 999, "0.1"), ("credits", 999, "0.01")):
        value = getattr(definition, field)
        if value is not None and (not 0 < value <= limit or value % Decimal(step)):
            problems[field] = _("Enter a number above 0 and up to %(limit)s in steps of %(step)s.") % {
                "limit": limit,
                "step": step,
            }
    price = definition.price_amount
    if not 0 <= price < 10_000_000 or price % Decimal("0.01"):
        problems["price_amount"] = _("Enter the price as an amount like 149 or 149.50, or 0 when it is free.")
    elif price and not _CURRENCY(definition.price_currency):
        problems["price_currency"] = _("Enter the three letters of the currency, such as EUR.")
    months = definition.validity_months
    if months is not None and not 1 <= months <= 600:
        problems["validity_months"] = _("Enter 1 to 600 months, or leave it empty when badges don't expire.")
    return problems


def _wrong_lists(definition: Definition) -> dict[str, str]:
    problems = {}
    if len(definition.outcomes) > 20 or any(not 1 <= len(o.strip()) <= 300 for o in definition.outcomes):
        problems["outcomes"] = _("Write at most 20 outcomes, one a line, each at most 300 characters.")
    if len(definition.tags) > 20 or any(not 1 <= len(t.strip()) <= 50 for t in definition.tags):
        problems["tags"] = _("Write at most 20 tags, each at most 50 characters.")
    if problem := problem_of_skills(definition.skills):
        problems["skills"] = problem
    for field, texts in (
        ("outcomes", definition.outcomes),
        ("tags", definition.tags),
        (
            "skills",
            tuple(text for s in definition.skills for text in (s.name, s.code, s.framework, s.description)),
        ),
    ):
        if any(map(_CONTROL, texts)):
            problems[field] = _("Remove the invisible control characters, then save again.")
    try:
        results = [read_result_description(described) for described in definition.result_descriptions]
        problem = problem_of_results(results)
        for described in () if problem else definition.result_descriptions:
            whole_result_description(described, settings.OPENLAUREL_URL).as_json()
    except (BadDefinition, TypeError, KeyError) as error:
        problem = _("A result description can't be used: %(error)s") % {"error": error}
    if problem:
        problems["result_descriptions"] = problem
    return problems


def problem_of_skills(skills: tuple[SkillClaim, ...]) -> str:
    """This function will return what is wrong with a list of skills, or nothing."""
    if len(skills) > 30:
        return _("Name at most 30 skills: those that the assessment really proves.")
    for skill in skills:
        if not 1 <= len(skill.name.strip()) <= 200:
            return _("Each skill needs a name of at most 200 characters.")
        if skill.level not in Level.values:
            return _("Choose the level of the skill “%(name)s”.") % {"name": skill.name}
        if skill.url and not is_web_address(skill.url):
            return _(
                "The address of the skill “%(name)s” must be a full web address, or empty to get one on this site."
            ) % {"name": skill.name}
    names = [skill.url or skill.name.strip().casefold() for skill in skills]
    if len(set(names)) < len(names):
        return _("A skill is listed twice. Keep it once, with the highest level that is proved.")
    return ""
