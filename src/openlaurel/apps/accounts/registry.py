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


_holders: dict[str, Holder] = {}


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
