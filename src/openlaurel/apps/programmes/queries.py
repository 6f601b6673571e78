"""Programmes as the public, a learner and their organisation's designers see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import Achievement, AchievementVersion, VersionState
from openlaurel.apps.catalog.queries import achievement_url, published_versions
from openlaurel.apps.catalog.registry import Earning, PartOf, earning_of
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.queries import Validity, awards_of, validity_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import colour_of, page_of
from openlaurel.apps.profiles.queries.brand import colours_url
from openlaurel.apps.programmes.models import Programme, ProgrammeStep

HELD, OFFERED, NEXT, LATER, ENDED = "held", "offered", "next", "later", "ended"


@dataclass(frozen=True)
class StepView:
    """A step with the published version of its micro-credential and how the reader stands with it.

    `standing` is held, offered (a badge waits to be accepted), ended (expired, suspended or revoked), next or later;
    empty for strangers. `award` is the badge that it speaks of. `before` are what has to be earned first and isn't yet.
    """

    number: int
    version: AchievementVersion
    is_optional: bool
    standing: str
    award: Award | None
    earning: Earning | None
    before: tuple[AchievementVersion, ...]


@dataclass(frozen=True)
class ProgrammePage:
    """`held` of `needed` steps that aren't optional are held by the reader; `next_step` is the first that can be begun."""

    programme: Programme
    steps: tuple[StepView, ...]
    needed: int
    held: int
    next_step: StepView | None
    hours: int

    @property
    def is_complete(self) -> bool:
        return self.needed > 0 and self.held == self.needed


def public_programmes(organisation: Profile) -> QuerySet[Programme]:
    """This function will return the programmes that an organisation shows, by name, without the pictures' bytes."""
    shown = Q(
        steps__achievement__versions__state=VersionState.PUBLISHED, steps__achievement__archived_at=None
    )
    return (
        Programme.objects.filter(organisation=organisation, published_at__isnull=False)
        .annotate(step_count=Count("steps", filter=shown, distinct=True))
        .defer("cover_png")
        .order_by("search_name", "id")
    )


def get_public(slug: str) -> Programme:
    """This function will return a published programme, or raise Programme.DoesNotExist."""
    return _whole().get(slug=slug, published_at__isnull=False)


def get_own(organisation: Profile, slug: str) -> Programme:
    """This function will return a programme of this organisation, or raise Programme.DoesNotExist."""
    return _whole().get(organisation=organisation, slug=slug)


def own_programmes(organisation: Profile) -> QuerySet[Programme]:
    """This function will return an organisation's programmes with their steps, the latest first."""
    rows = _whole().filter(organisation=organisation)
    return rows.prefetch_related("steps__achievement").order_by("-created_at", "-id")


def list_own(organisation: Profile, number: str | None, size: int) -> Page[Programme]:
    """This function will return a page of an organisation's programmes by name, each with the number of its steps."""
    rows = (
        Programme.objects.filter(organisation=organisation)
        .annotate(step_count=Count("steps"))
        .defer("cover_png")
        .order_by("search_name", "id")
    )
    return page_of(rows, number, size, lambda programme: programme)


def cover_bytes(slug: str) -> bytes:
    """This function will return the picture of a programme, published or not shown yet; empty when it has none."""
    return bytes(Programme.objects.filter(slug=slug).values_list("cover_png", flat=True).first() or b"")


def choices_of(organisation: Profile) -> list[tuple[str, str]]:
    """This function will return (slug, name) of what an organisation may put into a programme, by name."""
    names: dict[str, str] = {}
    versions = (
        AchievementVersion.objects.filter(
            achievement__organisation=organisation,
            achievement__archived_at=None,
            state__in=[VersionState.PUBLISHED, VersionState.DRAFT],
        )
        .order_by("search_text", "number")
        .values_list("achievement__slug", "name")
    )
    for slug, name in versions:
        names.setdefault(slug, name)
    return list(names.items())


