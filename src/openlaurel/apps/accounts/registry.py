"""What each app holds about a person: how it is handed out, and how it is erased.

Apps above the accounts register in their `ready()`; the accounts don't know them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from openlaurel.apps.accounts.models import Account


@dataclass(frozen=True)
class PersonalFile:
    """One file of an export: its path in the archive, and how its content is opened."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class PersonalData:
    """What one app holds about an account. Entries of `sections` are read one after the other, so they may be many."""

    sections: Mapping[str, Iterable[Any]]
    files: Iterable[PersonalFile] = field(default=())


Export = Callable[[Account], PersonalData]
Erase = Callable[[Account, datetime], None]
Hindrances = Callable[[Account], Sequence[str]]


@dataclass(frozen=True)
class Holder:
    export: Export | None
    erase: Erase
    hindrances: Hindrances | None


@dataclass(frozen=True)
class Foreseen:
    """What merging two accounts would mean, as sentences: what moves, what of the two stays, and why it can't be yet."""

    moves: Sequence[str] = ()
    stays: Sequence[str] = ()
    hindrances: Sequence[str] = ()


@dataclass(frozen=True)
class Settlement:
    """How one app makes way where two accounts can't simply become one; `of` are the models that it settles."""

    foresee: Callable[[Account, Account], Foreseen]
    settle: Callable[[Account, Account, datetime], None] | None
    of: tuple[str, ...]


_holders: dict[str, Holder] = {}
_settlements: dict[str, Settlement] = {}


def hold_personal_data(
    name: str, *, export: Export | None, erase: Erase, hindrances: Hindrances | None = None
) -> None:
    """This function will have an app's personal data exported and erased with the account.

    `erase(account, now)` runs in the transaction that deletes the account, those of higher apps first; files it
    removes after the commit. `hindrances(account)` are sentences that say why the account can't go yet, and what to do.
    """
    _holders[name] = Holder(export, erase, hindrances)


def holders() -> tuple[Holder, ...]:
    """This function will return all holders, those of higher apps first."""
    return tuple(_holders.values())


def settle_merges(
    name: str,
    *,
    foresee: Callable[[Account, Account], Foreseen],
    settle: Callable[[Account, Account, datetime], None] | None = None,
    of: tuple[str, ...] = (),
) -> None:
    """This function will have an app asked before an account, the first, is merged into another, the second.

    `settle(source, target, now)` runs in the transaction, before every row of the source becomes the target's: it
    removes or renumbers what would then be there twice. `of` names by label the models for which it does so.
    """
    _settlements[name] = Settlement(foresee, settle, of)


def settlements() -> tuple[Settlement, ...]:
    """This function will return what all apps settle, those of higher apps first."""
    return tuple(_settlements.values())
