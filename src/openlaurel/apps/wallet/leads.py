"""What a badge leads to: other micro-credentials, each with the reason why it is named.

Every reason is something that the organisation said, in a rule, a prerequisite, a programme or a skill, or what at least
five people did. Where there is none, nothing is named.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.catalog.models import AchievementVersion, Alignment, Level, VersionState
from openlaurel.apps.catalog.queries import earnable_among, published_versions
from openlaurel.apps.events.words import isolated
from openlaurel.apps.figures.queries import sequels_of
from openlaurel.apps.offers.models import Opening, Rule
from openlaurel.apps.programmes.models import ProgrammeStep

MOST = 4
MOST_REASONS = 2
# So many skills of others are looked at, however many an organisation has that share one.
MOST_COMPARED = 1000
_LEVELS = [level.value for level in Level]

# What a badge is of, what it leads to, and why.
Hint = tuple[UUID, UUID, str]


@dataclass(frozen=True)
class Lead:
    """`is_earned_here` says that there is a course for it on this site, `can_be_applied_for` that one may apply for it."""

    version: AchievementVersion
    reasons: tuple[str, ...]
    is_earned_here: bool
    can_be_applied_for: bool


def leads_of(
    achievement_ids: Collection[UUID], *, held: Collection[UUID] = (), now: datetime
) -> dict[UUID, list[Lead]]:
    """This function will return what each of these achievements leads to, at most four, the strongest reason first.

    What is in `held` is left out. The number of statements doesn't grow with that of the achievements.
    """
    ids = set(achievement_ids)
    found: dict[UUID, dict[UUID, list[str]]] = {source: {} for source in ids}
    for hints in _HINTS:
        for source, target, reason in hints(ids):
            if target != source and target not in held:
                reasons = found[source].setdefault(target, [])
                if reason not in reasons:
                    reasons.append(reason)
    versions = {
        version.achievement_id: version
        for version in published_versions().filter(
            achievement__in={target for targets in found.values() for target in targets}
        )
    }
    chosen = {source: [t for t in targets if t in versions][:MOST] for source, targets in found.items()}
    named = {target for targets in chosen.values() for target in targets}
    earnable = earnable_among(versions[target] for target in named)
    takes = Q(closes_at=None) | Q(closes_at__gt=now)
    openings = Opening.objects.filter(takes, achievement__in=named, is_open=True)
    open_ids = set(openings.values_list("achievement", flat=True))
    return {
        source: [
            Lead(
                versions[target],
                tuple(found[source][target][:MOST_REASONS]),
                target in earnable,
                target in open_ids,
            )
            for target in targets
        ]
        for source, targets in chosen.items()
    }


def _by_rule(ids: set[UUID]) -> Iterator[Hint]:
    rows = Rule.objects.filter(is_on=True, held__in=ids).order_by("created_at", "pk")
    for source, target in rows.values_list("held", "achievement"):
        yield source, target, _("This badge counts towards it.")


def _by_prerequisite(ids: set[UUID]) -> Iterator[Hint]:
    rows = published_versions().filter(required__in=ids).order_by("name", "pk")
    for source, target in rows.values_list("required", "achievement"):
        yield source, target, _("It asks for this badge first.")


def _by_programme(ids: set[UUID]) -> Iterator[Hint]:
    """The next step that isn't optional, in each published programme."""
    steps = ProgrammeStep.objects.filter(
        programme__published_at__isnull=False,
        programme__steps__achievement__in=ids,
        achievement__archived_at=None,
        achievement__versions__state=VersionState.PUBLISHED,
    ).distinct()
    rows = steps.order_by("programme__search_name", "programme", "position").values_list(
        "programme", "programme__name", "achievement", "is_optional", "position"
    )
    for _programme, group in groupby(rows, key=lambda row: row[0]):
        waiting: list[UUID] = []
        for _id, name, achievement, is_optional, _position in group:
            if not is_optional:
                for source in waiting:
                    reason = _("It is the next step of the programme %(name)s.") % {"name": isolated(name)}
                    yield source, achievement, reason
                waiting = []
            if achievement in ids:
                waiting.append(achievement)


def _by_people(ids: set[UUID]) -> Iterator[Hint]:
    for source, target, people in sequels_of(ids):
        reason = ngettext(
            "At least %(number)s person who holds this badge earned it next.",
            "At least %(number)s people who hold this badge earned it next.",
            people,
        )
        yield source, target, reason % {"number": people}


def _by_skill(ids: set[UUID]) -> Iterator[Hint]:
    """What the same organisation offers that proves a skill at a higher level; the nearest level first."""
    published = Alignment.objects.filter(
        version__state=VersionState.PUBLISHED, version__achievement__archived_at=None
    )
    own = Alignment.objects.filter(version__achievement__in=ids, version__state=VersionState.PUBLISHED)
    fields = ("version__achievement_id", "version__achievement__organisation_id", "skill_id", "level")
    known: dict[tuple[UUID, UUID], list[tuple[UUID, int]]] = {}
    for source, organisation, skill, level in own.order_by("pk").values_list(*fields):
        known.setdefault((organisation, skill), []).append((source, _LEVELS.index(level)))
    if not known:
        return
    others = published.filter(
        skill__in={skill for _organisation, skill in known},
        version__achievement__organisation__in={organisation for organisation, _skill in known},
    ).exclude(level=_LEVELS[0])
    rows = others.order_by("position", "pk").values_list(*fields, "skill__name")[:MOST_COMPARED]
    higher = []
    for target, organisation, skill, level, name in rows:
        for source, from_level in known.get((organisation, skill), []):
            distance = _LEVELS.index(level) - from_level
            if distance > 0:
                higher.append((distance, source, target, name, level))
    for _distance, source, target, name, level in sorted(higher, key=lambda hint: hint[0]):
        reason = _("It takes %(skill)s further, to the level %(level)s.")
        yield source, target, reason % {"skill": isolated(name), "level": isolated(Level(level).label)}


_HINTS: Iterable[Callable[[set[UUID]], Iterator[Hint]]] = (
    _by_rule,
    _by_prerequisite,
    _by_programme,
    _by_people,
    _by_skill,
)
