"""Claim codes and what comes of them, for the tests of offers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.offers.models import ClaimCode
from openlaurel.apps.offers.services import Terms, create_claim_code
from openlaurel.apps.profiles.policies import INSTALLATION


@pytest.fixture
def make_code(published: AchievementVersion, now: datetime) -> Callable[..., ClaimCode]:
    """Makes a claim code for "Tide tables in practice" with the terms as given."""

    def make(**terms: Any) -> ClaimCode:
        return create_claim_code(
            achievement=published.achievement, terms=Terms(**terms), by=INSTALLATION, now=now
        )

    return make
