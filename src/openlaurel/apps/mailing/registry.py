"""The kinds of mails. Apps above say in their `ready()` what a kind is and what follows when one is settled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise

from openlaurel.apps.mailing.models import OutgoingMail


class Outcome(StrEnum):
    SENT = "sent"
    DELAYED = "delayed"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    WITHHELD = "withheld"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


Follow = Callable[[OutgoingMail, Outcome, datetime], None]
Wanted = Callable[[OutgoingMail], bool]
Stop = Callable[[OutgoingMail, datetime], None]


@dataclass(frozen=True)
class MailKind:
    """What a kind is called; whether the recipient may stop it; whether it is still wanted when its turn comes.

    `follow(mail, outcome, now)` runs in the transaction in which the outcome is stored. What can be stopped is stopped with
    all reminders of the organisation, unless the kind has a `stop` of its own.
    """

    name: str
    label: str | Promise
    is_stoppable: bool = False
    # A mail that somebody has just asked for goes to any address.
    ignores_suppression: bool = False
    is_wanted: Wanted | None = None
    follow: Follow | None = None
    stop: Stop | None = None


_kinds: dict[str, MailKind] = {}


def register_kind(kind: MailKind) -> None:
    """This function will make a kind of mail known; a mail of an unknown kind isn't queued."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> MailKind:
    """This function will return a kind; one that an upgrade removed has its name for a label."""
    return _kinds.get(name) or MailKind(name, name)


def is_known(name: str) -> bool:
    return name in _kinds


def known_kinds() -> tuple[MailKind, ...]:
    return tuple(_kinds.values())
