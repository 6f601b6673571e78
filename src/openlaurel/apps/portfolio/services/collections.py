"""Collections: named, ordered, shown or not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.portfolio.errors import TooManyHere
from openlaurel.apps.portfolio.models import CollectedBadge, Collection
from openlaurel.apps.portfolio.services.placing import moved, place_badges

MOST_COLLECTIONS = 50


def create_collection(
    *, account: Account, name: str, text: str = "", visibility: str = "private", now: datetime
) -> Collection:
    """This function will make a collection without badges, behind the others. Raises TooManyHere."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        count = Collection.objects.filter(account=account).count()
        if count >= MOST_COLLECTIONS:
            raise TooManyHere(
                _("You have %(count)s collections, and there can be no more. Remove one first.")
                % {"count": count}
            )
        collection = Collection.objects.create(
            account=account,
            name=name,
            text=text,
            visibility=visibility,
            position=count,
            created_at=now,
            changed_at=now,
        )
        _record("collection.created", collection, now)
    return collection


def change_collection(
    *, collection: Collection, name: str, text: str, visibility: str, now: datetime
) -> Collection:
    """This function will change what a collection is called and who may see it; its address stays."""
    with transaction.atomic():
        collection.name, collection.text, collection.visibility = name, text, visibility
        collection.changed_at = now
        collection.save(update_fields=["name", "text", "visibility", "changed_at"])
        _record("collection.changed", collection, now)
    return collection


def arrange_collection(*, collection: Collection, refs: Sequence[str], now: datetime) -> list[str]:
    """This function will make a collection hold these badges of its holder in this order, and return which it holds."""
    with transaction.atomic():
        held = place_badges(
            model=CollectedBadge, parent={"collection": collection}, account=collection.account, refs=refs
        )
        Collection.objects.filter(pk=collection.pk).update(changed_at=now)
        _record("collection.arranged", collection, now, {"count": len(held)})
    return held


def move_collection(*, collection: Collection, step: int, now: datetime) -> None:
    """This function will put a collection `step` places on among those of its holder, or back."""
    with transaction.atomic():
        rows = Collection.objects.select_for_update().filter(account=collection.account_id)
        ids = list(rows.values_list("pk", flat=True))
        for place, pk in enumerate(moved(ids, collection.pk, step)):
            Collection.objects.filter(pk=pk).exclude(position=place).update(position=place)


def remove_collection(*, collection: Collection, now: datetime) -> None:
    """This function will remove a collection; its badges stay."""
    with transaction.atomic():
        _record("collection.removed", collection, now)
        collection.delete()


def _record(kind: str, collection: Collection, now: datetime, data: dict[str, int] | None = None) -> None:
    record_event(
        kind=kind,
        subject=("collection", collection.pk),
        now=now,
        actor_id=collection.account_id,
        data=data or {},
    )
