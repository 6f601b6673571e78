"""The résumé of a portfolio as a value, in the words of its language."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import Framework, written_as
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.queries import PortfolioPage, ShownEntry
from openlaurel.apps.portfolio.words import time_in_words
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.wallet.held import HeldBadge
from openlaurel.core.resumes import Resume, ResumeBadge, ResumeEntry, ResumeLabels, ResumeSkill


def spoken(portfolio: Portfolio) -> str:
    """This function will return the language of the words around a résumé: the portfolio's where the site has it."""
    known = {code for code, _name in settings.LANGUAGES}
    primary = portfolio.language.split("-")[0]
    return primary if primary in known else settings.LANGUAGE_CODE


def resume_of(
    page: PortfolioPage, *, with_contact: bool, with_specifications: bool = False, now: datetime
) -> Resume:
    """This function will return what a portfolio says as a résumé.

    `with_contact` adds e-mail address and telephone number, for its person alone; `with_specifications` what each
    achievement is in the terms of the European Learning Model. The page's address is there once it is published.
    """
    portfolio = page.portfolio
    with translation.override(spoken(portfolio)):
        shown = {badge.ref: _badge(badge, with_specifications) for badge in _all_badges(page)}

        def entries(group: list[ShownEntry]) -> tuple[ResumeEntry, ...]:
            return tuple(_entry(one, shown) for one in group)

        return Resume(
            name=portfolio.name,
            language=portfolio.language,
            made_on=now.date(),
            headline=portfolio.headline,
            summary=portfolio.statement,
            place=portfolio.place,
            email=portfolio.email if with_contact else "",
            phone=portfolio.phone if with_contact else "",
            url=page.url if portfolio.is_published else "",
            links=tuple((link["label"], link["url"]) for link in portfolio.links),
            badges=tuple(shown[badge.ref] for badge in page.badges),
            skills=tuple(
                ResumeSkill(skill.name, skill.level_name, tuple(badge.name for badge in skill.badges))
                for skill in page.skills
            ),
            projects=entries(list(page.projects)),
            work=entries(list(page.work)),
            degrees=entries(list(page.degrees)),
        )


def labels_of(portfolio: Portfolio) -> ResumeLabels:
    """This function will return the words around a résumé."""
    with translation.override(spoken(portfolio)):
        return ResumeLabels(
            title=_("Résumé"),
            badges=_("Badges"),
            skills=_("Skills"),
            projects=_("Projects"),
            work=_("Work"),
            degrees=_("Degrees and schools"),
            declared=_("Self-declared"),
            proved_by=_("Proved by"),
            issued=_("Issued"),
            until=_("Valid until"),
            verify=_("Verify it at"),
            note=_(
                "Each badge is proved by its page, to which its address and its QR code lead. What is marked as "
                "self-declared are the person's own words."
            ),
            qr_alt=_("QR code that opens the page"),
            page=_("Page"),
            is_rtl=translation.get_language_bidi(),
        )


def badge_url(badge: HeldBadge) -> str:
    """This function will return the address of the page that proves a badge."""
    return award_url(badge.id) if badge.award else settings.OPENLAUREL_URL + badge.url


def _badge(badge: HeldBadge, with_specifications: bool) -> ResumeBadge:
    issued, until = badge.issued_at, badge.valid_until
    return ResumeBadge(
        name=badge.name,
        issuer=badge.issuer,
        url=badge_url(badge),
        issued=issued.date() if issued else None,
        until=until.date() if until else None,
        is_valid=badge.counts,
        state=str(badge.state.label),
        language=badge.language,
        number=code_of(badge.id) if badge.award else "",
        issuer_url=_issuer_url(badge.award.organisation) if badge.award else "",
        specification=_specification(badge.award.version) if badge.award and with_specifications else None,
    )


def _issuer_url(organisation: Profile) -> str:
    return settings.OPENLAUREL_URL + reverse("pages:profile-detail", args=[organisation.handle])


def _specification(version: AchievementVersion) -> dict[str, object]:
    document = written_as(version, Framework.ELM).document
    return {name: value for name, value in document.items() if name != "@context"}


def _entry(shown: ShownEntry, badges: dict[str, ResumeBadge]) -> ResumeEntry:
    entry = shown.entry
    return ResumeEntry(
        title=entry.title,
        organisation=entry.organisation,
        url=entry.url,
        text=entry.text,
        starts=entry.starts,
        ends=entry.ends,
        time=time_in_words(entry.starts, entry.ends),
        badges=tuple(badges[badge.ref] for badge in shown.badges),
    )


def _all_badges(page: PortfolioPage) -> list[HeldBadge]:
    beside = [badge for one in (*page.projects, *page.work, *page.degrees) for badge in one.badges]
    return [*page.badges, *beside]
