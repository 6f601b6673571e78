"""Awards that are issued on a date: one person's, as it was entered."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlannedState(models.TextChoices):
    WAITING = "waiting", _("Planned")
    ISSUED = "issued", _("Issued")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Could not be issued")


class PlannedAward(models.Model):
    """What one person is to be awarded on a date. Who it is for is forgotten once it was issued or cancelled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="planned_awards"
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, related_name="planned_awards"
    )
    recipient_name = models.CharField(max_length=200, blank=True)
    recipient_email = models.EmailField(max_length=254, blank=True)
    narrative = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True)
    fields = models.JSONField(default=dict, blank=True, help_text="Values of custom fields by key.")
    valid_until = models.DateTimeField(null=True, blank=True)
    notify = models.BooleanField(default=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=PlannedState.choices, default=PlannedState.WAITING)
    fault = models.CharField(max_length=300, blank=True, help_text="Why it could not be issued.")
    award = models.OneToOneField(
        "issuing.Award", on_delete=models.SET_NULL, null=True, blank=True, related_name="planned"
    )
    created_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    planned_by = models.UUIDField(
        null=True,
        blank=True,
        help_text="Id of the account or API key in whose name it is issued; none for the installation.",
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="waiting"), name="planned_award_by_moment"
            ),
            models.Index(fields=["recipient_email"], name="planned_award_by_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="waiting") | ~models.Q(recipient_email=""),
                name="a_planned_award_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(fault=""), name="a_failed_plan_says_why"
            ),
        ]
