"""A person's profile as platforms see and change it (Open Badges 3.0.3, getProfile and putProfile)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.exchange.errors import StatusInfo
from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.proofs.contexts import OPEN_BADGES

LONGEST_NAME = 200


def profile_of(account: Account) -> dict[str, Any]:
    """This function will return the person as an Open Badges Profile: what the scope names and no more."""
    return {
        "@context": [OPEN_BADGES],
        "id": f"{settings.OPENLAUREL_URL}/ims/ob/v3p0/profile#{account.pk}",
        "type": ["Profile"],
        **({"name": account.name} if account.name else {}),
        "email": account.email,
    }


def change_profile(*, account: Account, body: bytes, now: datetime) -> dict[str, Any]:
    """This function will take over the name of the Profile in `body` and return the profile as it is then.

    Everything else must be as it is here: an address is only changed by confirming it. Raises StatusInfo.
    """
    try:
        given = parse_json(body)
    except CredentialsError as error:
        raise StatusInfo(400, "invalid_data", f"The profile can't be read: {error}") from error
    current = profile_of(account)
    if not isinstance(given, dict):
        raise StatusInfo(400, "invalid_data", "Send a Profile object.")
    for name, value in given.items():
        if name not in {"name", "@context", "type"} and current.get(name) != value:
            raise StatusInfo(400, "invalid_data", f"'{name[:100]}' can't be changed here; only 'name' can.")
    name = given.get("name", "")
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise StatusInfo(400, "invalid_data", f"'name' must be one line of 1 to {LONGEST_NAME} characters.")
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account.pk)
        if account.name != name.strip():
            account.name = name.strip()
            account.save(update_fields=["name"])
            record_event(
                kind="account.name_changed", subject=("account", account.pk), now=now, actor_id=account.pk
            )
    return profile_of(account)
