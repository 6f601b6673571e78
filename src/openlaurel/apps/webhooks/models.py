"""Endpoints of other systems, what they are sent, and each try."""

import uuid

from django.db import models

from openlaurel.apps.webhooks.kinds import label_of


class Endpoint(models.Model):
    """Where an organisation wants its news. The secrets are sealed; the former one signs along until `former_until`.

    After tries that didn't reach it nothing is sent until `quiet_until`; what is paused gets nothing new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=2000)
    types = models.JSONField()
    secret = models.BinaryField()
    former_secret = models.BinaryField(null=True)
    former_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    quiet_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(former_secret__isnull=True, former_until__isnull=True)
                | models.Q(former_secret__isnull=False, former_until__isnull=False),
                name="a_former_secret_ends",
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def labels(self) -> list[str]:
        """What it is told, as people call it."""
        return [label_of(name) for name in self.types]


class Message(models.Model):
    """One message to one endpoint: `body` are the bytes that are signed and sent, each time the same.

    It is open until it is delivered or, after its last try, given up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(
        "webhooks.Endpoint", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    # The event that it tells; None for a test.
    event_id = models.BigIntegerField(null=True)
    type = models.CharField(max_length=64)
    # What it is about: messages about one thing arrive in the order in which things happened.
    subject = models.CharField(max_length=100)
    body = models.BinaryField()
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-event_id", "id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(delivered_at__isnull=True, gave_up_at__isnull=True),
                name="open_message_by_due",
            ),
            models.Index(fields=["endpoint", "subject", "event_id"], name="message_by_subject"),
            models.Index(fields=["endpoint", "-created_at"], name="message_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_id", "subject"], name="one_message_per_event_and_subject"
            ),
            models.CheckConstraint(
                condition=models.Q(delivered_at__isnull=True) | models.Q(gave_up_at__isnull=True),
                name="message_delivered_or_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"

    @property
    def label(self) -> str:
        """What its type is called."""
        return label_of(self.type)


class Try(models.Model):
    """One attempt: the status that came back, or the error when there was no answer."""

    message = models.ForeignKey("webhooks.Message", on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "tries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__isnull=True) ^ models.Q(error=""), name="a_status_or_an_error"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status or self.error}"
