"""What portfolios settle when two accounts become one: one portfolio, with the entries of both."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.portfolio.models import (
    CollectedBadge,
    Entry,
    EntryBadge,
    FormerHandle,
    Portfolio,
    PortfolioBadge,
)
from openlaurel.apps.wallet.merging import kept_twice

OF = ("portfolio.Portfolio",)


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will say which of two portfolios stays."""
    portfolio = Portfolio.objects.filter(account=source).first()
    if portfolio is None:
        return Foreseen()
    if not Portfolio.objects.filter(account=target).exists():
        return Foreseen([_("The portfolio /people/%(handle)s") % {"handle": portfolio.handle}])
    words = _(
        "The portfolio of the account that stays counts; projects, work and degrees of the other are added to it, and "
        "/people/%(handle)s leads there. Its statement, contacts and look are gone."
    )
    return Foreseen(stays=[words % {"handle": portfolio.handle}])


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will make one portfolio of two; what shows a badge that both kept shows the one that stays."""
    for gone, stays in kept_twice(source, target).items():
        for model in (PortfolioBadge, EntryBadge, CollectedBadge):
            model.objects.filter(kept=gone).update(kept=stays)
    portfolio = Portfolio.objects.filter(account=source).first()
    if portfolio is None:
        return
    mine = Portfolio.objects.filter(account=target).first()
    if mine is None:
        # The account is its key: what belongs to it names the new one, which is there once all is done.
        for part in (PortfolioBadge, Entry, FormerHandle):
            part.objects.filter(portfolio=source.pk).update(portfolio=target.pk)
        Portfolio.objects.filter(account=source).update(account=target)
        return
    after = Entry.objects.filter(portfolio=mine).count()
    Entry.objects.filter(portfolio=portfolio).update(portfolio=mine, position=F("position") + after)
    FormerHandle.objects.filter(portfolio=portfolio).update(portfolio=mine)
    portfolio.delete()
    FormerHandle.objects.create(handle=portfolio.handle, portfolio=mine, left_at=now)
