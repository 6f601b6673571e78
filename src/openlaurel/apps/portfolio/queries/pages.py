"""Everything that a portfolio says, as strangers see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.portfolio.models import Entry, EntryKind, FormerHandle, Portfolio
from openlaurel.apps.portfolio.queries.collections import CollectionPage, collections_of
from openlaurel.apps.portfolio.queries.placed import by_ref, in_order, placed_refs
from openlaurel.apps.portfolio.queries.skills import ProvenSkill, proven_skills
from openlaurel.apps.wallet.held import HeldBadge, held_badges, shown_to_strangers


@dataclass(frozen=True)
class ShownEntry:
    """A project, job or degree with the badges that strangers may see beside it."""

    entry: Entry
    badges: Sequence[HeldBadge]


@dataclass(frozen=True)
class PortfolioPage:
    """What strangers see of a portfolio, or would see once it is published."""

    portfolio: Portfolio
    badges: Sequence[HeldBadge]
    collections: Sequence[CollectionPage]
    projects: Sequence[ShownEntry]
    work: Sequence[ShownEntry]
    degrees: Sequence[ShownEntry]
    skills: Sequence[ProvenSkill]

    @property
    def url(self) -> str:
        return portfolio_url(self.portfolio)


def portfolio_url(portfolio: Portfolio) -> str:
    """This function will return the address of a portfolio."""
    return settings.OPENLAUREL_URL + reverse("portfolio:shown", args=[portfolio.handle])


def portfolio_of(account: Account) -> Portfolio | None:
    """This function will return the portfolio of `account`; None while there is none."""
    return Portfolio.objects.filter(account=account).first()


def find_portfolio(handle: str) -> Portfolio | None:
    """This function will return the published portfolio that has this handle, or had it before; else None."""
    found = Portfolio.objects.filter(handle=handle, is_published=True).select_related("account").first()
    if found is not None:
        return found
    former = FormerHandle.objects.filter(handle=handle, portfolio__is_published=True)
    row = former.select_related("portfolio__account").first()
    return row.portfolio if row else None


def portfolio_page(portfolio: Portfolio, *, now: datetime, with_links: bool = False) -> PortfolioPage:
    """This function will return what a portfolio says to strangers.

    `with_links` adds badges that are for whoever has the link, for a file that its person hands out themselves.
    """
    entries = list(portfolio.entries.prefetch_related("badges"))
    chosen = placed_refs(portfolio.badges.all())
    collected = {
        collection: placed_refs(collection.badges.all())
        for collection in collections_of(portfolio.account)
        .filter(visibility=Visibility.PUBLIC)
        .prefetch_related("badges")
    }
    beside = {entry.pk: placed_refs(entry.badges.all()) for entry in entries}
    refs = {*chosen, *_all(collected.values()), *_all(beside.values())}
    held = held_badges(portfolio.account, now=now, refs=refs)
    shown = by_ref(shown_to_strangers(held, is_listed=not with_links))
    badges = in_order(chosen, shown)

    def of(kind: EntryKind) -> list[ShownEntry]:
        return [
            ShownEntry(entry, in_order(beside[entry.pk], shown)) for entry in entries if entry.kind == kind
        ]

    pages = [CollectionPage(collection, in_order(group, shown)) for collection, group in collected.items()]
    return PortfolioPage(
        portfolio=portfolio,
        badges=badges,
        collections=[page for page in pages if page.badges],
        projects=of(EntryKind.PROJECT),
        work=of(EntryKind.WORK),
        degrees=of(EntryKind.DEGREE),
        # the chosen ones first, so that they name the skill where several do
        skills=proven_skills([*badges, *(badge for ref, badge in shown.items() if ref not in chosen)]),
    )


def _all(groups: Iterable[Sequence[str]]) -> set[str]:
    return {ref for group in groups for ref in group}
