"""API keys: shown once, kept as a hash, for one organisation and one role."""

import hashlib
import secrets
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import ApiKey, Profile, Role
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.services.errors import InvalidDetails

KEY_ROLES = (Role.ISSUER, Role.READER)
_USE_IS_NOTED_EVERY = timedelta(minutes=1)


def create_api_key(
    *,
    organisation: Profile,
    name: str,
    role: str,
    by: Actor,
    now: datetime,
    expires_on: date | None = None,
) -> tuple[ApiKey, str]:
    """This function will make a key and return it with its secret, `olk_…`, which can't be read again.

    `role` is "issuer" or "reader"; `expires_on` is the last day, in UTC, on which the key is accepted. Raises
    InvalidDetails for another role, without a name, and for a day that is over.
    """
    check_can(by, "manage_keys", organisation)
    problems = {}
    if not 1 <= len(name.strip()) <= 100:
        problems["name"] = _("Name what will use the key, in at most 100 characters.")
    if role not in KEY_ROLES:
        problems["role"] = _("Choose whether the key may issue badges or only read.")
    if expires_on is not None and expires_on < now.astimezone(UTC).date():
        problems["expires_on"] = _("Choose a day that is still to come, or none.")
    if problems:
        raise InvalidDetails(problems)
    secret = "olk_" + secrets.token_urlsafe(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            organisation=organisation,
            name=name.strip(),
            prefix=secret[:12],
            secret_hash=hash_of_secret(secret),
            role=role,
            created_by=by.account,
            created_at=now,
            expires_at=_end_of(expires_on) if expires_on else None,
        )
        _record("api_key.created", key, by, now)
    return key, secret


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


def note_api_key_use(*, api_key: ApiKey, now: datetime) -> None:
    """This function will remember that a key was used, to the minute."""
    if api_key.last_used_at is None or now - api_key.last_used_at >= _USE_IS_NOTED_EVERY:
        ApiKey.objects.filter(pk=api_key.pk).update(last_used_at=now)


def hash_of_secret(secret: str) -> str:
    """This function will return what is stored of a random secret (256 bits, so one hash is enough)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC) + timedelta(days=1)


def _record(kind: str, key: ApiKey, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("api_key", key.id),
        now=now,
        actor_id=by.id,
        organisation_id=key.organisation_id,
        data={"role": key.role, "prefix": key.prefix},
    )
