"""A person's portfolio: made, filled, shown and taken back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.portfolio.errors import HandleTaken, InvalidPortfolio, TooManyHere
from openlaurel.apps.portfolio.models import FormerHandle, Portfolio, PortfolioBadge, Theme
from openlaurel.apps.portfolio.services.placing import place_badges
from openlaurel.core.artwork import BadSpec
from openlaurel.core.artwork.brand import check_colour

RESERVED = frozenset(
    {"about", "account", "admin", "api", "help", "me", "new", "openlaurel", "operator", "people", "support"}
)
MOST_FORMER_HANDLES = 5
_IS_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]").fullmatch


@dataclass(frozen=True)
class Details:
    """What a person says of themselves in short. `links` are (label, address); `email` and `phone` are for résumés."""

    handle: str
    name: str
    headline: str = ""
    place: str = ""
    statement: str = ""
    language: str = "en"
    links: tuple[tuple[str, str], ...] = ()
    email: str = ""
    phone: str = ""


def create_portfolio(*, account: Account, handle: str, name: str, now: datetime) -> Portfolio:
    """This function will make the portfolio of `account`, published nowhere yet; raises HandleTaken and InvalidPortfolio.

    One that exists already is returned as it is.
    """
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if found := Portfolio.objects.filter(account=account).first():
            return found
        _check_handle(handle, None)
        try:
            with transaction.atomic():
                portfolio = Portfolio.objects.create(
                    account=account,
                    handle=handle,
                    name=name,
                    language=account.language or "en",
                    created_at=now,
                    changed_at=now,
                )
        except IntegrityError as error:
            raise _taken() from error
        _record("portfolio.created", portfolio, now)
    return portfolio


def change_details(*, portfolio: Portfolio, details: Details, now: datetime) -> Portfolio:
    """This function will change what the person says of themselves. Raises HandleTaken, TooManyHere, InvalidPortfolio.

    A former handle keeps leading here, and nobody else gets it.
    """
    with transaction.atomic():
        portfolio = Portfolio.objects.select_for_update().get(pk=portfolio.pk)
        if details.handle != portfolio.handle:
            _check_handle(details.handle, portfolio)
            _leave_handle(portfolio, details.handle, now)
        given: dict[str, Any] = {field.name: getattr(details, field.name) for field in fields(details)}
        given["links"] = [{"label": label, "url": url} for label, url in details.links]
        changed = sorted(name for name, value in given.items() if getattr(portfolio, name) != value)
        for name in changed:
            setattr(portfolio, name, given[name])
        try:
            with transaction.atomic():
                _save(portfolio, changed, now)
        except IntegrityError as error:
            raise _taken() from error
        if changed:
            _record("portfolio.changed", portfolio, now, {"fields": changed})
    return portfolio


def choose_look(*, portfolio: Portfolio, theme: str, colour: str = "", now: datetime) -> Portfolio:
    """This function will give a portfolio a theme; `colour`, `#rrggbb`, is that of Theme.OWN. Raises InvalidPortfolio."""
    colour = colour.strip().lower()
    if theme not in Theme.values:
        raise InvalidPortfolio({"theme": _("Choose one of the themes.")})
    try:
        if theme == Theme.OWN or colour:
            check_colour(colour)
    except BadSpec as error:
        raise InvalidPortfolio(
            {"colour": _("Write a colour as # and six digits, such as #0a5f38.")}
        ) from error
    portfolio.theme, portfolio.colour = theme, colour
    with transaction.atomic():
        _save(portfolio, ["theme", "colour"], now)
        _record("portfolio.changed", portfolio, now, {"fields": ["theme"]})
    return portfolio


def arrange_portfolio(*, portfolio: Portfolio, refs: Sequence[str], now: datetime) -> list[str]:
    """This function will have a portfolio show these badges of its person in this order, and return which it holds."""
    with transaction.atomic():
        held = place_badges(
            model=PortfolioBadge, parent={"portfolio": portfolio}, account=portfolio.account, refs=refs
        )
        _save(portfolio, [], now)
        _record("portfolio.changed", portfolio, now, {"fields": ["badges"]})
    return held


def publish_portfolio(
    *, portfolio: Portfolio, is_findable: bool, offers_resume: bool, now: datetime
) -> Portfolio:
    """This function will show a portfolio to everybody; `is_findable` lets search engines list it."""
    with transaction.atomic():
        portfolio.is_published = True
        portfolio.is_findable, portfolio.offers_resume = is_findable, offers_resume
        _save(portfolio, ["is_published", "is_findable", "offers_resume"], now)
        _record("portfolio.published", portfolio, now, {"findable": is_findable})
    return portfolio


def withdraw_portfolio(*, portfolio: Portfolio, now: datetime) -> Portfolio:
    """This function will show a portfolio to nobody but its person any more; everything in it stays."""
    with transaction.atomic():
        portfolio.is_published = False
        _save(portfolio, ["is_published"], now)
        _record("portfolio.withdrawn", portfolio, now)
    return portfolio


def _check_handle(handle: str, portfolio: Portfolio | None) -> None:
    if not _IS_HANDLE(handle):
        raise InvalidPortfolio(
            {
                "handle": _(
                    "Write 3 to 40 small letters a to z, digits and hyphens, with no hyphen at either end."
                )
            }
        )
    former = FormerHandle.objects.filter(handle=handle).exclude(portfolio=portfolio)
    if handle in RESERVED or former.exists() or Portfolio.objects.filter(handle=handle).exists():
        raise _taken()


def _leave_handle(portfolio: Portfolio, new: str, now: datetime) -> None:
    former = portfolio.former_handles.exclude(handle=new)
    if former.count() >= MOST_FORMER_HANDLES:
        raise TooManyHere(
            _(
                "You have changed this address %(count)s times, and each of them still leads here. Keep this one."
            )
            % {"count": MOST_FORMER_HANDLES}
        )
    portfolio.former_handles.filter(handle=new).delete()
    FormerHandle.objects.create(handle=portfolio.handle, portfolio=portfolio, left_at=now)


def _taken() -> HandleTaken:
    return HandleTaken(_("This address is taken. Choose another one."))


def _save(portfolio: Portfolio, changed: Sequence[str], now: datetime) -> None:
    portfolio.changed_at = now
    portfolio.save(update_fields=[*changed, "changed_at"])


def _record(kind: str, portfolio: Portfolio, now: datetime, data: dict[str, Any] | None = None) -> None:
    record_event(
        kind=kind, subject=("portfolio", portfolio.pk), now=now, actor_id=portfolio.pk, data=data or {}
    )
