"""Requests that programs may send again: what was done under an idempotency key is done once."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.profiles.models import IdempotencyKey, Profile
from openlaurel.apps.profiles.services.errors import KeyUsedForAnother

KEPT = timedelta(days=30)


def once(
    *,
    organisation: Profile,
    kind: str,
    key: str | None,
    asked: Any,
    make: Callable[[], UUID],
    now: datetime,
) -> tuple[UUID, bool]:
    """This function will call `make` and return the id of what it made, and whether it is new.

    Under a `key` that was given before, for the same `kind`, nothing is made: the id from then is returned. What `make`
    writes and the key are one transaction, so that of two requests at the same moment one makes it and the other finds
    it. `asked` is what the request says, as JSON takes it; a key with another request raises KeyUsedForAnother. Keys
    are kept for KEPT.
    """
    if key is None:
        return make(), True
    digest = hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
    if found := _made(organisation, kind, key, digest):
        return found, False
    try:
        with transaction.atomic():
            made_id = make()
            IdempotencyKey.objects.create(
                organisation=organisation,
                kind=kind,
                key=key,
                request_hash=digest,
                made_id=made_id,
                created_at=now,
            )
    except IntegrityError:
        if found := _made(organisation, kind, key, digest):
            return found, False
        raise
    return made_id, True


def forget_idempotency_keys(now: datetime) -> None:
    """This function will delete keys that are older than KEPT; what was made under them stays."""
    IdempotencyKey.objects.filter(created_at__lt=now - KEPT).delete()


def _made(organisation: Profile, kind: str, key: str, digest: str) -> UUID | None:
    known = IdempotencyKey.objects.filter(organisation=organisation, kind=kind, key=key).first()
    if known is None:
        return None
    if known.request_hash != digest:
        raise KeyUsedForAnother(
            _("The idempotency key “%(key)s” was used for another request. Use a new key for each.")
            % {"key": key}
        )
    return known.made_id
