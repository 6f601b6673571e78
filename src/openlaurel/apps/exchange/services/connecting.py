"""Connecting a wallet with another platform: found, registered with, allowed there by the holder, ended."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from openlaurel.adapters.oauth import authorization_url
from openlaurel.adapters.sealing import SealBroken, seal, unseal
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.exchange import client
from openlaurel.apps.exchange.errors import ConnectionRefused, PermissionLost, PlatformFault
from openlaurel.apps.exchange.models import Connection, ConnectionState, TransferState

logger = logging.getLogger(__name__)
MOST_CONNECTIONS = 20
# How long the holder may take on the other platform, and how many ways out one browser may have begun.
AWAY, MOST_BEGUN = timedelta(minutes=30), 5
SESSION = "exchange.begun"
_PURPOSE = "connection"
EARLY = timedelta(seconds=30)


@dataclass(frozen=True)
class Return:
    """What the browser brings back: `code` of who was allowed, `error` of who wasn't; `issuer` where it is said."""

    state: str
    code: str
    error: str
    description: str
    issuer: str


def add_connection(*, account: Account, address: str, now: datetime) -> Connection:
    """This function will find the platform at `address` and register this site there, for `account` alone.

    One that is there already is registered anew, unless it is connected. Raises PlatformFault or ConnectionRefused.
    """
    if Connection.objects.filter(account=account).count() >= MOST_CONNECTIONS:
        raise ConnectionRefused(
            _("A wallet has at most %(count)s platforms. Disconnect one first.") % {"count": MOST_CONNECTIONS}
        )
    described = client.read_description(address)
    connection = Connection.objects.filter(account=account, api_url=described.api_url).first()
    if connection is not None and connection.state == ConnectionState.CONNECTED:
        raise ConnectionRefused(_("“%(name)s” is connected already.") % {"name": connection.name})
    connection = connection or Connection(account=account, api_url=described.api_url)
    registration = client.register(described, redirect_uri=back_url(connection), now=now)
    connection.name, connection.endpoints = described.name, dict(described.endpoints)
    connection.offered = list(described.scopes)
    connection.client_id = registration.client_id
    connection.secret = _sealed(registration.secret)
    connection.secret_expires_at = registration.expires_at
    connection.registered_at = now
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        connection.save()
        _record("connection.added", connection, now)
    return connection


def begin(*, connection: Connection, session: MutableMapping[str, Any], now: datetime) -> str:
    """This function will return where the holder's browser goes to allow this site something.

    What comes back counts in this session alone, once, within half an hour, and for this platform.
    """
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    begun = [one for one in session.get(SESSION, []) if one["until"] > now.timestamp()][-(MOST_BEGUN - 1) :]
    begun.append(
        {
            "state": state,
            "connection": str(connection.pk),
            "account": str(connection.account_id),
            "verifier": _sealed(verifier).hex(),
            "until": (now + AWAY).timestamp(),
        }
    )
    session[SESSION] = begun
    return authorization_url(
        connection.endpoints["authorization"],
        client_id=connection.client_id,
        redirect_uri=back_url(connection),
        scope=" ".join(connection.offered),
        state=state,
        verifier=verifier,
    )


def complete(
    *, connection: Connection, back: Return, session: MutableMapping[str, Any], now: datetime
) -> Connection:
    """This function will take what the browser brought back from the platform and get the tokens for it.

    Raises ConnectionRefused for what wasn't begun here, and PlatformFault.
    """
    begun = _taken(connection, back.state, session, now)
    _check_issuer(connection, back.issuer)
    if back.error or not back.code:
        said = {"said": f"{back.error} {back.description}".strip()[:200] or _("no reason given")}
        if back.error == "access_denied":
            raise ConnectionRefused(_("You didn't allow it on the platform. Nothing changed."))
        raise PlatformFault(_("The platform didn't connect: %(said)s") % said)
    tokens = client.exchange(
        connection.endpoints["token"],
        registration_of(connection),
        code=back.code,
        verifier=_opened(bytes.fromhex(begun["verifier"])),
        redirect_uri=back_url(connection),
        scope=" ".join(connection.offered),
        now=now,
    )
    with transaction.atomic():
        connection = Connection.objects.select_for_update().get(pk=connection.pk)
        keep_tokens(connection, tokens)
        connection.connected_at = now
        connection.save(update_fields=["connected_at"])
        _record("connection.connected", connection, now)
    return connection


def disconnect(*, connection: Connection, now: datetime) -> bool:
    """This function will end a connection here and at the platform; says whether the platform knows.

    What was fetched stays in the wallet, what was sent stays there. Raises ConnectionRefused while badges are moved.
    """
    if connection.transfers.filter(state__in=[TransferState.QUEUED, TransferState.RUNNING]).exists():
        raise ConnectionRefused(_("Badges are being fetched or sent. Wait for that, or stop it."))
    told = _revoked(connection)
    with transaction.atomic():
        _record("connection.ended", connection, now)
        connection.delete()
    return told


