"""Issuing in bulk: a run over a roster, and what became of each line."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    DRY_RUN = "dry_run", _("To be confirmed")
    SCHEDULED = "scheduled", _("Planned")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class Batch(models.Model):
    """One run of issuing one achievement to the people of a roster, by as many workers as there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="batches")
    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="batches"
    )
    roster = models.ForeignKey("issuing.Roster", on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRY_RUN)
    notify = models.BooleanField(default=True)
    hold_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="How long mails wait after the last badge, so that all can be undone."
    )
    mails_leave_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when no mail of it waits, and nothing is left to undo."
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    allow_repeats = models.BooleanField(
        default=False, help_text="Whether those who hold the badge already get another one."
    )
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField(null=True, blank=True, help_text="When a planned batch begins.")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_to = models.PositiveIntegerField(
        default=0, help_text="Up to which line its rows were given to workers."
    )
    fault = models.CharField(max_length=300, blank=True, help_text="What stopped it, when nobody did.")

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(
                fields=["starts_at"], condition=models.Q(state="scheduled"), name="planned_batch_by_moment"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="scheduled") | models.Q(starts_at__isnull=False),
                name="a_planned_batch_says_when",
            ),
        ]


class Portion(models.Model):
    """Rows of a batch, from one line to another, that one worker issues at the moment.

    Its worker holds a lease; one that was killed loses it when it ends. There is none once its badges are stored.
    """

    batch = models.ForeignKey(
        "issuing.Batch", on_delete=models.CASCADE, related_name="portions", db_index=False
    )
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    lease = models.UUIDField()
    lease_until = models.DateTimeField()

    class Meta:
        ordering = ["first_line"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "first_line"], name="a_line_begins_one_portion"),
            models.CheckConstraint(
                condition=models.Q(last_line__gte=models.F("first_line")), name="a_portion_goes_forward"
            ),
        ]


class RowState(models.TextChoices):
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")
    ISSUED = "issued", _("Issued")


class BatchRow(models.Model):
    """One line of the roster and what became of it."""

    batch = models.ForeignKey("issuing.Batch", on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(help_text="Line number in the file, the header being line 1.")
    data = models.JSONField()
    state = models.CharField(max_length=8, choices=RowState.choices)
    reason = models.CharField(max_length=30, blank=True, help_text="Code of why it is refused.")
    reason_params = models.JSONField(default=dict, blank=True)
    award = models.OneToOneField(
        "issuing.Award", on_delete=models.SET_NULL, null=True, blank=True, related_name="row"
    )

    class Meta:
        ordering = ["line"]
        indexes = [
            models.Index(
                fields=["batch", "line"], condition=models.Q(state="ready"), name="ready_row_by_line"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="a_line_is_one_row")]
