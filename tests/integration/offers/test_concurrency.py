"""Several people confirm at the same moment: on PostgreSQL, where they really do."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from tests.integration.issuing.test_concurrency import at_once

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.offers.errors import NotOffered
from openlaurel.apps.offers.models import ClaimCode, Redemption
from openlaurel.apps.offers.services import Terms, confirm_redemption, create_claim_code, redeem_code
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_a_limit_holds_when_more_confirm_at_once_than_there_are_places(
    make_code: Callable[..., ClaimCode], now: datetime
) -> None:
    claim_code = make_code(most=2)
    asked = [
        redeem_code(claim_code=claim_code, name="P", email=f"p{n}@learners.example", now=now)
        for n in range(5)
    ]
    refused = []

    def confirm(redemption: Redemption) -> Callable[[], object]:
        def run() -> None:
            try:
                confirm_redemption(redemption=redemption, now=now)
            except NotOffered as error:
                refused.append(error)

        return run

    at_once(*(confirm(redemption) for redemption in asked))
    claim_code.refresh_from_db()
    assert (claim_code.taken, len(refused), Award.objects.count()) == (2, 3, 2)


def test_one_link_opened_twice_at_once_issues_one_badge(
    make_code: Callable[..., ClaimCode], now: datetime
) -> None:
    asked = redeem_code(claim_code=make_code(), name="Ana", email="ana@learners.example", now=now)
    at_once(*[lambda: confirm_redemption(redemption=asked, now=now)] * 3)
    assert Award.objects.count() == 1
    assert ClaimCode.objects.get().taken == 1


def test_one_request_sent_twice_at_once_makes_one_code(published: AchievementVersion, now: datetime) -> None:
    made: list[tuple[UUID, bool]] = []

    def make() -> UUID:
        return create_claim_code(
            achievement=published.achievement, terms=Terms(), by=INSTALLATION, now=now
        ).pk

    def ask() -> None:
        given = once(
            organisation=published.achievement.organisation,
            kind="claim_code",
            key="k",
            asked={"most": 3},
            make=make,
            now=now,
        )
        made.append(given)

    at_once(*[ask] * 4)
    assert sorted(is_new for _, is_new in made) == [False, False, False, True]
    assert {made_id for made_id, _ in made} == {ClaimCode.objects.get().pk}
