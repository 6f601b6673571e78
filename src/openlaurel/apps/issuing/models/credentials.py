"""The signed documents of awards."""

import uuid

from django.db import models

from openlaurel.core.openbadges import pour


class Mould(models.Model):
    """What signed documents of one form share: everything but the strings that are each one's own."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text.")
    text = models.BinaryField()


class Credential(models.Model):
    """A signed document of an award, byte for byte as it was signed; empty once its recipient was erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey("issuing.Award", on_delete=models.PROTECT, related_name="credentials")
    mould = models.ForeignKey(
        "issuing.Mould", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    content = models.BinaryField(help_text="What the document has of its own.")
    key = models.ForeignKey("issuing.SigningKey", on_delete=models.PROTECT, related_name="+", db_index=False)
    status_list = models.ForeignKey(
        "issuing.StatusList", on_delete=models.PROTECT, related_name="credentials", db_index=False
    )
    status_index = models.PositiveIntegerField()
    signed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="a_status_index_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_current_credential",
            ),
            models.CheckConstraint(
                condition=models.Q(mould__isnull=False) | models.Q(content=b""),
                name="a_content_has_its_mould",
            ),
        ]

    @property
    def document(self) -> bytes:
        """The signed document, whole."""
        return pour(bytes(self.mould.text), bytes(self.content)) if self.mould else b""
