"""What the exchange settles when two accounts become one: what one of them allowed was never about the other's badges."""

from datetime import datetime

from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.exchange.models import Access, Code
from openlaurel.apps.exchange.queries import platforms_of


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will name the platforms that must be allowed anew."""
    names = sorted({platform.name for account in (source, target) for platform in platforms_of(account)})
    words = _("“%(platform)s” can't reach your badges any more until you allow it anew.")
    return Foreseen(stays=[words % {"platform": name} for name in names])


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will end what either allowed: it would reach what the other one brings."""
    both = [source, target]
    Code.objects.filter(account__in=both).delete()
    Access.objects.filter(account__in=both, ended_at=None).update(ended_at=now)
