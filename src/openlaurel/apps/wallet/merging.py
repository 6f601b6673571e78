"""What a wallet settles when two accounts become one: each badge from elsewhere once."""

from datetime import datetime

from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.wallet.models import HolderDid, KeptBadge, WalletArchive

OF = ("wallet.KeptBadge", "wallet.WalletArchive")


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will count the badges from elsewhere, and those that both have."""
    count, twice = KeptBadge.objects.filter(account=source).count(), len(kept_twice(source, target))
    moves, stays = [], []
    if count:
        moves.append(
            ngettext("%(count)s badge from elsewhere", "%(count)s badges from elsewhere", count)
            % {"count": count}
        )
    if dids := HolderDid.objects.filter(account=source).count():
        moves.append(ngettext("%(count)s DID", "%(count)s DIDs", dids) % {"count": dids})
    if twice:
        stays.append(
            ngettext(
                "%(count)s badge from elsewhere is in both accounts: it is kept once, as in the one that stays.",
                "%(count)s badges from elsewhere are in both accounts: each is kept once, as in the one that stays.",
                twice,
            )
            % {"count": twice}
        )
    return Foreseen(moves, stays)


def kept_twice(source: Account, target: Account) -> dict[KeptBadge, KeptBadge]:
    """This function will return the badges that both accounts keep: that of the source, and that of the target."""
    mine = {row.identifier: row for row in KeptBadge.objects.filter(account=target).only("identifier")}
    rows = KeptBadge.objects.filter(account=source, identifier__in=mine).only("identifier")
    return {row: mine[row.identifier] for row in rows}


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will keep each badge once, and have all of them compared anew with the addresses of both.

    An archive is of the badges of one account as it was; of both, none is left.
    """
    WalletArchive.objects.filter(account__in=[source, target]).delete()
    KeptBadge.objects.filter(pk__in=[row.pk for row in kept_twice(source, target)]).delete()
    KeptBadge.objects.filter(account__in=[source, target]).update(due_at=now)
