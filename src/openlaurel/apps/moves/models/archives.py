"""Moving out: everything of an organisation, written piece by piece."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.models import LongJob


class ArchiveState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class Archive(LongJob):
    """Everything of an organisation as files, as it was when somebody asked for it. It is forgotten after a week.

    The worker that writes it holds a lease and gives it back; `cursor` is where it goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="archives")
    state = models.CharField(max_length=8, choices=ArchiveState.choices, default=ArchiveState.QUEUED)
    cursor = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="How many rows of each kind were written.")
    total = models.PositiveIntegerField(default=0, help_text="How many there are, to tell how far it is.")
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(LongJob.Meta):
        constraints = [
            *LongJob.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_archive_at_a_time",
            ),
        ]

    @property
    def written(self) -> int:
        """How many rows were written."""
        return sum(self.counts.values())


class ArchivePart(models.Model):
    """One file of an archive, with what the manifest says of it."""

    archive = models.ForeignKey(
        "moves.Archive", on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes.")
    rows = models.PositiveIntegerField(default=0)
    content = models.BinaryField(help_text="Compressed by zlib.")

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["archive", "path"], name="a_path_is_one_part"),
        ]
