"""Badges as strangers and their holders meet them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.profiles.policies import INSTALLATION


@pytest.fixture
def lately(now: datetime) -> datetime:
    """A moment before the pages' own clock, which is the real one."""
    return now - timedelta(days=30)


@pytest.fixture
def make_award(published: AchievementVersion, lately: datetime) -> Callable[..., Award]:
    """Issues "Tide tables in practice" to Ana Sousa, who accepts it; with accept=False she hasn't answered yet."""

    def make(*, accept: bool = True, show_name: bool = True, **fields: Any) -> Award:
        given: dict[str, Any] = {
            "version": published,
            "recipient_name": "Ana Sousa",
            "recipient_email": "ana@learners.example",
            "by": INSTALLATION,
            "now": lately,
        }
        award = issue_award(**(given | fields))
        if accept:
            award = accept_award(award=award, now=lately, account=award.account, show_name=show_name)
        return award

    return make


@pytest.fixture
def award(make_award: Callable[..., Award]) -> Award:
    return make_award()


@pytest.fixture
def holder(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Sousa")
