"""What a definition must say before it is published: a published version can't be completed later."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.services.definitions import Definition

_REQUIRED: tuple[tuple[str, Callable[[Definition], object], Promise], ...] = (
    ("name", lambda d: d.name, _("Enter a name.")),
    (
        "description",
        lambda d: d.description,
        _("Say in a few sentences what the holder of the badge can do."),
    ),
    ("outcomes", lambda d: d.outcomes, _("List at least one learning outcome.")),
    ("criteria", lambda d: d.criteria, _("Say what it takes to earn the badge.")),
    ("skills", lambda d: d.skills, _("Name at least one skill with its level.")),
    ("level", lambda d: d.level, _("Choose the level.")),
    ("country", lambda d: d.country, _("Choose the country of the awarding body.")),
    ("awarding_body_name", lambda d: d.awarding_body_name, _("Say which body awards it.")),
    ("workload_hours", lambda d: d.workload_hours, _("Say how many hours a learner needs.")),
    ("participation", lambda d: d.participation, _("Choose how people take part.")),
    ("assessment_type", lambda d: d.assessment_type, _("Say how learners are assessed.")),
    ("supervision", lambda d: d.supervision, _("Say whether the assessment is supervised.")),
    ("quality_assurance", lambda d: d.quality_assurance, _("Say how quality is assured.")),
)


def missing_in(definition: Definition) -> dict[str, str]:
    """This function will return the fields that publishing still needs, each with what to do, in page order."""
    return {field: str(advice) for field, value, advice in _REQUIRED if not value(definition)}


NEEDED = frozenset(field for field, _value, _advice in _REQUIRED)
