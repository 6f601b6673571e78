"""What was imported: claims of whoever imported it, until a badge is signed anew."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedDefinition(models.Model):
    """What could be earned on another platform, as its export says; `achievement` is what it became here, if anything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="imported_definitions", db_index=False
    )
    platform = models.CharField(max_length=12)
    source_id = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    criteria = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    url = models.CharField(max_length=500, blank=True)
    image = models.BinaryField(default=b"", help_text="A PNG that was made harmless; empty without one.")
    achievement = models.ForeignKey(
        "catalog.Achievement",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_definitions",
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "platform", "source_id"], name="a_definition_is_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClaimedState(models.TextChoices):
    """What the platform said of a badge."""

    VALID = "valid", _("Issued")
    PENDING = "pending", _("Issued, not accepted there")
    DECLINED = "declined", _("Declined there")
    REVOKED = "revoked", _("Revoked there")


class ImportedAward(models.Model):
    """A badge that another platform issued, as whoever imported it claims; `award` is what was signed here of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="imported_awards", db_index=False
    )
    definition = models.ForeignKey(
        "moves.ImportedDefinition", on_delete=models.PROTECT, related_name="awards"
    )
    platform = models.CharField(max_length=12)
    source_id = models.CharField(max_length=200)
    source_url = models.CharField(max_length=500, blank=True)
    recipient_name = models.CharField(max_length=200, blank=True)
    recipient_email = models.CharField(max_length=254, blank=True)
    recipient_erased_at = models.DateTimeField(null=True, blank=True)
    search_text = models.CharField(max_length=500, blank=True, editable=False)
    state = models.CharField(max_length=8, choices=ClaimedState.choices, default=ClaimedState.VALID)
    revocation_reason = models.CharField(max_length=300, blank=True)
    issued_on = models.DateTimeField()
    expires_on = models.DateTimeField(null=True, blank=True)
    narrative = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True)
    original = models.BinaryField(default=b"", help_text="The badge's own file, byte for byte.")
    report = models.JSONField(default=dict, blank=True, help_text="What verifying the file found.")
    checked_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    award = models.OneToOneField(
        "issuing.Award", on_delete=models.SET_NULL, null=True, blank=True, related_name="imported"
    )

    class Meta:
        ordering = ["-imported_at", "id"]
        indexes = [
            models.Index(fields=["recipient_email"], name="imported_award_by_address"),
            models.Index(fields=["organisation", "-imported_at"], name="imported_award_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "platform", "source_id"], name="an_award_is_imported_once"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True) | models.Q(expires_on__gt=models.F("issued_on")),
                name="an_imported_award_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient_erased_at__isnull=True)
                | models.Q(recipient_name="", recipient_email="", search_text="", original=b""),
                name="an_erased_import_is_nobodys",
            ),
        ]

    @property
    def kind_of_original(self) -> str:
        """The ending of the badge's own file."""
        data = bytes(self.original[:64]).lstrip()
        if data.startswith(b"\x89PNG"):
            return "png"
        if data.startswith(b"<"):
            return "svg"
        return "jwt" if data.startswith(b"eyJ") else "json"
