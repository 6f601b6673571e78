"""What members need before a workspace opens."""

from django.db import models


class EntryRule(models.Model):
    """What one organisation asks of its members, each from a moment on; None where it doesn't ask."""

    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, related_name="entry_rule", primary_key=True
    )
    two_factor_from = models.DateTimeField(null=True, blank=True)
