"""What a definition says, in words: facts for its page, and what changed between two versions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openlaurel.apps.catalog.models import AchievementVersion, Level, Participation, Supervision
from openlaurel.apps.catalog.queries.results import ResultFact, results_of
from openlaurel.apps.catalog.queries.types import type_name
from openlaurel.apps.catalog.services.definitions import Definition, definition_of
from openlaurel.apps.profiles.queries import country_name, language_name


@dataclass(frozen=True)
class Fact:
    """One line of a fact sheet. `is_content` marks text in the definition's own language."""

    label: str
    value: str
    url: str = ""
    is_content: bool = False


@dataclass(frozen=True)
class Change:
    """What a newer version says differently."""

    label: str
    before: str
    after: str


LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "achievement_type": gettext_lazy("Type"),
    "level": gettext_lazy("Level"),
    "eqf_level": gettext_lazy("European qualifications level"),
    "workload_hours": gettext_lazy("Workload"),
    "ects": gettext_lazy("ECTS credits"),
    "credits": gettext_lazy("Continuing-education units"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country"),
    "awarding_body_name": gettext_lazy("Awarding body"),
    "awarding_body_url": gettext_lazy("Website of the awarding body"),
    "participation": gettext_lazy("Form of participation"),
    "assessment_type": gettext_lazy("Assessment"),
    "supervision": gettext_lazy("Supervision"),
    "identity_check": gettext_lazy("Identity check"),
    "quality_assurance": gettext_lazy("Quality assurance"),
    "prerequisites": gettext_lazy("Prerequisites"),
    "required": gettext_lazy("To be earned before"),
    "price_amount": gettext_lazy("Price"),
    "validity_months": gettext_lazy("Validity"),
    "description": gettext_lazy("Description"),
    "outcomes": gettext_lazy("Learning outcomes"),
    "criteria": gettext_lazy("Criteria"),
    "skills": gettext_lazy("Skills"),
    "how_awarded": gettext_lazy("How it is awarded"),
    "tags": gettext_lazy("Tags"),
    "result_descriptions": gettext_lazy("Results that are recorded"),
    "art_shape": gettext_lazy("Shape of the badge"),
    "art_hue": gettext_lazy("Colour of the badge"),
    "art_icon": gettext_lazy("Icon of the badge"),
    "art_pattern": gettext_lazy("Pattern of the badge"),
}
_SHEET = (
    "achievement_type",
    "level",
    "eqf_level",
    "workload_hours",
    "ects",
    "credits",
    "language",
    "country",
    "awarding_body_name",
    "participation",
    "assessment_type",
    "supervision",
    "identity_check",
    "quality_assurance",
    "price_amount",
    "validity_months",
)
_CONTENT = frozenset({"awarding_body_name", "assessment_type", "identity_check", "quality_assurance"})


def price_of(definition: Definition | AchievementVersion) -> str:
    """This function will return the price in words, such as "EUR 149.00" or "Free"."""
    if not definition.price_amount:
        return _("Free")
    return f"{definition.price_currency} {number_format(definition.price_amount, 2)}"


def workload_of(definition: Definition | AchievementVersion) -> str:
    hours = definition.workload_hours
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": number_format(hours)}


def validity_of(definition: Definition | AchievementVersion) -> str:
    """This function will return how long a badge is valid, in years where they are whole."""
    months = definition.validity_months
    if months is None:
        return _("Does not expire")
    if months % 12 == 0:
        return ngettext("%(number)s year", "%(number)s years", months // 12) % {"number": months // 12}
    return ngettext("%(number)s month", "%(number)s months", months) % {"number": months}


_WORDS: dict[str, Callable[[Definition], str]] = {
    "achievement_type": lambda d: type_name(d.achievement_type),
    "level": lambda d: str(Level(d.level).label) if d.level else "",
    "eqf_level": lambda d: _("EQF level %(level)s") % {"level": d.eqf_level} if d.eqf_level else "",
    "workload_hours": lambda d: workload_of(d) if d.workload_hours else "",
    "language": lambda d: language_name(d.language),
    "country": lambda d: country_name(d.country) if d.country else "",
    "participation": lambda d: str(Participation(d.participation).label) if d.participation else "",
    "supervision": lambda d: str(Supervision(d.supervision).label) if d.supervision else "",
    "price_amount": price_of,
    "validity_months": validity_of,
    "skills": lambda d: "; ".join(f"{s.name} ({Level(s.level).label})" for s in d.skills),
    "outcomes": lambda d: "\n".join(d.outcomes),
    "result_descriptions": lambda d: "\n".join(map(_result, results_of(d))),
}


def _result(result: ResultFact) -> str:
    levels = f" [{'; '.join(result.levels)}]" if result.levels else ""
    return f"{result.name}: {result.words}{levels}"


def facts_of(version: AchievementVersion) -> list[Fact]:
    """This function will return the fact sheet of a version; what it doesn't say is left out."""
    definition = definition_of(version)
    return [
        Fact(
            label=str(LABELS[field]),
            value=said,
            url=definition.awarding_body_url if field == "awarding_body_name" else "",
            is_content=field in _CONTENT,
        )
        for field in _SHEET
        if (said := words_of(definition, field))
    ]


def compared_facts(versions: Sequence[AchievementVersion]) -> list[tuple[str, list[str]]]:
    """This function will return (label, what each version says) for all that one of them says, in the order of the page."""
    definitions = [definition_of(version) for version in versions]
    rows = [
        (str(LABELS[field]), [words_of(definition, field) for definition in definitions])
        for field in (*_SHEET, "prerequisites", "skills", "outcomes")
    ]
    return [(label, said) for label, said in rows if any(said)]


def differences(old: AchievementVersion, new: AchievementVersion) -> list[Change]:
    """This function will return what `new` says differently from `old`, in words, in the order of the page."""
    before, after = definition_of(old), definition_of(new)
    changes = [
        Change(str(label), words_of(before, field), words_of(after, field))
        for field, label in LABELS.items()
        if words_of(before, field) != words_of(after, field)
    ]
    if old.artwork_is_own != new.artwork_is_own or (
        new.artwork_is_own and bytes(old.artwork_png or b"") != bytes(new.artwork_png or b"")
    ):
        kinds = {True: _("Own artwork"), False: _("Drawn from the definition")}
        changes.append(Change(_("Artwork"), kinds[old.artwork_is_own], kinds[new.artwork_is_own]))
    return changes


def words_of(definition: Definition, field: str) -> str:
    """This function will say in words what a definition gives for a field; empty when it says nothing."""
    if field in _WORDS:
        return _WORDS[field](definition)
    value: Any = getattr(definition, field)
    if value is None:
        return ""
    if isinstance(value, Decimal | int):
        return number_format(value.normalize() if isinstance(value, Decimal) else value)
    return ", ".join(str(item) for item in value) if isinstance(value, tuple) else str(value)
