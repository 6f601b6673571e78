"""Other platforms that holders here fetch their badges from and send badges to. Their secrets are sealed."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.models import LongJob


class ConnectionState(models.TextChoices):
    REGISTERED = "registered", _("Not allowed yet")
    CONNECTED = "connected", _("Connected")
    LOST = "lost", _("Must be allowed anew")


class Connection(models.Model):
    """A holder's account on another platform, reached by its Open Badges API once they allowed that there.

    This site is registered there anew for each holder, so that nothing that a platform says of one touches another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="connections")
    api_url = models.CharField(max_length=500, help_text="The base address of its API.")
    name = models.CharField(max_length=200, help_text="What the platform calls itself.")
    endpoints = models.JSONField(
        help_text="authorization, token, refresh, registration, and revocation where there is one."
    )
    offered = models.JSONField(help_text="The scopes that it offers, of those that are known here.")
    client_id = models.CharField(max_length=500)
    secret = models.BinaryField(
        help_text="The secret of this site there, sealed; nothing where it gave none."
    )
    secret_expires_at = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ConnectionState.choices, default=ConnectionState.REGISTERED
    )
    scope = models.TextField(blank=True, help_text="What it may be asked for now, separated by spaces.")
    token = models.BinaryField(blank=True, default=b"", help_text="The access token, sealed.")
    refresh_token = models.BinaryField(blank=True, default=b"", help_text="What gets the next one, sealed.")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When the access token ends.")
    connected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=["account", "api_url"], name="a_platform_is_connected_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    FETCH = "fetch", _("Fetched")
    SEND = "send", _("Sent")


class TransferState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class Transfer(LongJob):
    """One run of fetching all badges of a connection, or of sending chosen ones. It is forgotten after a month.

    The worker that does it holds a lease and gives it back; `next_url` is the page to be fetched next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="transfers")
    direction = models.CharField(max_length=5, choices=Direction.choices)
    state = models.CharField(max_length=8, choices=TransferState.choices, default=TransferState.QUEUED)
    next_url = models.TextField(blank=True)
    pages = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many there are, where it is known."
    )

    class Meta(LongJob.Meta):
        constraints = [
            *LongJob.Meta.constraints,
            models.UniqueConstraint(
                fields=["connection"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_transfer_at_a_time",
            ),
        ]


class Outcome(models.TextChoices):
    """What became of one badge."""

    WAITING = "waiting", _("Waiting")
    ADDED = "added", _("New in your wallet")
    RENEWED = "renewed", _("Brought up to date")
    OWN = "own", _("Issued here")
    REFUSED = "refused", _("Not taken")
    SENT = "sent", _("Taken by the platform")
    REPLACED = "replaced", _("Taken in place of an earlier file")
    DECLINED = "declined", _("Refused by the platform")
    LEFT = "left", _("Not sent")


class TransferItem(models.Model):
    """One badge of a transfer, and what became of it."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="items", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=500, blank=True)
    ref = models.CharField(
        max_length=60, blank=True, help_text="Of a badge that is sent: award:<id> or kept:<id>."
    )
    content = models.BinaryField(default=b"", help_text="What was fetched, until it is verified.")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    detail = models.CharField(max_length=500, blank=True)
    kept = models.ForeignKey(
        "wallet.KeptBadge", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["transfer", "number"], name="a_transfer_numbers_its_badges"),
        ]
