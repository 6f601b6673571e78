"""Suspensions of awards, past ones included: from when to when, and why."""

import uuid

from django.db import models


class Suspension(models.Model):
    """One time for which an award didn't count; restoring or revoking the award ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey("issuing.Award", on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=300)
    suspended_at = models.DateTimeField()
    suspended_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    end_reason = models.CharField(
        max_length=300, blank=True, help_text="Why it counts again; empty where it was revoked."
    )
    mailed_at = models.DateTimeField(null=True, blank=True)
    end_mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["suspended_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=models.Q(ended_at__isnull=True), name="one_suspension_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("suspended_at")),
                name="a_suspension_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_suspension_says_why"),
        ]
