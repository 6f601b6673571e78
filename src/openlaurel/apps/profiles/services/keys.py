"""API keys: shown once, kept as a hash, for one organisation and what their scopes allow."""

import hashlib
import ipaddress
import secrets
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import ApiKey, Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services.errors import InvalidDetails

LONGEST_OVERLAP = timedelta(days=90)
MOST_NETWORKS = 20
_USE_IS_NOTED_EVERY = timedelta(minutes=1)


def create_api_key(
    *,
    organisation: Profile,
    name: str,
    scopes: Collection[str],
    by: Actor,
    now: datetime,
    expires_on: date | None = None,
    networks: Iterable[str] = (),
) -> tuple[ApiKey, str]:
    """This function will make a key and return it with its secret, `olk_…`, which can't be read again.

    `expires_on` is the last day, in UTC, on which the key is accepted; `networks` are those from which it is, such as
    192.0.2.0/24, else every one. Raises InvalidDetails without a name, for no scope or an unknown one, for a day that
    is over and for what isn't a network.
    """
    check_can(by, "manage_keys", organisation)
    problems = {}
    if not 1 <= len(name.strip()) <= 100:
        problems["name"] = _("Name what will use the key, in at most 100 characters.")
    if not scopes or not set(scopes) <= set(Scope.values):
        problems["scopes"] = _("Choose what the key may do.")
    if expires_on is not None and expires_on < now.astimezone(UTC).date():
        problems["expires_on"] = _("Choose a day that is still to come, or none.")
    try:
        read_networks = parse_networks(networks)
    except ValueError as error:
        problems["networks"] = str(error)
    if problems:
        raise InvalidDetails(problems)
    secret = _new_secret()
    with transaction.atomic():
        key = ApiKey.objects.create(
            organisation=organisation,
            name=name.strip(),
            scopes=[scope.value for scope in Scope if scope in scopes],
            networks=read_networks,
            prefix=secret[:12],
            secret_hash=hash_of_secret(secret),
            created_by=by.account,
            created_at=now,
            expires_at=_end_of(expires_on) if expires_on else None,
        )
        _record("api_key.created", key, by, now, scopes=key.scopes)
    return key, secret


def rotate_api_key(
    *, api_key: ApiKey, former_until: datetime | None = None, by: Actor, now: datetime
) -> tuple[ApiKey, str]:
    """This function will give a key a new secret and return both; the former secret ends at `former_until`, or at once.

    One from an earlier rotation ends in any case. A key may do this to itself alone. Raises InvalidDetails for a
    time that is over or further away than LONGEST_OVERLAP, and for a key that is revoked or has expired.
    """
    check_can(by, "rotate_api_key", api_key.organisation)
    if by.api_key is not None and by.api_key.pk != api_key.pk:
        check_can(by, "manage_keys", api_key.organisation)
    if former_until is not None and not now <= former_until <= now + LONGEST_OVERLAP:
        raise InvalidDetails(
            {"former_until": _("The former secret can work for at most 90 more days, or end at once.")}
        )
    secret = _new_secret()
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().get(pk=api_key.pk)
        if not is_accepted(key, now):
            raise InvalidDetails(
                {"key": _("This key is revoked or has expired. Create another one instead of a new secret.")}
            )
        overlaps = former_until is not None and former_until > now
        key.former_hash = key.secret_hash if overlaps else None
        key.former_until = former_until if overlaps else None
        key.former_prefix = key.prefix if overlaps else ""
        key.former_used_at = None
        key.secret_hash, key.prefix, key.rotated_at = hash_of_secret(secret), secret[:12], now
        key.save(
            update_fields=[
                *("former_hash", "former_until", "former_prefix", "former_used_at"),
                *("secret_hash", "prefix", "rotated_at"),
            ]
        )
        _record("api_key.rotated", key, by, now)
    return key, secret


