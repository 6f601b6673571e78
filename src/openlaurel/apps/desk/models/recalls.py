"""What was wrong with badges that were issued, and which ones it puts in doubt."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CauseKind(models.TextChoices):
    ACHIEVEMENT = "achievement", _("Micro-credential")
    ASSESSOR = "assessor", _("Assessor")
    ITEM = "item", _("Question")
    KEY = "key", _("Signing key")


class Recall(models.Model):
    """A cause with its time and the awards that it put in doubt on that day; a note tells everybody, if it shall.

    The note names nobody. Until `ready_at` not all awards are written down, and nothing can be done to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="recalls")
    cause_kind = models.CharField(max_length=11, choices=CauseKind.choices)
    cause_key = models.UUIDField(help_text="Of the micro-credential, assessor, question or key.")
    since = models.DateTimeField()
    until = models.DateTimeField(help_text="The first moment that is not meant.")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    awards_count = models.PositiveIntegerField(default=0, help_text="How many awards it puts in doubt.")
    direct_count = models.PositiveIntegerField(default=0, help_text="How many of them directly.")
    ready_at = models.DateTimeField(null=True, blank=True)
    what_happened = models.TextField(max_length=2000, blank=True)
    what_to_do = models.TextField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="Since when the note is public.")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When the note was changed last.")

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="a_recall_has_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True)
                | (~models.Q(what_happened="") & ~models.Q(what_to_do="")),
                name="a_public_note_says_what_happened_and_what_to_do",
            ),
        ]


class RecalledAward(models.Model):
    """An award that a recall puts in doubt: directly, or because it stands on one that is."""

    recall = models.ForeignKey("desk.Recall", on_delete=models.CASCADE, related_name="awards", db_index=False)
    award = models.ForeignKey("issuing.Award", on_delete=models.CASCADE, related_name="recalls")
    is_direct = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recall", "award"], name="an_award_is_recalled_once_each_time")
        ]
