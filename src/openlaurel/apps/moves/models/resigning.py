"""Signing imported badges anew: chosen, confirmed, done once each; mails may wait, and until then it can be undone."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.models import LongJob


class ResigningState(models.TextChoices):
    PLAN = "plan", _("To be confirmed")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class Resigning(LongJob):
    """One run of signing the imported badges of a definition anew, as badges of a published version.

    The worker that does it holds a lease and gives it back; one that was killed loses it when it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="resignings")
    definition = models.ForeignKey(
        "moves.ImportedDefinition", on_delete=models.CASCADE, related_name="resignings", db_index=False
    )
    version = models.ForeignKey("catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    notify = models.BooleanField(default=False)
    hold_minutes = models.PositiveSmallIntegerField(default=0)
    mails_leave_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Since when no mail of it waits.")
    undone_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ResigningState.choices, default=ResigningState.PLAN)
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(LongJob.Meta):
        constraints = [
            *LongJob.Meta.constraints,
            models.UniqueConstraint(
                fields=["definition"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_resigning_of_a_definition",
            ),
        ]


class ResignedState(models.TextChoices):
    READY = "ready", _("Ready")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Left as it was")


class ResigningItem(models.Model):
    """One imported badge of a run, and what became of it."""

    resigning = models.ForeignKey(
        "moves.Resigning", on_delete=models.CASCADE, related_name="items", db_index=False
    )
    imported = models.ForeignKey(
        "moves.ImportedAward", on_delete=models.CASCADE, related_name="resigning_items"
    )
    award = models.ForeignKey(
        "issuing.Award", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=7, choices=ResignedState.choices, default=ResignedState.READY)
    refusal = models.CharField(max_length=300, blank=True, help_text="Code or sentence of why it was left.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["resigning", "imported"], name="an_imported_award_is_one_item"),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(refusal=""),
                name="a_refused_resigning_says_why",
            ),
        ]
