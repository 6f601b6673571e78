"""What the exchange settles when two accounts become one: what one of them allowed was never about the other's badges."""

from datetime import datetime

from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.exchange.models import Access, Code, Connection
from openlaurel.apps.exchange.queries import platforms_of

OF = ("exchange.Connection",)


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will name the platforms that must be allowed anew."""
    names = sorted({platform.name for account in (source, target) for platform in platforms_of(account)})
    words = _("“%(platform)s” can't reach your badges any more until you allow it anew.")
    twice = _("“%(platform)s” is connected to both accounts: the connection of the one that stays is kept.")
    stays = [words % {"platform": name} for name in names]
    stays += [twice % {"platform": connection.name} for connection in connected_twice(source, target)]
    return Foreseen(
        moves=[
            _("The connection to “%(platform)s”") % {"platform": connection.name}
            for connection in Connection.objects.filter(account=source).exclude(
                pk__in=[one.pk for one in connected_twice(source, target)]
            )
        ],
        stays=stays,
    )


def connected_twice(source: Account, target: Account) -> list[Connection]:
    """This function will return the connections of the source to platforms that the target is connected to, too."""
    mine = Connection.objects.filter(account=target).values_list("api_url", flat=True)
    return list(Connection.objects.filter(account=source, api_url__in=list(mine)))


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will end what either allowed, as it would reach what the other one brings, and keep one connection to
    each platform."""
    both = [source, target]
    Connection.objects.filter(pk__in=[one.pk for one in connected_twice(source, target)]).delete()
    Code.objects.filter(account__in=both).delete()
    Access.objects.filter(account__in=both, ended_at=None).update(ended_at=now)
