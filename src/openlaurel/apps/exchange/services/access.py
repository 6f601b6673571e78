"""What people allowed platforms: looked up, ended, forgotten."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.exchange.models import Access, Code, Platform, hash_of

# A platform that nobody allowed anything is forgotten after this time, ended access as well.
KEPT = timedelta(days=30)
HOUR = timedelta(hours=1)


def access_of(token: str, *, now: datetime) -> Access | None:
    """This function will return the access that a token stands for while it counts, else None."""
    found = Access.objects.select_related("account", "platform").filter(
        token_hash=hash_of(token),
        ended_at=None,
        refreshed_at=None,
        expires_at__gt=now,
        account__is_active=True,
    )
    access = found.first()
    if access is not None and (access.used_at is None or access.used_at <= now - HOUR):
        Access.objects.filter(pk=access.pk).update(used_at=now)
    return access


def end_access(*, account: Account, platform_id: UUID, now: datetime) -> int:
    """This function will end all that `account` allowed a platform, at once; returns how many tokens it ended."""
    with transaction.atomic():
        Code.objects.filter(account=account, platform_id=platform_id).delete()
        ended = Access.objects.filter(account=account, platform_id=platform_id, ended_at=None).update(
            ended_at=now
        )
        if ended:
            record_event(
                kind="platform.access_ended", subject=("platform", platform_id), now=now, actor_id=account.pk
            )
    return ended


def end_family(family: UUID, *, now: datetime) -> None:
    """This function will end everything that goes back to one permission, since one of its secrets was used twice."""
    Access.objects.filter(family=family, ended_at=None).update(ended_at=now)


def forget_old(now: datetime) -> None:
    """This function will delete codes that ended, access that nobody can use any more, and platforms without any."""
    old = now - KEPT
    Code.objects.filter(expires_at__lt=now - HOUR).delete()
    over = Q(ended_at__lt=old) | Q(refreshed_at__lt=old) | Q(refresh_hash=None, expires_at__lt=old)
    Access.objects.filter(over).delete()
    Platform.objects.filter(registered_at__lt=old, accesses=None, codes=None).delete()
