"""A holder with badges from here and from elsewhere, and a portfolio."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.services import create_portfolio, publish_portfolio
from openlaurel.apps.profiles.policies import INSTALLATION


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Lima")


@pytest.fixture
def give(
    ana: Account, make_published: Callable[..., AchievementVersion], now: datetime
) -> Callable[..., Award]:
    """Issues a badge of this name to Ana, who accepts it."""

    def make(name: str, **details: Any) -> Award:
        slug = "".join(
            letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower()
        ).strip("-")
        version = make_published(slug or "badge", name=name, **details)
        award = issue_award(
            version=version,
            recipient_name=ana.name,
            recipient_email=ana.email,
            account=ana,
            by=INSTALLATION,
            now=now,
        )
        return accept_award(award=award, account=ana, show_name=True, now=now)

    return make


@pytest.fixture
def portfolio(ana: Account, now: datetime) -> Portfolio:
    """Ana's portfolio at /people/ana-lima, published for everybody."""
    made = create_portfolio(account=ana, handle="ana-lima", name="Ana Lima", now=now)
    return publish_portfolio(portfolio=made, is_findable=True, offers_resume=True, now=now)
