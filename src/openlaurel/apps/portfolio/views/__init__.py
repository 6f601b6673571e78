"""The desk of one's own portfolio and collections, and what others see."""

from typing import cast

from django.http import Http404, HttpRequest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.queries import portfolio_of


def account_of(request: HttpRequest) -> Account:
    """This function will return who is signed in, for views that ask for that."""
    return cast(Account, request.user)


def own_portfolio(request: HttpRequest) -> Portfolio:
    """This function will return one's own portfolio; without one there is no page."""
    portfolio = portfolio_of(account_of(request))
    if portfolio is None:
        raise Http404
    return portfolio