def programme_page(programme: Programme, account: Account | None, *, now: datetime) -> ProgrammePage:
    """This function will return a programme's steps that are offered, as `account` stands with them."""
    rows = list(programme.steps.select_related("achievement__organisation"))
    versions = {
        version.achievement_id: version
        for version in published_versions()
        .filter(achievement__in=[row.achievement_id for row in rows])
        .prefetch_related("required")
    }
    shown = [row for row in rows if row.achievement_id in versions]
    needed_first = {a.id for v in versions.values() for a in v.required.all()}
    badges = _badges(account, {*versions, *needed_first}, now) if account else {}
    names = {v.achievement_id: v for v in published_versions().filter(achievement__in=needed_first)}
    steps: list[StepView] = []
    next_step: StepView | None = None
    for number, row in enumerate(shown, 1):
        version = versions[row.achievement_id]
        before = tuple(
            names[a.id]
            for a in version.required.all()
            if a.id in names and badges.get(a.id, ("", None))[0] != HELD
        )
        standing, award = badges.get(row.achievement_id, ("", None))
        if account and standing not in {HELD, OFFERED, ENDED}:
            standing = LATER if before or row.is_optional or next_step else NEXT
        step = StepView(
            number,
            version,
            row.is_optional,
            standing,
            award,
            _earning(row, account),
            before if account else (),
        )
        if next_step is None and standing in {NEXT, OFFERED, ENDED} and not row.is_optional:
            next_step = step
        steps.append(step)
    needed = [step for step in steps if not step.is_optional]
    return ProgrammePage(
        programme,
        tuple(steps),
        len(needed),
        sum(step.standing == HELD for step in needed),
        next_step,
        sum(step.version.workload_hours for step in needed),
    )


def sheet_url_of(programme: Programme) -> str:
    """This function will return the address of the style sheet with a programme's colours."""
    organisation = programme.organisation
    if programme.colour:
        return colours_url(programme.colour)
    return colours_url(colour_of(organisation), organisation.accent)


def programme_url(programme: Programme) -> str:
    """This function will return the whole address of a programme's public page."""
    return settings.OPENLAUREL_URL + reverse("programmes:programme-detail", args=[programme.slug])


def structured_data(page: ProgrammePage) -> dict[str, Any]:
    """This function will return a programme as schema.org's EducationalOccupationalProgram."""
    programme, organisation = page.programme, page.programme.organisation
    return {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "@id": programme_url(programme),
        "url": programme_url(programme),
        "name": programme.name,
        "description": programme.description,
        "inLanguage": programme.language,
        "provider": {
            "@type": "Organization",
            "name": organisation.name,
            "url": f"{settings.OPENLAUREL_URL}/profiles/{organisation.handle}",
        },
        "educationalCredentialAwarded": [
            {
                "@type": "EducationalOccupationalCredential",
                "name": step.version.name,
                "url": achievement_url(step.version),
                "credentialCategory": step.version.achievement_type,
            }
            for step in page.steps
        ],
    }


def programmes_of(achievement: Achievement) -> list[PartOf]:
    """This function will return the published programmes that an achievement is a step of, by name."""
    rows = Programme.objects.filter(steps__achievement=achievement, published_at__isnull=False)
    return [
        PartOf(
            programme.name, programme.language, reverse("programmes:programme-detail", args=[programme.slug])
        )
        for programme in rows.defer("cover_png").order_by("search_name", "id")[:12]
    ]


def subject_programmes(ids: set[str]) -> dict[str, Subject]:
    """This function will name programmes in the audit trail."""
    rows = Programme.objects.filter(id__in=ids).select_related("organisation").defer("cover_png")
    return {
        str(row.id): Subject(
            name=row.name,
            url=reverse("programmes:programme-edit", args=[row.organisation.handle, row.slug]),
            language=row.language,
        )
        for row in rows
    }


def _whole() -> QuerySet[Programme]:
    return Programme.objects.select_related("organisation").defer("cover_png")


def _earning(step: ProgrammeStep, account: Account | None) -> Earning | None:
    return earning_of(step.achievement, account)


def _badges(account: Account, achievement_ids: set[UUID], now: datetime) -> dict[UUID, tuple[str, Award]]:
    """The best badge of each achievement that the account has: held before offered before ended."""
    order = (HELD, OFFERED, ENDED)
    found: dict[UUID, tuple[str, Award]] = {}
    awards = awards_of(account).filter(version__achievement__in=achievement_ids)
    for award in awards.exclude(state=AwardState.DECLINED):
        is_valid = validity_of(award, now) == Validity.VALID
        standing = ENDED if not is_valid else HELD if award.state == AwardState.ACCEPTED else OFFERED
        known = found.get(award.version.achievement_id)
        if known is None or order.index(standing) < order.index(known[0]):
            found[award.version.achievement_id] = (standing, award)
    return found