def change_scopes(*, api_key: ApiKey, scopes: Collection[str], by: Actor, now: datetime) -> ApiKey:
    """This function will let a key do what `scopes` say, from its next request on; its secret stays.

    Raises InvalidDetails for no scope or an unknown one, and for a key that is revoked or has expired.
    """
    check_can(by, "manage_keys", api_key.organisation)
    if not scopes or not set(scopes) <= set(Scope.values):
        raise InvalidDetails({"scopes": _("Choose what the key may do.")})
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().get(pk=api_key.pk)
        if not is_accepted(key, now):
            raise InvalidDetails({"scopes": _("This key is revoked or has expired. Create another one.")})
        before, key.scopes = key.scopes, [scope.value for scope in Scope if scope in scopes]
        added = [scope for scope in key.scopes if scope not in before]
        removed = [scope for scope in before if scope not in key.scopes]
        if added or removed:
            key.save(update_fields=["scopes"])
            data = {"scopes": key.scopes, "added": added, "removed": removed}
            _record("api_key.scopes_changed", key, by, now, **data)
    return key


def end_former_secret(*, api_key: ApiKey, by: Actor, now: datetime) -> None:
    """This function will end the secret from before the last rotation now, ahead of its time."""
    check_can(by, "manage_keys", api_key.organisation)
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().get(pk=api_key.pk)
        if key.former_hash is None:
            return
        prefix = key.former_prefix
        key.former_hash, key.former_until, key.former_prefix = None, None, ""
        key.save(update_fields=["former_hash", "former_until", "former_prefix"])
        _record("api_key.former_ended", key, by, now, prefix=prefix)


def revoke_api_key(*, api_key: ApiKey, by: Actor, now: datetime) -> ApiKey:
    """This function will end a key at once and for good."""
    check_can(by, "manage_keys", api_key.organisation)
    with transaction.atomic():
        api_key = ApiKey.objects.select_for_update().get(pk=api_key.pk)
        if api_key.revoked_at is None:
            api_key.revoked_at = now
            api_key.save(update_fields=["revoked_at"])
            _record("api_key.revoked", api_key, by, now)
    return api_key


def note_api_key_use(*, api_key: ApiKey, now: datetime, secret: str | None = None) -> None:
    """This function will remember that a key was used, to the minute, and whether that was with its former `secret`."""
    is_former = secret is not None and api_key.former_hash == hash_of_secret(secret)
    column = "former_used_at" if is_former else "last_used_at"
    before, due = getattr(api_key, column), now - _USE_IS_NOTED_EVERY
    if before is None or before <= due:
        unnoted = Q(**{column: None}) | Q(**{f"{column}__lte": due})
        ApiKey.objects.filter(unnoted, pk=api_key.pk).update(**{column: now})


def parse_networks(given: Iterable[str]) -> list[str]:
    """This function will return networks as they are stored; an address alone is a network of one.

    Raises ValueError with a sentence for what isn't one and beyond MOST_NETWORKS.
    """
    networks = []
    for text in (each.strip() for each in given if each.strip()):
        try:
            network = str(ipaddress.ip_network(text, strict=False))
        except ValueError:
            raise ValueError(
                _("“%(text)s” isn't a network. Write it like 192.0.2.0/24 or 2001:db8::/32.")
                % {"text": text[:60]}
            ) from None
        if network not in networks:
            networks.append(network)
    if len(networks) > MOST_NETWORKS:
        raise ValueError(_("A key can name at most %(most)s networks.") % {"most": MOST_NETWORKS})
    return networks


def hash_of_secret(secret: str) -> str:
    """This function will return what is stored of a random secret (256 bits, so one hash is enough)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_accepted(key: ApiKey, now: datetime) -> bool:
    """This function will tell whether an API key still works: it wasn't revoked, and its last day isn't over."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def _new_secret() -> str:
    return "olk_" + secrets.token_urlsafe(32)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC) + timedelta(days=1)


def _record(kind: str, key: ApiKey, by: Actor, now: datetime, **more: object) -> None:
    record_event(
        kind=kind,
        subject=("api_key", key.id),
        now=now,
        actor_id=by.id,
        organisation_id=key.organisation_id,
        data={"prefix": key.prefix, **more},
    )
