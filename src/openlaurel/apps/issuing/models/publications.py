"""Whether an organisation publishes which of its badges it revoked, by their ids."""

from django.db import models


class PublishedRevocations(models.Model):
    """An organisation that publishes a 1EdTechRevocationList; without a row it doesn't."""

    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, primary_key=True, related_name="published_revocations"
    )
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "published revocations"
