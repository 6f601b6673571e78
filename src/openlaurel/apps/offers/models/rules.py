"""Rules: when an assessment is passed and badges are held, a badge is issued."""

import uuid

from django.db import models


class Rule(models.Model):
    """Who has passed the assessment, if one is named, and holds all of the badges gets the achievement's badge."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="rules")
    achievement = models.ForeignKey("catalog.Achievement", on_delete=models.CASCADE, related_name="rules")
    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.PROTECT, null=True, blank=True, related_name="rules"
    )
    held = models.ManyToManyField("catalog.Achievement", blank=True, related_name="counted_by_rules")
    is_on = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["organisation"], condition=models.Q(is_on=True), name="rule_that_is_on")
        ]
