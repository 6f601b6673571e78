"""Badges fetched from another platform and sent to it, one by one in the background. A worker may be killed at any moment."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import left_over, record_event, release, renew, run_job
from openlaurel.apps.exchange import client
from openlaurel.apps.exchange.errors import (
    ConnectionRefused,
    PermissionLost,
    PlatformFault,
    Refused,
)
from openlaurel.apps.exchange.models import (
    Connection,
    ConnectionState,
    Direction,
    Outcome,
    Transfer,
    TransferItem,
    TransferState,
)
from openlaurel.apps.exchange.queries import sendable_text
from openlaurel.apps.exchange.scopes import READ_CREDENTIALS, WRITE_CREDENTIALS
from openlaurel.apps.exchange.services.connecting import access_token, lose, renewed_token
from openlaurel.apps.verifier.services import VerifierError
from openlaurel.apps.verifier.words import error_in_words
from openlaurel.apps.wallet.errors import KeptAlready, WalletError
from openlaurel.apps.wallet.held import held_badges
from openlaurel.apps.wallet.services import keep_pushed
from openlaurel.core.credentials import looks_like_jwt

KEPT = timedelta(days=30)
# More pages or badges than this aren't fetched in one run: a platform could go on for ever.
MOST_PAGES, MOST_BADGES = 100, 2_000
_T = TypeVar("_T")
ACTIVE = (TransferState.QUEUED, TransferState.RUNNING)


def fetch_badges(*, connection: Connection, now: datetime) -> Transfer:
    """This function will have all badges of a connected platform fetched into the wallet; raises ConnectionRefused."""
    return _start(connection, Direction.FETCH, READ_CREDENTIALS, [], now)


def send_badges(*, connection: Connection, refs: Collection[str], now: datetime) -> Transfer:
    """This function will have badges of the wallet, named as forms name them, sent to a platform; raises ConnectionRefused.

    Others' badges are passed over.
    """
    held = held_badges(connection.account, now=now, refs=refs)
    if not held:
        raise ConnectionRefused(_("Choose at least one badge."))
    chosen = [(badge.ref, badge.name) for badge in held]
    return _start(connection, Direction.SEND, WRITE_CREDENTIALS, chosen, now)


def stop_transfer(*, transfer: Transfer, now: datetime) -> None:
    """This function will stop a transfer after the badge that is being moved; it can go on later."""
    with transaction.atomic():
        transfer = _locked(transfer.pk)
        if transfer.state not in ACTIVE:
            raise ConnectionRefused(_("Nothing is being moved at the moment."))
        release(transfer, TransferState.STOPPED)
        _record("transfer.stopped", transfer, now)


def resume_transfer(*, transfer: Transfer, now: datetime) -> None:
    """This function will go on with a transfer that was stopped."""
    try:
        with transaction.atomic():
            transfer = _locked(transfer.pk)
            if transfer.state != TransferState.STOPPED:
                raise ConnectionRefused(_("This isn't stopped."))
            if transfer.connection.state != ConnectionState.CONNECTED:
                raise ConnectionRefused(_("Allow this site on the platform first."))
            transfer.state, transfer.fault = TransferState.QUEUED, ""
            transfer.save(update_fields=["state", "fault"])
            _record("transfer.resumed", transfer, now)
    except IntegrityError as error:
        raise _busy() from error


def run_transfer(*, transfer: Transfer, clock: Callable[[], datetime]) -> None:
    """This function will do what is left of a transfer until it ends or is stopped, speaking its holder's language."""
    with override(transfer.connection.account.language or settings.LANGUAGE_CODE):
        run_job(transfer.pk, locked=_locked, step=_step, clock=clock)


def run_waiting_transfers(*, clock: Callable[[], datetime]) -> None:
    """This function will do the transfers that nobody does: those whose worker was killed, or whose news was lost."""
    for transfer in left_over(Transfer.objects.select_related("connection__account"), clock()):
        run_transfer(transfer=transfer, clock=clock)


def forget_old_transfers(now: datetime) -> None:
    """This function will delete the transfers of a month ago, and platforms that were never allowed."""
    Transfer.objects.filter(created_at__lt=now - KEPT, lease=None).delete()
    Connection.objects.filter(registered_at__lt=now - KEPT, state=ConnectionState.REGISTERED).delete()


def _start(
    connection: Connection, direction: Direction, scope: str, chosen: list[tuple[str, str]], now: datetime
) -> Transfer:
    if connection.state != ConnectionState.CONNECTED:
        raise ConnectionRefused(_("Allow this site on the platform first."))
    if scope not in connection.scope.split():
        raise ConnectionRefused(
            _("You didn't allow this on the platform. Disconnect it and connect it anew.")
        )
    first = client.first_page(connection.api_url) if direction == Direction.FETCH else ""
    try:
        with transaction.atomic():
            Account.objects.select_for_update().get(pk=connection.account_id)
            transfer = Transfer.objects.create(
                connection=connection,
                direction=direction,
                next_url=first,
                total=len(chosen) or None,
                created_at=now,
            )
            TransferItem.objects.bulk_create(
                TransferItem(transfer=transfer, number=number, ref=ref, name=name)
                for number, (ref, name) in enumerate(chosen, 1)
            )
            _record("transfer.started", transfer, now)
    except IntegrityError as error:
        raise _busy() from error
    return transfer


