"""What the tests of the Open Badges API stand on: a platform of others, and a holder with badges."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.integration.exchange.platform import PlatformOfOthers
from tests.integration.wallet.conftest import _no_copies, ana, award, foreign, make_award, site

from openlaurel.apps.accounts.models import Account

__all__ = ["_no_copies", "ana", "award", "foreign", "make_award", "site"]


@pytest.fixture
def platform(db: None) -> PlatformOfOthers:
    """A platform that has registered and that nobody has allowed anything yet."""
    platform = PlatformOfOthers(Client(raise_request_exception=True))
    platform.register()
    return platform


@pytest.fixture
def connected(platform: PlatformOfOthers, ana: Account) -> PlatformOfOthers:
    """The same, allowed everything by Ana."""
    platform.connect(ana)
    return platform


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return sign_in
