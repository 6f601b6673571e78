"""What somebody can do, each skill with the badges that prove it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from openlaurel.apps.catalog.models import Alignment, Level
from openlaurel.apps.wallet.held import HeldBadge, document_of

LEVELS = [level.value for level in Level]
MOST_SKILLS = 60
MOST_OF_ONE_BADGE = 20


@dataclass(frozen=True)
class ProvenSkill:
    """A skill with the badges in force that prove it. `level` is the highest that one of them names, or empty."""

    name: str
    language: str
    url: str
    level: str
    badges: tuple[HeldBadge, ...]

    @property
    def steps(self) -> int:
        """How far the level is, 1 to `most_steps`; 0 where no badge names one."""
        return LEVELS.index(self.level) + 1 if self.level else 0

    @property
    def most_steps(self) -> int:
        return len(LEVELS)

    @property
    def level_name(self) -> str:
        return str(Level(self.level).label) if self.level else ""


@dataclass(frozen=True)
class _Claim:
    key: str
    name: str
    language: str
    url: str
    level: str


def proven_skills(badges: Iterable[HeldBadge]) -> list[ProvenSkill]:
    """This function will return the skills that these badges prove, those with most badges first.

    A badge that isn't in force proves nothing. Badges from elsewhere name theirs as alignments.
    """
    counting = [badge for badge in badges if badge.counts]
    found: dict[str, list[tuple[_Claim, HeldBadge]]] = {}
    for badge, claim in _claims(counting):
        found.setdefault(claim.key, []).append((claim, badge))
    skills = [_skill(claims) for claims in found.values()]
    skills.sort(key=lambda skill: (-len(skill.badges), -skill.steps, skill.name.casefold()))
    return skills[:MOST_SKILLS]


def _skill(claims: list[tuple[_Claim, HeldBadge]]) -> ProvenSkill:
    best = max((claim for claim, _ in claims), key=lambda claim: _height(claim.level))
    first = claims[0][0]
    badges = {badge.ref: badge for _, badge in claims}
    return ProvenSkill(first.name, first.language, first.url, best.level, tuple(badges.values()))


def _height(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def _claims(badges: list[HeldBadge]) -> Iterator[tuple[HeldBadge, _Claim]]:
    alignments = _alignments({badge.award.version_id for badge in badges if badge.award})
    for badge in badges:
        if badge.award is None:
            yield from ((badge, claim) for claim in _from_elsewhere(badge))
            continue
        for alignment in alignments.get(badge.award.version_id, ()):
            skill = alignment.skill
            url = reverse("catalog:skill-detail", args=[skill.pk])
            yield badge, _Claim(skill.url, skill.name, skill.language, url, alignment.level)


def _alignments(versions: set[Any]) -> dict[Any, list[Alignment]]:
    found: dict[UUID | int, list[Alignment]] = {}
    rows = Alignment.objects.filter(version__in=versions).select_related("skill").order_by("position")
    for alignment in rows:
        found.setdefault(alignment.version_id, []).append(alignment)
    return found


def _from_elsewhere(badge: HeldBadge) -> Iterator[_Claim]:
    document = document_of(badge)
    subject = document.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and subject else subject
    achievement = subject.get("achievement") if isinstance(subject, dict) else document.get("badge")
    alignments = achievement.get("alignment") if isinstance(achievement, dict) else None
    for alignment in (alignments if isinstance(alignments, list) else [alignments])[:MOST_OF_ONE_BADGE]:
        if not isinstance(alignment, dict):
            continue
        name = alignment.get("targetName")
        if not isinstance(name, str) or not name.strip():
            continue
        name, url = " ".join(name.replace("\0", "").split())[:200], alignment.get("targetUrl")
        key = url if isinstance(url, str) and url else name.casefold()
        yield _Claim(key, name, "", "", "")
