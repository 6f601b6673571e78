"""How somebody who sees a badge can earn it too."""

from dataclasses import dataclass
from datetime import datetime

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.catalog.queries import price_of, published_versions
from openlaurel.apps.catalog.registry import Earning, earning_of
from openlaurel.apps.offers.models import Opening


@dataclass(frozen=True)
class Way:
    """What is offered now: the newest version, its course here if there is one, and whether one may apply for it."""

    version: AchievementVersion
    earning: Earning | None
    can_be_applied_for: bool
    price: str


def way_to_earn(achievement: Achievement, account: Account | None, *, now: datetime) -> Way | None:
    """This function will return how an achievement is earned, seen by `account`; None where it isn't offered any more."""
    version = published_versions().filter(achievement=achievement).first()
    if version is None:
        return None
    opening = Opening.objects.filter(achievement=achievement).first()
    return Way(
        version,
        earning_of(achievement, account),
        opening is not None and opening.takes(now),
        price_of(version),
    )
