"""The profile of a person: where the badges are shown that somebody accepted."""

import secrets
from datetime import datetime

from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Kind, Profile
from openlaurel.core.searching import search_form

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def ensure_person_profile(*, account: Account, now: datetime) -> Profile:
    """This function will return the profile of `account`, made at first need under a handle that tells no name."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if found := Profile.objects.filter(account=account).first():
            return found
        profile = Profile.objects.create(
            handle="p-" + "".join(secrets.choice(_ALPHABET) for _ in range(12)),
            kind=Kind.PERSON,
            name=account.name,
            search_name=search_form(account.name)[:200],
            language=account.language or "en",
            account=account,
            created_at=now,
        )
        record_event(kind="profile.created", subject=("profile", profile.id), now=now, actor_id=account.id)
    return profile
