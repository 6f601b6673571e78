"""Badges that holders brought in from elsewhere."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.issuing.models import Visibility


class Source(models.TextChoices):
    """How a badge came into the wallet."""

    FILE = "file", _("As a file")
    ADDRESS = "address", _("From an address")
    PLATFORM = "platform", _("By another platform")


class KeptBadge(models.Model):
    """A badge from elsewhere as its holder brought it in, byte for byte, with the report of its latest verification."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="kept_badges")
    identifier = models.CharField(
        max_length=64, editable=False, help_text="SHA-256 of the badge's own id and issuer, or of its bytes."
    )
    content = models.BinaryField(help_text="The file, byte for byte.")
    kind = models.CharField(max_length=4, help_text="What the file is: png, svg, json or jwt.")
    picture = models.BinaryField(blank=True, default=b"", help_text="A PNG drawn anew, to be shown.")
    has_picture = models.BooleanField(help_text="Told apart, so that a list needn't read the pictures.")
    source = models.CharField(max_length=10, choices=Source.choices)
    source_url = models.CharField(max_length=2000, blank=True)
    name = models.CharField(max_length=500)
    issuer = models.CharField(max_length=500)
    issued_at = models.DateTimeField(null=True, blank=True)
    is_older = models.BooleanField(help_text="Whether it is of Open Badges 2.0 or before.")
    names_holder = models.BooleanField(help_text="Whether it names a confirmed address of the account.")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE)
    hides_evidence = models.BooleanField(
        default=False, help_text="Whether others see it without its evidence, and get no file that holds it."
    )
    added_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, help_text="How the latest verification ended.")
    report = models.TextField(help_text="JSON: the checks of the latest verification.")
    document = models.TextField(
        help_text="JSON: what the badge says, with what was looked up for an older one."
    )
    checked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When it is verified again.")

    class Meta:
        ordering = ("-added_at", "id")
        indexes = [models.Index(fields=["due_at"], name="kept_badges_by_due_at")]
        constraints = [
            models.UniqueConstraint(fields=["account", "identifier"], name="a_badge_is_kept_once"),
            models.CheckConstraint(
                condition=models.Q(visibility="private") | models.Q(names_holder=True),
                name="only_ones_own_badge_is_shown",
            ),
        ]


class ChangedField(models.TextChoices):
    """What a holder decided about badges."""

    VISIBILITY = "visibility", _("Who may see them")
    EVIDENCE = "evidence", _("Whether others see the evidence")


class ShowingChange(models.Model):
    """What a holder decided about some badges at once, with what was before, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="showing_changes")
    field = models.CharField(max_length=10, choices=ChangedField.choices)
    value = models.CharField(max_length=10, help_text="A visibility, or “hidden” or “shown” for evidence.")
    before = models.JSONField(help_text="What was before, by what names a badge: award:<id> or kept:<id>.")
    refused = models.PositiveIntegerField(default=0, help_text="How many badges couldn't be changed.")
    changed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "id")
