"""Verifying many at once: what was handed over, as long as it is needed, and what was found, until it expires."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.models import LongJob


class InquiryState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class Claim(models.TextChoices):
    """What became of what a dossier claims by one badge."""

    PROVEN = "proven", _("Proven")
    GENUINE = "genuine", _("Genuine, whose it is isn't shown")
    UNPROVEN = "unproven", _("Not proven")


class Inquiry(LongJob):
    """One run of verifying all badges of a dossier. Who has its link sees it, stops it, erases it; nobody else does.

    Of the link only a hash is kept. Everything that names somebody is sealed. The worker that does it holds a lease and
    gives it back; one that was killed loses it when it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=InquiryState.choices, default=InquiryState.QUEUED)
    at = models.DateTimeField(null=True, blank=True, help_text="The past moment that is asked about.")
    origin = models.CharField(max_length=12, blank=True, help_text="The class of the site that led here.")
    applicant = models.BinaryField(
        default=b"", help_text="Whom all of it is said to be about, where somebody said so, sealed."
    )
    worked = models.PositiveIntegerField(default=0, help_text="Seconds of work so far.")
    report = models.BinaryField(default=b"", help_text="The signed report, sealed.")
    expires_at = models.DateTimeField(db_index=True)

    class Meta(LongJob.Meta):
        verbose_name_plural = "inquiries"
        constraints = [
            *LongJob.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state="done", finished_at__isnull=False)
                | (~models.Q(state="done") & models.Q(finished_at__isnull=True)),
                name="a_finished_inquiry_says_when",
            ),
        ]


class InquiryFile(models.Model):
    """A file that was handed over. Its content is erased once it was read; what there is to say of it stays."""

    inquiry = models.ForeignKey("verifier.Inquiry", on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    about = models.BinaryField(help_text="Its name, size and digest, and the remarks, sealed.")
    content = models.BinaryField(default=b"", help_text="Sealed; empty once it was read.")
    is_read = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="a_file_number_is_one_file"),
            models.CheckConstraint(
                condition=models.Q(is_read=False) | models.Q(content=b""), name="a_read_file_is_erased"
            ),
        ]


class Finding(models.Model):
    """One badge or link of a dossier and, once it was verified, what was found."""

    inquiry = models.ForeignKey("verifier.Inquiry", on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    given = models.BinaryField(help_text="Where it was found and whom it is said to be about, sealed.")
    content = models.BinaryField(
        default=b"", help_text="The badge's file, sealed; empty once it was verified."
    )
    found = models.BinaryField(default=b"", help_text="What was found, sealed; empty before.")
    claim = models.CharField(max_length=8, choices=Claim.choices, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["inquiry", "number"],
                condition=models.Q(checked_at__isnull=True),
                name="finding_to_be_verified",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="a_finding_number_is_one_finding"),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True, claim="")
                | (models.Q(checked_at__isnull=False, content=b"") & ~models.Q(claim="")),
                name="what_was_verified_says_so_and_is_erased",
            ),
        ]
