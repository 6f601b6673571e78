"""What was wrong with a badge: holders who say so, and what the issuer corrected."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """One correction of an award: a new credential of it was signed, and the one before was superseded.

    `changes` holds what was, and what is since: personal data, which is erased with the recipient's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey("issuing.Award", on_delete=models.PROTECT, related_name="corrections")
    replaced = models.OneToOneField(
        "issuing.Credential", on_delete=models.PROTECT, related_name="correction", help_text="The one before."
    )
    changes = models.JSONField(default=dict, blank=True, help_text='{"field": [before, since]}')
    fields = models.JSONField(help_text="Which fields were changed.")
    reason = models.CharField(
        max_length=300, blank=True, help_text="Everybody who checks the badge reads it."
    )
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-corrected_at", "id"]


class RequestState(models.TextChoices):
    OPEN = "open", _("Open")
    CORRECTED = "corrected", _("Corrected")
    DECLINED = "declined", _("Declined")


class CorrectionRequest(models.Model):
    """A holder says that something in a badge is wrong; whoever issues for the organisation decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="correction_requests"
    )
    award = models.ForeignKey("issuing.Award", on_delete=models.CASCADE, related_name="correction_requests")
    wanted_name = models.CharField(max_length=200, blank=True)
    wanted_email = models.EmailField(max_length=254, blank=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [
            models.Index(
                fields=["organisation", "asked_at"],
                condition=models.Q(state="open"),
                name="open_request_by_time",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=models.Q(state="open"), name="one_open_request_an_award"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="a_decision_has_its_moment",
            ),
        ]
