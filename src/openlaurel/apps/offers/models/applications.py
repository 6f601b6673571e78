"""Applications: people say what they can do, with evidence, and reviewers decide."""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Opening(models.Model):
    """That people may apply for an achievement's badge, and what they are asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="openings")
    achievement = models.OneToOneField(
        "catalog.Achievement", on_delete=models.CASCADE, related_name="opening"
    )
    instructions = models.TextField(help_text="What to hand in, in the language of the achievement.")
    is_open = models.BooleanField(default=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "id"]

    def takes(self, now: datetime) -> bool:
        """This function will tell whether somebody may apply at `now`."""
        return self.is_open and (self.closes_at is None or now < self.closes_at)


class ApplicationState(models.TextChoices):
    SUBMITTED = "submitted", _("Waits for a decision")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    APPROVED = "approved", _("Being issued")
    GRANTED = "granted", _("Issued")
    DECLINED = "declined", _("Declined")
    REFUSED = "refused", _("Could not be issued")


def application_path(application: "Application", file_name: str) -> str:
    """Where an uploaded file is kept: a name that nobody can guess and that says nothing about its owner."""
    return f"applications/{uuid.uuid4().hex}"


class Application(models.Model):
    """What one person hands in to be given a badge, and what was decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey("offers.Opening", on_delete=models.CASCADE, related_name="applications")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="applications")
    name = models.CharField(max_length=200, help_text="As it shall stand on the badge.")
    words = models.TextField(blank=True)
    url = models.URLField(max_length=2000, blank=True)
    file = models.FileField(upload_to=application_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True, help_text="As its owner calls it.")
    file_type = models.CharField(max_length=100, blank=True, help_text="Media type, found in the content.")
    file_size = models.PositiveIntegerField(default=0)
    fields = models.JSONField(
        default=dict,
        blank=True,
        help_text="Custom fields: the applicant's, and with the decision the issuer's.",
    )
    shares_evidence = models.BooleanField(
        default=False, help_text="Whether the badge shows words and address."
    )
    state = models.CharField(
        max_length=9, choices=ApplicationState.choices, default=ApplicationState.SUBMITTED
    )
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=1000, blank=True)
    award = models.OneToOneField(
        "issuing.Award", on_delete=models.SET_NULL, null=True, blank=True, related_name="application"
    )

    class Meta:
        ordering = ["-submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "account"],
                condition=models.Q(state__in=["submitted", "approved"]),
                name="one_application_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(words="") | ~models.Q(url="") | ~models.Q(file=""),
                name="an_application_holds_evidence",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["declined", "refused"]) | ~models.Q(answer=""),
                name="an_application_says_why_not",
            ),
        ]
