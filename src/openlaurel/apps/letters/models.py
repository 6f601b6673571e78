"""What organisations write in their mails instead of our words."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """The mails whose words are the organisation's own."""

    AWARD = "award", _("Award notice")
    REMINDER = "reminder", _("Reminder to accept")
    EXPIRY = "expiry", _("Before a badge ends")


class MailTemplate(models.Model):
    """The subject and the text (Markdown with merge fields) of one kind of mail in one language.

    It is for one micro-credential, or for all of the organisation that have none of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="mail_templates"
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, null=True, related_name="mail_templates"
    )
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=10_000)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "language"],
                condition=models.Q(achievement__isnull=True),
                name="one_template_for_all",
            ),
            models.UniqueConstraint(
                fields=["achievement", "kind", "language"],
                condition=models.Q(achievement__isnull=False),
                name="one_template_an_achievement",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
