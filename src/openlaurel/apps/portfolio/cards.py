"""The pictures that shared links of portfolios show, drawn once for what they say and kept as files in the data folder."""

import hashlib
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from openlaurel.adapters.cards import keep_card, render_card
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.queries import artwork
from openlaurel.apps.portfolio.composing import spoken
from openlaurel.apps.portfolio.queries import PortfolioPage
from openlaurel.apps.portfolio.themes import colours_of
from openlaurel.apps.wallet.held import HeldBadge
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.core.artwork import Card
from openlaurel.core.artwork.brand import hue_of
from openlaurel.core.artwork.card import MOST_PICTURES


def portfolio_card(page: PortfolioPage) -> bytes:
    """This function will return the card of a portfolio, 1200 by 630 px PNG: who it is, and up to four of its badges."""
    portfolio = page.portfolio
    card = _card(page)
    shown = [badge for badge in page.badges if _has_picture(badge)][:MOST_PICTURES]
    digest = hashlib.sha256(repr((card, [badge.ref for badge in shown])).encode()).hexdigest()[:24]
    file = _folder() / f"person-{portfolio.pk}-{digest}.png"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        pass
    content = render_card(card, [_picture(badge) for badge in shown])
    remove_cards(portfolio.pk)
    keep_card(file, content)
    return content


def erase_cards(account: Account, now: datetime) -> None:
    """This function will delete the cards of an account's portfolio, once the account is gone."""
    transaction.on_commit(partial(remove_cards, account.pk))


def remove_cards(account_id: UUID) -> None:
    """This function will delete the cards that were drawn for a person."""
    for file in _folder().glob(f"person-{account_id}-*"):
        file.unlink(missing_ok=True)


def _card(page: PortfolioPage) -> Card:
    portfolio, count = page.portfolio, len(page.badges)
    with translation.override(spoken(portfolio)):
        proved = ngettext(
            "%(count)s badge that anyone can check", "%(count)s badges that anyone can check", count
        )
        return Card(
            title=portfolio.name,
            issuer=proved % {"count": count} if count else "",
            language=portfolio.language,
            hue=hue_of(colours_of(portfolio)[0]),
            holder=portfolio.headline,
            note=urlsplit(page.url).netloc + reverse("portfolio:shown", args=[portfolio.handle]),
        )


def _has_picture(badge: HeldBadge) -> bool:
    return badge.award is not None or (badge.kept is not None and badge.kept.has_picture)


def _picture(badge: HeldBadge) -> bytes:
    if badge.award:
        return artwork(badge.award.version, "png")
    return bytes(KeptBadge.objects.values_list("picture", flat=True).get(pk=badge.id))


def _folder() -> Path:
    return Path(settings.DATA) / "cards"