def access_token(connection: Connection, now: datetime) -> str:
    """This function will return a token that counts, the next one where this one is over; raises PlatformFault.

    Only whoever does the one transfer of a connection asks, so that no refresh token is used twice.
    """
    connection.refresh_from_db()
    if connection.state != ConnectionState.CONNECTED:
        raise PermissionLost(_("The platform doesn't know the permission any more. Allow it anew."))
    if connection.expires_at is not None and connection.expires_at > now + EARLY:
        return _opened(connection.token)
    return renewed_token(connection, now)


def renewed_token(connection: Connection, now: datetime) -> str:
    """This function will get the next token, which is all that is left when one was refused; raises PlatformFault."""
    if not connection.refresh_token:
        raise PermissionLost(_("The platform let this site in for a while only. Allow it anew."))
    tokens = client.refresh(
        connection.endpoints["refresh"],
        registration_of(connection),
        token=_opened(connection.refresh_token),
        scope=connection.scope,
        now=now,
    )
    keep_tokens(connection, tokens)
    return tokens.access


def lose(connection: Connection, now: datetime) -> None:
    """This function will note that the platform doesn't know the permission any more; its tokens are forgotten."""
    connection.state = ConnectionState.LOST
    connection.token, connection.refresh_token, connection.expires_at = b"", b"", None
    connection.save(update_fields=["state", "token", "refresh_token", "expires_at"])
    _record("connection.lost", connection, now)


def keep_tokens(connection: Connection, tokens: client.Tokens) -> None:
    """This function will seal and keep the tokens of a connection."""
    connection.state = ConnectionState.CONNECTED
    connection.token = _sealed(tokens.access)
    connection.refresh_token = _sealed(tokens.refresh)
    connection.expires_at, connection.scope = tokens.expires_at, tokens.scope
    connection.save(update_fields=["state", "token", "refresh_token", "expires_at", "scope"])


def registration_of(connection: Connection) -> client.Registration:
    """This function will return what this site is called there, with its secret."""
    return client.Registration(connection.client_id, _opened(connection.secret), connection.secret_expires_at)


def back_url(connection: Connection) -> str:
    """This function will return where the platform sends the browser back: an address of this connection's own.

    What another platform answers can't pass for this one's answer then (RFC 9700, 4.4.2.2).
    """
    return f"{settings.OPENLAUREL_URL}{reverse('exchange:connection-back', args=[connection.pk])}"


def _taken(
    connection: Connection, state: str, session: MutableMapping[str, Any], now: datetime
) -> Mapping[str, Any]:
    """What was begun in this session with that state, which is used up by asking."""
    found, kept = None, []
    for one in session.get(SESSION, []):
        if state and hmac.compare_digest(one["state"].encode(), state.encode()):
            found = one
        else:
            kept.append(one)
    session[SESSION] = kept
    if (
        found is None
        or found["connection"] != str(connection.pk)
        or found["account"] != str(connection.account_id)
        or found["until"] <= now.timestamp()
    ):
        raise ConnectionRefused(
            _(
                "This answer doesn't belong to anything that was begun in this browser. Connect the platform anew."
            )
        )
    return found


def _check_issuer(connection: Connection, issuer: str) -> None:
    """Who says who answers (RFC 9207) must be whom the browser was sent to, or who gives the tokens."""
    hosts = {urlsplit(connection.endpoints[name]).netloc for name in ("authorization", "token")}
    if issuer and urlsplit(issuer).netloc not in {*hosts, urlsplit(connection.api_url).netloc}:
        raise ConnectionRefused(_("Another platform answered than the one that was asked. Nothing changed."))


def _revoked(connection: Connection) -> bool:
    endpoint = connection.endpoints.get("revocation")
    if not endpoint or connection.state != ConnectionState.CONNECTED:
        return connection.state != ConnectionState.CONNECTED
    kinds = {"refresh_token": connection.refresh_token, "access_token": connection.token}
    try:
        for kind, sealed in kinds.items():
            if sealed:
                client.revoke(endpoint, registration_of(connection), _opened(sealed), kind)
    except (PlatformFault, SealBroken) as error:
        logger.warning(
            "The connection %s wasn't ended at its platform: %s", connection.pk, type(error).__name__
        )
        return False
    return True


def _sealed(text: str) -> bytes:
    return seal(text.encode(), key=settings.INSTALLATION.key, purpose=_PURPOSE) if text else b""


def _opened(sealed: bytes | memoryview) -> str:
    return unseal(bytes(sealed), key=settings.INSTALLATION.key, purpose=_PURPOSE).decode() if sealed else ""


def _record(kind: str, connection: Connection, now: datetime) -> None:
    record_event(
        kind=kind, subject=("connection", connection.pk), now=now, actor_id=connection.account_id, data={}
    )
