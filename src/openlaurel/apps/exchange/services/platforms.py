"""Platforms register themselves; that alone lets them do nothing."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from openlaurel.apps.events.services import record_event
from openlaurel.apps.exchange.models import Platform, hash_of
from openlaurel.apps.exchange.registration import read_metadata

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def register_platform(*, body: bytes, now: datetime) -> dict[str, Any]:
    """This function will register a platform from the body of its request and return the answer with its secret.

    The secret is told this once and kept as a hash. Plain http is only for platforms on the machine of an installation
    that is itself on it alone. Raises InvalidMetadata.
    """
    metadata = read_metadata(body, plain_hosts=LOOPBACK if settings.INSTALLATION.is_loopback else ())
    secret = secrets.token_urlsafe(32)
    fields = vars(metadata) | {"name": metadata.client_name}
    del fields["client_name"]
    with transaction.atomic():
        platform = Platform.objects.create(secret_hash=hash_of(secret), registered_at=now, **fields)
        record_event(kind="platform.registered", subject=("platform", platform.pk), now=now)
    return {
        "client_id": platform.client_id,
        "client_secret": secret,
        "client_id_issued_at": int(now.timestamp()),
        "client_secret_expires_at": 0,
        **metadata.as_json(),
    }
