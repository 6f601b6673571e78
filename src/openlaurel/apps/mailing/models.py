"""Mails on their way out, and what became of each."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where an outgoing mail is in its life (the table is in lifecycle.py)."""

    PREPARED = "prepared", _("Waiting")
    HANDING_OVER = "handing_over", _("Being handed over")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Uncertain")
    FAILED = "failed", _("Not sent")
    WITHHELD = "withheld", _("Held back")


class OutgoingMail(models.Model):
    """One mail to one recipient, stored before it is sent, so that it leaves once whatever dies meanwhile.

    `envelope` (recipient and subject) and `content` (the bodies) are sealed; `address_hash` finds the recipient.
    While a worker has the mail it holds the lease.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(
        max_length=200, unique=True, help_text="Of what asked for it: twice asked, once sent."
    )
    message_id = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    organisation_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12)
    address_hash = models.CharField(max_length=64, db_index=True)
    envelope = models.BinaryField()
    content = models.BinaryField(null=True)
    is_secret = models.BooleanField(
        default=False, help_text="Whether its content is forgotten once it is settled."
    )
    state = models.CharField(max_length=12, choices=MailState.choices, default=MailState.PREPARED)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    # Why it isn't sent, as a word of faults.py, with what the server said.
    fault = models.CharField(max_length=30, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    # What came back after it was sent.
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    is_undelivered = models.GeneratedField(
        expression=models.Case(
            models.When(
                models.Q(state__in=["uncertain", "failed"])
                | models.Q(state="withheld", fault="suppressed")
                | models.Q(bounced_at__isnull=False)
                | models.Q(complained_at__isnull=False),
                then=models.Value(True),
            ),
            default=models.Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        help_text="Whether it didn't arrive, or nobody knows.",
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["prepared", "handing_over"]),
                name="open_mail_by_due",
            ),
            models.Index(fields=["organisation_id", "-created_at"], name="mail_by_organisation"),
            models.Index(
                fields=["organisation_id", "-created_at"],
                condition=models.Q(is_undelivered=True),
                name="undelivered_mail_by_time",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="mail_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["prepared", "handing_over"], settled_at__isnull=True)
                | models.Q(state__in=["sent", "uncertain", "failed", "withheld"], settled_at__isnull=False),
                name="an_open_mail_is_not_settled",
            ),
            models.CheckConstraint(
                condition=models.Q(lease__isnull=True, leased_until__isnull=True)
                | models.Q(lease__isnull=False, leased_until__isnull=False),
                name="a_mails_lease_ends",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="handing_over") | models.Q(lease__isnull=False),
                name="who_hands_over_has_the_lease",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id


class MailServer(models.Model):
    """How the mail server was found lately: one row. While it is away no mail loses one of its tries."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    failures = models.PositiveIntegerField(default=0)
    quiet_until = models.DateTimeField(null=True)
    reply = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_mail_server")]

    def __str__(self) -> str:
        return self.reply


class SuppressionReason(models.TextChoices):
    """Why nothing, or nothing that can be stopped, is sent to an address."""

    BOUNCED = "bounced", _("The mail came back")
    COMPLAINED = "complained", _("The recipient reported it as unwanted")
    UNSUBSCRIBED = "unsubscribed", _("The recipient stopped reminders")
    BY_HAND = "by_hand", _("Entered by hand")


class Suppression(models.Model):
    """An address to which an organisation doesn't send. It is found by its hash; `address` is sealed, for its people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField()
    address_hash = models.CharField(max_length=64)
    address = models.BinaryField()
    reason = models.CharField(max_length=12, choices=SuppressionReason.choices)
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since", "id"]
        indexes = [models.Index(fields=["organisation_id", "-since"], name="suppression_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "address_hash", "reason"], name="an_address_is_suppressed_once"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class SenderDomain(models.Model):
    """The address of its own in whose name an organisation's mails leave, once its DNS holds the public key.

    `key` is the private DKIM key, sealed.
    """

    organisation_id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    address = models.EmailField(max_length=254)
    selector = models.CharField(max_length=40)
    key = models.BinaryField()
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    # Since when it doesn't hold that held before; it is looked at again by itself.
    lost_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True) | models.Q(lost_at__isnull=True),
                name="a_sender_that_holds_is_not_lost",
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def key_place(self) -> str:
        """Where in the DNS the public key belongs."""
        return f"{self.selector}._domainkey.{self.domain}"
