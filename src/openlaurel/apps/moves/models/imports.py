"""One run of moving in: a file, a plan that somebody confirms, and what became of each line."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.models import LongJob


class ImportState(models.TextChoices):
    ASKING = "asking", _("Asks about dates")
    PLAN = "plan", _("To be confirmed")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class Import(LongJob):
    """One export of another platform. Its file is kept until it is done, then only what became of its lines.

    The worker that does it holds a lease and gives it back; one that was killed loses it when it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=300)
    content = models.BinaryField(help_text="The uploaded file, or a ZIP of several.")
    platform = models.CharField(max_length=12, blank=True)
    date_order = models.CharField(max_length=5, blank=True, help_text="What somebody said: day or month.")
    date_example = models.CharField(
        max_length=60, blank=True, help_text="A date that can be read in two ways."
    )
    declared = models.PositiveIntegerField(null=True, blank=True, help_text="How many badges it says it has.")
    found = models.PositiveIntegerField(default=0, help_text="How many badges were found in it.")
    language = models.CharField(max_length=12, help_text="Of definitions that name none.")
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.PLAN)
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class RowState(models.TextChoices):
    READY = "ready", _("Ready")
    IMPORTED = "imported", _("Imported")
    KNOWN = "known", _("There already")
    REFUSED = "refused", _("Refused")


class ImportRow(models.Model):
    """One definition or badge of an export, and what became of it."""

    run = models.ForeignKey("moves.Import", on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="Its place in the import, from 1; definitions come first.")
    is_definition = models.BooleanField(default=False)
    place = models.CharField(max_length=320, help_text="File and line, or file and entry.")
    source_id = models.CharField(max_length=200, blank=True)
    recipient_email = models.CharField(max_length=254, blank=True)
    data = models.JSONField(default=dict, blank=True, help_text="What it claims; empty once it was imported.")
    original = models.BinaryField(default=b"", help_text="A badge's own file, or a definition's picture.")
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    choice = models.CharField(
        max_length=5, blank=True, help_text="Of a definition: draft, match, or keep it as a claim only."
    )
    state = models.CharField(max_length=8, choices=RowState.choices, default=RowState.READY)
    reason = models.CharField(max_length=30, blank=True, help_text="Code of why it is refused or known.")
    reason_params = models.JSONField(default=dict, blank=True)
    award = models.ForeignKey(
        "moves.ImportedAward", on_delete=models.SET_NULL, null=True, blank=True, related_name="rows"
    )

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["run", "number"],
                condition=models.Q(state="ready"),
                name="ready_import_row",
            ),
            models.Index(fields=["run", "is_definition", "state"], name="import_row_by_state"),
            models.Index(fields=["recipient_email"], name="import_row_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="an_import_number_is_one_row"),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(reason=""), name="a_refused_row_says_why"
            ),
        ]
