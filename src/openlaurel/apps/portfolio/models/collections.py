"""Badges that belong together for their holder."""

import uuid

from django.db import models

from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.portfolio.models.placed import PlacedBadge


class Collection(models.Model):
    """Badges of one person in order, under a name, with a page of its own where it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="collections")
    name = models.CharField(max_length=120)
    text = models.TextField(blank=True, max_length=1000)
    visibility = models.CharField(
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PRIVATE,
        help_text="Public ones stand in the portfolio, once that is published.",
    )
    position = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("position", "created_at", "id")


class CollectedBadge(PlacedBadge):
    """A badge in a collection."""

    collection = models.ForeignKey("portfolio.Collection", on_delete=models.CASCADE, related_name="badges")
