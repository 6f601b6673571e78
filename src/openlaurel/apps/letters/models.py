"""What organisations write in their mails instead of our words."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """The mails whose words are the organisation's own."""

    AWARD = "award", _("Award notice")
    REMINDER = "reminder", _("Reminder to accept")
    EXPIRY = "expiry", _("Before a badge ends")
    RENEWAL = "renewal", _("Notice of a renewed badge")
    CORRECTION = "correction", _("Correction")
    DECLINED = "declined", _("Correction that isn't made")
    SUSPENSION = "suspension", _("Suspension")
    RESTORED = "restored", _("Restored badge")
    REVOCATION = "revocation", _("Revocation")
    EXTENSION = "extension", _("Longer validity")
    RETEST = "retest", _("Invitation to a retest")
    PASSED = "passed", _("Work that passed")
    RETURNED = "returned", _("Work that is returned")
    GRANTED = "granted", _("Application that is granted")
    REFUSED = "refused", _("Application that is refused")
    CONFIRMATION = "confirmation", _("Confirmation of an address")
    CODE_REFUSED = "code_refused", _("Claim code that is refused")


class MailTemplate(models.Model):
    """The subject and the text (Markdown with merge fields) of one kind of mail in one language.

    It is for one micro-credential, for those of a programme, or for all of the organisation that have none of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="mail_templates"
    )
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, null=True, related_name="mail_templates"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, null=True, related_name="mail_templates"
    )
    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=10_000)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "language"],
                condition=models.Q(achievement__isnull=True, programme__isnull=True),
                name="one_template_for_all",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "language"],
                condition=models.Q(programme__isnull=False),
                name="one_template_a_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(achievement__isnull=True) | models.Q(programme__isnull=True),
                name="a_template_is_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["achievement", "kind", "language"],
                condition=models.Q(achievement__isnull=False),
                name="one_template_an_achievement",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class ReminderPlan(models.Model):
    """When an organisation reminds: so many days after a notice that isn't answered, and before a badge ends.

    Between `quiet_from` and `quiet_until`, by the clock of `time_zone`, no reminder leaves.
    """

    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, primary_key=True, related_name="reminder_plan"
    )
    days_after = models.JSONField(default=list, blank=True)
    days_before_end = models.PositiveSmallIntegerField(null=True, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()

    def __str__(self) -> str:
        return f"{self.days_after} {self.days_before_end}"
