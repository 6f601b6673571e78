"""Keys that sign for an organisation."""

import uuid
from datetime import datetime

from django.db import models


class SigningKey(models.Model):
    """A key that signs for an organisation from `signs_from` until `retired_at`; the secret half is sealed with the
    installation's key. What it signed from `revoked_at` on doesn't count.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="signing_keys"
    )
    public_multibase = models.CharField(max_length=100, unique=True)
    sealed_secret = models.BinaryField()
    created_at = models.DateTimeField()
    signs_from = models.DateTimeField(help_text="Published before, so that verifiers know it by then.")
    retired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(retired_at__isnull=True, revoked_at__isnull=True),
                name="one_key_signs_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revocation_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revocation_reason="")),
                name="a_key_revocation_says_when_and_why",
            ),
        ]

    def signing_moment(self, now: datetime) -> datetime:
        """When a signature is made `now`: never before the key signs, also where news of something earlier comes late."""
        return max(now, self.signs_from)
