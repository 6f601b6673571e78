"""Endpoints: added, paused, resumed, removed; their secrets are shown once."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import checked_address
from openlaurel.adapters.guarded_connections import host_and_port
from openlaurel.adapters.sealing import seal
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.webhooks.kinds import LABELS
from openlaurel.apps.webhooks.models import Endpoint
from openlaurel.apps.webhooks.signatures import SECRET_BYTES, shown_secret

MOST_ENDPOINTS = 20
PURPOSE = "webhook secret"
BOTH_SIGN_FOR = timedelta(hours=24)


class InvalidEndpoint(Exception):
    """`problems` maps fields to what is wrong with them."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def add_endpoint(
    *, organisation: Profile, url: str, types: Collection[str], by: Actor, now: datetime
) -> tuple[Endpoint, str]:
    """This function will have news of `types` sent to `url`; returns the endpoint and its secret, shown only now.

    Raises InvalidEndpoint for an address that isn't https (but for what OPENLAUREL_FETCH_ALLOW lists), for no type or
    an unknown one, and beyond MOST_ENDPOINTS.
    """
    check_can(by, "manage_webhooks", organisation)
    problems = _problems(url, types)
    if problems:
        raise InvalidEndpoint(problems)
    secret = secrets.token_bytes(SECRET_BYTES)
    with transaction.atomic():
        Profile.objects.select_for_update().get(pk=organisation.pk)
        if organisation.webhooks.count() >= MOST_ENDPOINTS:
            raise InvalidEndpoint(
                {
                    "url": _("There are %(most)s webhooks already. Remove one first.")
                    % {"most": MOST_ENDPOINTS}
                }
            )
        endpoint = Endpoint.objects.create(
            organisation=organisation,
            url=url.strip(),
            types=[name for name in LABELS if name in types],
            secret=_sealed(secret),
            created_at=now,
        )
        _record("webhook.added", endpoint, by, now)
    return endpoint, shown_secret(secret)


def change_endpoint(
    *,
    endpoint: Endpoint,
    url: str | None = None,
    types: Collection[str] | None = None,
    paused: bool | None = None,
    by: Actor,
    now: datetime,
) -> Endpoint:
    """This function will have news sent to another `url`, of other `types`, pause it or go on; None changes nothing.

    What is queued goes to the new address. Raises InvalidEndpoint as add_endpoint does.
    """
    check_can(by, "manage_webhooks", endpoint.organisation)
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().select_related("organisation").get(pk=endpoint.pk)
        wanted = (endpoint.url if url is None else url.strip(), endpoint.types if types is None else types)
        problems = _problems(*wanted)
        if problems:
            raise InvalidEndpoint(problems)
        before = (endpoint.url, endpoint.types)
        endpoint.url, endpoint.types = wanted[0], [name for name in LABELS if name in wanted[1]]
        if (endpoint.url, endpoint.types) != before:
            if endpoint.url != before[0]:
                endpoint.failures, endpoint.quiet_until = 0, None
            endpoint.save(update_fields=["url", "types", "failures", "quiet_until"])
            _record("webhook.changed", endpoint, by, now)
        if paused is not None:
            (pause_endpoint if paused else resume_endpoint)(endpoint=endpoint, by=by, now=now)
    return endpoint


def roll_secret(*, endpoint: Endpoint, by: Actor, now: datetime) -> str:
    """This function will give `endpoint` a new secret and return it; the former one signs along for BOTH_SIGN_FOR."""
    check_can(by, "manage_webhooks", endpoint.organisation)
    secret = secrets.token_bytes(SECRET_BYTES)
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        endpoint.former_secret, endpoint.former_until = endpoint.secret, now + BOTH_SIGN_FOR
        endpoint.secret = _sealed(secret)
        endpoint.save(update_fields=["former_secret", "former_until", "secret"])
        _record("webhook.secret_rolled", endpoint, by, now)
    return shown_secret(secret)


def pause_endpoint(*, endpoint: Endpoint, by: Actor, now: datetime) -> None:
    """This function will stop sending to `endpoint`; nothing new is kept for it until it is resumed."""
    check_can(by, "manage_webhooks", endpoint.organisation)
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if endpoint.paused_at is None:
            endpoint.paused_at = now
            endpoint.save(update_fields=["paused_at"])
            _record("webhook.paused", endpoint, by, now)


def resume_endpoint(*, endpoint: Endpoint, by: Actor, now: datetime) -> None:
    """This function will go on sending to `endpoint`, first what was left."""
    check_can(by, "manage_webhooks", endpoint.organisation)
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if endpoint.paused_at is not None:
            endpoint.paused_at, endpoint.quiet_until, endpoint.failures = None, None, 0
            endpoint.save(update_fields=["paused_at", "quiet_until", "failures"])
            _record("webhook.resumed", endpoint, by, now)


def remove_endpoint(*, endpoint: Endpoint, by: Actor, now: datetime) -> None:
    """This function will forget `endpoint` and what it was sent."""
    check_can(by, "manage_webhooks", endpoint.organisation)
    with transaction.atomic():
        _record("webhook.removed", endpoint, by, now)
        endpoint.delete()


def _problems(url: str, types: Collection[str]) -> dict[str, str]:
    problems = {}
    try:
        address = checked_address(url)
        if address.scheme != "https" and host_and_port(address) not in settings.OPENLAUREL_FETCH_ALLOW:
            problems["url"] = _(
                "The address must begin with https://, so that nobody else reads what is sent."
            )
    except FetchError:
        problems["url"] = _(
            "This isn't a web address that can be used. Give one such as https://hr.example.org/news."
        )
    if not types or not set(types) <= LABELS.keys():
        problems["types"] = _("Choose at least one of the kinds of news.")
    return problems


def _sealed(secret: bytes) -> bytes:
    return seal(secret, key=settings.INSTALLATION.key, purpose=PURPOSE)


def _record(kind: str, endpoint: Endpoint, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("webhook", endpoint.id),
        now=now,
        actor_id=by.id,
        organisation_id=endpoint.organisation_id,
        data={"host": urlsplit(endpoint.url).netloc},
    )
