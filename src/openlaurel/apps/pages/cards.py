"""The pictures that shared links show, drawn once for each badge and kept as files in the data folder."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.adapters.cards import keep_card, render_card
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.queries import artwork
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.queries import awards_about
from openlaurel.apps.pages.queries.award_page import is_public
from openlaurel.core.artwork import Card

CARD_SIZE = (1200, 630)
# Drawing takes a second; the issuer's name or colour may change, and then the card follows within this time.
KEPT = timedelta(days=30)


def has_card(award: Award) -> bool:
    """This function will say whether an award has a card: while it is public and in force."""
    return is_public(award) and award.state == AwardState.ACCEPTED


def card_png(award: Award) -> bytes | None:
    """This function will return the card of an award, 1200 by 630 px; None without a picture of the badge.

    It names the holder only if the page does. Drawn at first need; the card without or with the name, whichever isn't
    true any more, is deleted then.
    """
    file = _file(award.pk, named=award.show_name)
    try:
        return file.read_bytes()
    except FileNotFoundError:
        pass
    picture = artwork(award.version, "png")
    if not picture:
        return None
    content = render_card(_card(award), [picture])
    keep_card(file, content)
    _file(award.pk, named=not award.show_name).unlink(missing_ok=True)
    return content


def erase_cards(account: Account, now: datetime) -> None:
    """This function will delete the cards of an account's awards, once the account is gone."""
    transaction.on_commit(partial(_remove, list(awards_about(account).values_list("pk", flat=True))))


def remove_old_cards(now: datetime) -> None:
    """This function will delete cards that were drawn long ago; whoever asks has them drawn anew."""
    for file in _folder().glob("*.png*"):
        try:
            if file.stat().st_mtime < (now - KEPT).timestamp():
                file.unlink()
        except FileNotFoundError:
            continue


def _card(award: Award) -> Card:
    version = award.version
    known = {code for code, _name in settings.LANGUAGES}
    language = version.language if version.language.split("-")[0] in known else settings.LANGUAGE_CODE
    with translation.override(language):
        return Card(
            title=version.name,
            issuer=award.organisation.name,
            language=version.language,
            hue=version.art_hue,
            holder=award.recipient_name if award.show_name else "",
            holder_label=_("Earned by"),
            note=urlsplit(settings.OPENLAUREL_URL).netloc,
        )


def _folder() -> Path:
    return Path(settings.DATA) / "cards"


def _file(award_id: UUID, *, named: bool) -> Path:
    return _folder() / f"{award_id}-{'named' if named else 'unnamed'}.png"


def _remove(award_ids: Iterable[UUID]) -> None:
    for award_id in award_ids:
        for named in (True, False):
            _file(award_id, named=named).unlink(missing_ok=True)
