"""Published portfolios for programs: what the page says, and the résumé in the forms that programs read. Open to everybody."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from openlaurel.apps.portfolio.composing import badge_url, resume_of
from openlaurel.apps.portfolio.forms import MOST_LINKS
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.queries import (
    PortfolioPage,
    ProvenSkill,
    ShownEntry,
    find_portfolio,
    portfolio_page,
)
from openlaurel.apps.portfolio.queries.skills import MOST_SKILLS
from openlaurel.apps.portfolio.services.entries import MOST_ENTRIES
from openlaurel.apps.portfolio.services.placing import MOST_PLACED
from openlaurel.apps.profiles.access import Problem
from openlaurel.apps.wallet.held import HeldBadge, HeldState
from openlaurel.core.resumes import to_europass, to_json_resume

router = Router(tags=["people"])


class ResumeForm(StrEnum):
    """In whose terms a résumé can be read."""

    JSON_RESUME = "json-resume"
    EUROPASS = "europass"


class ShownBadgeOut(Schema):
    """A badge of a portfolio. `url` is the page that proves it."""

    name: str
    issuer: str
    url: str
    state: HeldState
    issued_on: date | None
    valid_until: datetime | None

    @classmethod
    def of(cls, badge: HeldBadge) -> "ShownBadgeOut":
        """This function will read a badge that strangers may see."""
        return cls(
            name=badge.name,
            issuer=badge.issuer,
            url=badge_url(badge),
            state=badge.state,
            issued_on=badge.issued_at.date() if badge.issued_at else None,
            valid_until=badge.valid_until,
        )


class ShownSkillOut(Schema):
    """A skill with the addresses of the badges in force that prove it."""

    name: str
    level: str
    proved_by: list[str]

    @classmethod
    def of(cls, skill: ProvenSkill) -> "ShownSkillOut":
        return cls(name=skill.name, level=skill.level, proved_by=[badge_url(badge) for badge in skill.badges])


class EntryOut(Schema):
    """What the person states themselves; nobody has checked it, but for the badges beside it."""

    title: str
    organisation: str
    url: str
    text: str
    starts: str = Field(description="YYYY or YYYY-MM, or empty")
    ends: str = Field(description="YYYY or YYYY-MM, or empty while it lasts")
    proved_by: list[str]

    @classmethod
    def of(cls, shown: ShownEntry) -> "EntryOut":
        names = ("title", "organisation", "url", "text", "starts", "ends")
        fields = {name: getattr(shown.entry, name) for name in names}
        return cls(**fields, proved_by=[badge_url(badge) for badge in shown.badges])


class LinkOut(Schema):
    label: str
    url: str


class PortfolioOut(Schema):
    """A published portfolio. `projects`, `work` and `degrees` are self-declared."""

    handle: str
    url: str
    name: str
    headline: str
    place: str
    statement: str
    language: str
    links: list[LinkOut] = Field(max_length=MOST_LINKS)
    badges: list[ShownBadgeOut] = Field(max_length=MOST_PLACED)
    skills: list[ShownSkillOut] = Field(max_length=MOST_SKILLS)
    projects: list[EntryOut] = Field(max_length=MOST_ENTRIES)
    work: list[EntryOut] = Field(max_length=MOST_ENTRIES)
    degrees: list[EntryOut] = Field(max_length=MOST_ENTRIES)
    changed_at: datetime

    @classmethod
    def of(cls, page: PortfolioPage) -> "PortfolioOut":
        """This function will read what strangers see."""
        portfolio = page.portfolio
        names = ("handle", "name", "headline", "place", "statement", "language", "changed_at")
        return cls(
            **{name: getattr(portfolio, name) for name in names},
            url=page.url,
            links=[LinkOut(**link) for link in portfolio.links],
            badges=[ShownBadgeOut.of(badge) for badge in page.badges],
            skills=[ShownSkillOut.of(skill) for skill in page.skills],
            projects=[EntryOut.of(entry) for entry in page.projects],
            work=[EntryOut.of(entry) for entry in page.work],
            degrees=[EntryOut.of(entry) for entry in page.degrees],
        )


@router.get(
    "/{slug:handle}",
    auth=None,
    response={200: PortfolioOut, 404: Problem},
    summary="Read a portfolio",
)
def read_portfolio(request: HttpRequest, handle: str) -> PortfolioOut:
    """Everybody may read a portfolio that its person published, as its page shows it. A former handle works, too."""
    return PortfolioOut.of(portfolio_page(_published(handle), now=timezone.now()))


@router.get(
    "/{slug:handle}/resumes/{form}",
    auth=None,
    response={200: dict[str, Any], 404: Problem, 422: Problem},
    summary="Read a résumé",
)
def read_resume(request: HttpRequest, handle: str, form: ResumeForm) -> dict[str, Any]:
    """The same as JSON Resume or in the European Learning Model, where its person offers it. It holds no e-mail
    address and no telephone number."""
    portfolio = _published(handle)
    if not portfolio.offers_resume:
        raise Http404
    now = timezone.now()
    page = portfolio_page(portfolio, now=now)
    if form == ResumeForm.JSON_RESUME:
        return to_json_resume(resume_of(page, with_contact=False, now=now))
    document: dict[str, Any] = to_europass(
        resume_of(page, with_contact=False, with_specifications=True, now=now)
    ).document
    return document


def _published(handle: str) -> Portfolio:
    portfolio = find_portfolio(handle)
    if portfolio is None:
        raise Http404
    return portfolio
