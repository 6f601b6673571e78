"""Collections as their holder and others see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.portfolio.models import Collection
from openlaurel.apps.portfolio.queries.placed import by_ref, in_order, placed_refs
from openlaurel.apps.wallet.held import HeldBadge, held_badges, shown_to_strangers


@dataclass(frozen=True)
class CollectionPage:
    """What others see of a collection."""

    collection: Collection
    badges: Sequence[HeldBadge]

    @property
    def url(self) -> str:
        return collection_url(self.collection)


def collection_url(collection: Collection) -> str:
    """This function will return the address of a collection's page for others."""
    return settings.OPENLAUREL_URL + reverse("portfolio:collection-shown", args=[collection.pk])


def collections_of(account: Account) -> QuerySet[Collection]:
    """This function will return the collections of `account` in order, each with the number `badge_count`."""
    return Collection.objects.filter(account=account).annotate(badge_count=Count("badges"))


def get_collection(account: Account, collection_id: UUID) -> Collection:
    """This function will return a collection of one's own, or raise Collection.DoesNotExist."""
    return Collection.objects.get(account=account, pk=collection_id)


def collection_page(collection_id: UUID, *, now: datetime) -> CollectionPage | None:
    """This function will return what others see of a collection; None where its holder shows it to nobody.

    In one that is for whoever has the link, badges that are for whoever has the link are shown, too.
    """
    rows = Collection.objects.exclude(visibility=Visibility.PRIVATE).select_related("account__portfolio")
    collection = rows.filter(pk=collection_id).first()
    if collection is None:
        return None
    refs = placed_refs(collection.badges.all())
    held = held_badges(collection.account, now=now, refs=refs)
    shown = shown_to_strangers(held, is_listed=collection.visibility == Visibility.PUBLIC)
    return CollectionPage(collection, in_order(refs, by_ref(shown)))
