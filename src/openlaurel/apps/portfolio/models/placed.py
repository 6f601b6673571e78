"""A badge in its place of an ordered list."""

from django.db import models

from openlaurel.apps.wallet.held import AWARD, KEPT


class PlacedBadge(models.Model):
    """A badge that somebody put somewhere, an award or a kept badge; those of one list are ordered by `position`."""

    award = models.ForeignKey(
        "issuing.Award", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    kept = models.ForeignKey(
        "wallet.KeptBadge", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(award__isnull=False, kept__isnull=True)
                | models.Q(award__isnull=True, kept__isnull=False),
                name="a_%(class)s_is_one_badge",
            )
        ]

    @property
    def ref(self) -> str:
        """By what forms name the badge."""
        return f"{AWARD}:{self.award_id}" if self.award_id else f"{KEPT}:{self.kept_id}"
