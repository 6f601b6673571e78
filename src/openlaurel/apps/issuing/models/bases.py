"""What an award stands on."""

from django.db import models


class AwardBasis(models.Model):
    """Another award of the same organisation on which an award stood when it was issued.

    Its evidence names it, or a rule asked for it. When the one comes into doubt, so does the other.
    """

    award = models.ForeignKey("issuing.Award", on_delete=models.CASCADE, related_name="bases", db_index=False)
    basis = models.ForeignKey("issuing.Award", on_delete=models.CASCADE, related_name="built_upon")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award", "basis"], name="an_award_stands_on_another_once")
        ]
