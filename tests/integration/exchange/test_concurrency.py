"""A code and a refresh token count once, also when two requests come at the same moment: on PostgreSQL."""

import pytest
from tests.integration.exchange.platform import PlatformOfOthers, returned
from tests.integration.issuing.test_concurrency import at_once

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.models import Access

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_two_requests_at_once_with_one_code_get_one_token(platform: PlatformOfOthers, ana: Account) -> None:
    code = returned(platform.ask(ana))["code"]
    answers: list[int] = []

    at_once(*(lambda: answers.append(platform.exchange(code).status_code) for _ in range(2)))

    assert sorted(answers) == [200, 400]
    assert Access.objects.count() == 1


def test_two_requests_at_once_with_one_refresh_token_get_one_token(connected: PlatformOfOthers) -> None:
    answers: list[int] = []

    at_once(*(lambda: answers.append(connected.refresh().status_code) for _ in range(2)))

    assert sorted(answers) == [200, 400]
    assert not Access.objects.filter(ended_at=None, refreshed_at=None).exists()