def _step(transfer_id: UUID, lease: UUID, now: datetime) -> bool:
    """Moves one badge, or fetches one page. Outside of any transaction, since the platform is asked."""
    transfer = Transfer.objects.select_related("connection__account").get(pk=transfer_id)
    item = transfer.items.filter(outcome=Outcome.WAITING).first()
    try:
        if item is not None and transfer.direction == Direction.FETCH:
            return _done(item, lease, now, *_taken(transfer, item, now))
        if item is not None:
            return _done(item, lease, now, *_sent(transfer, item, now))
        if transfer.next_url:
            return _fetch(transfer, lease, now)
    except PermissionLost as error:
        lose(transfer.connection, now)
        return _stopped(transfer_id, lease, str(error))
    except PlatformFault as error:
        return _stopped(transfer_id, lease, str(error))
    with transaction.atomic():
        transfer = _locked(transfer_id)
        if renew(transfer, lease, now):
            transfer.finished_at = now
            release(transfer, TransferState.DONE)
            transfer.save(update_fields=["finished_at"])
            _record("transfer.finished", transfer, now)
    return False


def _fetch(transfer: Transfer, lease: UUID, now: datetime) -> bool:
    connection = transfer.connection
    page = _with_token(
        connection, now, lambda token: client.get_credentials(connection.api_url, transfer.next_url, token)
    )
    with transaction.atomic():
        transfer = _locked(transfer.pk)
        if not renew(transfer, lease, now):
            return False
        last = transfer.items.aggregate(last=Max("number"))["last"] or 0
        TransferItem.objects.bulk_create(
            TransferItem(transfer=transfer, number=number, content=content)
            for number, content in enumerate(page.badges[: MOST_BADGES - last], last + 1)
        )
        transfer.pages += 1
        is_last = not page.badges or transfer.pages >= MOST_PAGES or last + len(page.badges) >= MOST_BADGES
        transfer.next_url = "" if is_last else page.next_url
        transfer.total = page.total if page.total is not None else transfer.total
        transfer.save(update_fields=["pages", "next_url", "total"])
    return True


def _taken(transfer: Transfer, item: TransferItem, now: datetime) -> tuple[Outcome, str]:
    """What became of a badge that was fetched: verified and kept, or why not."""
    account, source = transfer.connection.account, transfer.connection.api_url
    try:
        badge, is_new = keep_pushed(account=account, data=bytes(item.content), platform=source, now=now)
    except KeptAlready:
        return Outcome.OWN, ""
    except VerifierError as error:
        return Outcome.REFUSED, client.plain(str(error_in_words(error).sentence))
    except WalletError as error:
        return Outcome.REFUSED, client.plain(str(error))
    item.kept, item.name = badge, badge.name
    return (Outcome.ADDED if is_new else Outcome.RENEWED), ""


def _sent(transfer: Transfer, item: TransferItem, now: datetime) -> tuple[Outcome, str]:
    """What the platform says to a badge."""
    connection = transfer.connection
    held = next(iter(held_badges(connection.account, now=now, refs=[item.ref])), None)
    text = sendable_text(held) if held is not None else None
    if text is None:
        return Outcome.LEFT, _("It is no longer in your wallet, is revoked, or is of an older version.")
    is_jwt = looks_like_jwt(text.decode("latin-1"))
    try:
        is_new = _with_token(
            connection,
            now,
            lambda token: client.upsert_credential(connection.api_url, token, text, is_jwt=is_jwt),
        )
    except Refused as error:
        return Outcome.DECLINED, str(error)
    return (Outcome.SENT if is_new else Outcome.REPLACED), ""


def _with_token(connection: Connection, now: datetime, call: Callable[[str], _T]) -> _T:
    """Once with the token that is there, and once more with the next one where the platform doesn't take it."""
    token = access_token(connection, now)
    try:
        return call(token)
    except PermissionLost:
        if not connection.refresh_token:
            raise
        return call(renewed_token(connection, now))


def _done(item: TransferItem, lease: UUID, now: datetime, outcome: Outcome, detail: str) -> bool:
    with transaction.atomic():
        if not renew(_locked(item.transfer_id), lease, now):
            return False
        item.outcome, item.detail, item.content = outcome, _kept_text(detail, 500), b""
        item.save(update_fields=["outcome", "detail", "content", "kept", "name"])
    return True


def _stopped(transfer_id: UUID, lease: UUID, fault: str) -> bool:
    with transaction.atomic():
        transfer = _locked(transfer_id)
        if transfer.lease == lease:
            transfer.fault = _kept_text(fault, 300)
            release(transfer, TransferState.STOPPED)
    return False


def _kept_text(text: str, most: int) -> str:
    """What others say may hold a NUL, which not every database keeps."""
    return text.replace("\0", "")[:most]


def _busy() -> ConnectionRefused:
    return ConnectionRefused(_("Badges are being fetched or sent. Wait for that, or stop it."))


def _locked(transfer_id: UUID) -> Transfer:
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("connection__account")
    return rows.get(pk=transfer_id)


def _record(kind: str, transfer: Transfer, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("transfer", transfer.pk),
        now=now,
        actor_id=transfer.connection.account_id,
        data={"direction": transfer.direction},
    )
