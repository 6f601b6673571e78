"""Designs of certificates. What was published never changes: certificates that were made from it stay as they are."""

import uuid
from typing import Any

from django.db import models


class PublishedDesignIsFixed(Exception):
    """Somebody tried to change a published version: certificates are made from it for ever."""


class CertificateDesign(models.Model):
    """How certificates of an organisation look, or those of one programme or micro-credential only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="certificate_designs"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="designs"
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, null=True, blank=True, related_name="designs"
    )
    layout = models.JSONField(help_text="The draft: paper, frame and boxes.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=True) | models.Q(achievement__isnull=True),
                name="a_design_is_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(programme__isnull=True, achievement__isnull=True),
                name="one_design_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(programme__isnull=False),
                name="one_design_a_programme",
            ),
            models.UniqueConstraint(
                fields=["achievement"],
                condition=models.Q(achievement__isnull=False),
                name="one_design_an_achievement",
            ),
        ]


class CertificateVersion(models.Model):
    """One published state of a design, with all that it needs. Without a layout it is the standard sheet."""

    design = models.ForeignKey(
        "certificates.CertificateDesign", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField()
    layout = models.JSONField(null=True, blank=True)
    colour = models.CharField(max_length=7)
    accent = models.CharField(max_length=7, blank=True)
    logo_png = models.BinaryField(null=True, blank=True)
    published_at = models.DateTimeField()
    covers_earlier = models.BooleanField(
        default=False, help_text="Whether badges that were issued before it have it, too."
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="design_versions_are_numbered")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise PublishedDesignIsFixed
        super().save(*args, **kwargs)


class Signature(models.Model):
    """A signature for certificates: a picture with a name. It is never changed, only retired, since versions show it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.PROTECT, related_name="signatures")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    png = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.title else self.name
