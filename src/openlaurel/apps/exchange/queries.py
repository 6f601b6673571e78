"""What platforms read, and what a person sees of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Expression, F, Max, Min, QuerySet, Value
from django.db.models.functions import Coalesce

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.models import Access, Connection, Platform, Transfer
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.queries import awards_of, credential_bytes
from openlaurel.apps.verifier.reading import read_document
from openlaurel.apps.wallet.held import HeldBadge, HeldState, held_badges
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.core.credentials import looks_like_jwt

Keys = QuerySet[Any, dict[str, Any]]
GONE = ("revoked", "withdrawn", "superseded")


@dataclass(frozen=True)
class Credentials:
    """A page of what a wallet holds: JSON documents and JWTs as they were signed, and how many there are in all."""

    documents: Sequence[bytes]
    tokens: Sequence[str]
    total: int


def read_credentials(account: Account, *, limit: int, offset: int, since: datetime | None) -> Credentials:
    """This function will return the Open Badges 3.0 of a wallet, earned here or brought in, the latest issued first.

    What is revoked or replaced is left out: each one that is returned can be verified.
    """
    rows = _earned(account, since).union(_kept(account, since), all=True)
    page = list(rows.order_by("-moment", "id")[offset : offset + limit])
    awards = Award.objects.in_bulk([row["id"] for row in page if row["place"] == "award"])
    kept = KeptBadge.objects.in_bulk([row["id"] for row in page if row["place"] == "kept"])
    texts = [_text_of((awards | kept).get(row["id"])) for row in page]
    documents = [text for text in texts if text is not None and not looks_like_jwt(text.decode("latin-1"))]
    tokens = [text.decode("latin-1").strip() for text in texts if text is not None and text not in documents]
    return Credentials(documents, tokens, rows.count())


def platforms_of(account: Account) -> QuerySet[Platform]:
    """This function will return the platforms that may do something for `account`, each with `since` and `used_at`."""
    given = Access.objects.filter(account=account, ended_at=None, refreshed_at=None)
    return (
        Platform.objects.filter(accesses__in=given)
        .annotate(since=Min("accesses__given_at"), last_used_at=Max("accesses__used_at"))
        .order_by("name", "id")
    )


def scopes_given(account: Account, platform: Platform) -> list[str]:
    """This function will return the scopes that count now of what `account` allowed a platform."""
    rows = Access.objects.filter(account=account, platform=platform, ended_at=None, refreshed_at=None)
    return sorted({name for scope in rows.values_list("scope", flat=True) for name in scope.split()})


def connections_of(account: Account) -> QuerySet[Connection]:
    """This function will return the platforms that `account` connected, or began to."""
    return Connection.objects.filter(account=account)


def connection_of(account: Account, connection_id: UUID) -> Connection:
    """This function will return a connection of one's own, or raise Connection.DoesNotExist."""
    return Connection.objects.select_related("account").get(account=account, pk=connection_id)


def transfer_of(account: Account, transfer_id: UUID) -> Transfer:
    """This function will return a transfer of one's own, or raise Transfer.DoesNotExist."""
    rows = Transfer.objects.select_related("connection__account")
    return rows.get(connection__account=account, pk=transfer_id)


def sendable_badges(account: Account, *, now: datetime) -> list[HeldBadge]:
    """This function will return the badges of `account` that another platform could take, the latest issued first."""
    return [badge for badge in held_badges(account, now=now) if _is_sendable(badge)]


def sendable_text(badge: HeldBadge) -> bytes | None:
    """This function will return a badge as it was signed, JSON or a JWT; None for one that no platform could take."""
    return _text_of(badge.award or badge.kept) if _is_sendable(badge) else None


def _is_sendable(badge: HeldBadge) -> bool:
    """What is revoked, broken or of an older version proves nothing there."""
    is_older = badge.kept is not None and badge.kept.is_older
    return not is_older and badge.state not in {HeldState.REVOKED, HeldState.BROKEN}


def _earned(account: Account, since: datetime | None) -> Keys:
    rows = awards_of(account).filter(state=AwardState.ACCEPTED)
    return _keys(rows, F("valid_from"), "award", since)


def _kept(account: Account, since: datetime | None) -> Keys:
    rows = KeptBadge.objects.filter(account=account, is_older=False).exclude(verdict__in=GONE)
    return _keys(rows, Coalesce("issued_at", "added_at"), "kept", since)


def _keys(rows: QuerySet[Any], moment: Expression | F, place: str, since: datetime | None) -> Keys:
    named = rows.order_by().annotate(moment=moment, place=Value(place))
    if since is not None:
        named = named.filter(moment__gt=since)
    return named.values("moment", "id", "place")


def _text_of(row: Award | KeptBadge | None) -> bytes | None:
    if isinstance(row, Award):
        return credential_bytes(row)
    if row is None:
        return None
    text = read_document(bytes(row.content))
    return text.encode() if isinstance(text, str) else text
