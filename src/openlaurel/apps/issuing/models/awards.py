"""Awards: the fact that somebody was awarded an achievement."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class AwardState(models.TextChoices):
    """Where an award is in its life (the table is in lifecycle.py); that it has expired is computed."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Revoked")


class Visibility(models.TextChoices):
    """Who may see a badge on its page: its holder alone, whoever has the address, or everybody, who find it in lists."""

    PRIVATE = "private", _("Only you")
    LINK = "link", _("Whoever has the link")
    PUBLIC = "public", _("Everybody")


class Award(models.Model):
    """The fact that an achievement was awarded to a recipient; it outlives its credentials."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    recipient_name = models.CharField(max_length=200)
    recipient_email = models.EmailField(max_length=254)
    recipient_erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when nobody knows whose it is: they had their data erased."
    )
    binding = models.PositiveSmallIntegerField(
        default=0,
        help_text="How often it went to another address; links that went to those before open nothing.",
    )
    search_text = models.CharField(max_length=500, editable=False, help_text="Name and address, simplified.")
    language = models.CharField(max_length=12, help_text="In which the recipient is written to.")
    account = models.ForeignKey(
        "accounts.Account",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="awards",
        db_index=False,
    )
    state = models.CharField(max_length=10, choices=AwardState.choices, default=AwardState.OFFERED)
    stage = models.GeneratedField(
        expression=models.Case(
            models.When(~models.Q(state=AwardState.OFFERED), then="state"),
            models.When(~models.Q(mail_error=""), then=models.Value("mail_failed")),
            models.When(opened_at__isnull=False, then=models.Value("opened")),
            models.When(mailed_at__isnull=False, then=models.Value("mailed")),
            default=models.Value("unmailed"),
        ),
        output_field=models.CharField(max_length=11),
        db_persist=True,
        help_text="How far it got, finer than its state, by which lists find it.",
    )
    awarded_at = models.DateTimeField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    narrative = models.TextField(blank=True)
    renewed_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="renews",
        db_index=False,
        help_text="The newer award to the same person that takes its place once it is accepted.",
    )
    visibility = models.CharField(
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
        help_text="Who may see its page, once it was accepted.",
    )
    hides_evidence = models.BooleanField(
        default=False,
        help_text="Whether strangers see the page without the evidence, and get no file that holds it.",
    )
    show_name = models.BooleanField(default=False, help_text="Whether the public page names the holder.")
    notify = models.BooleanField(default=True, help_text="Whether the recipient is told by mail.")
    idempotency_key = models.CharField(max_length=100, null=True, blank=True)
    request_hash = models.CharField(max_length=64, help_text="Of what was asked for, to tell a repetition.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "accounts.Account",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_error = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=300, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is suspended.")
    suspension_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(Lower("recipient_email"), name="award_by_address"),
            models.Index(
                fields=["renewed_by"],
                condition=models.Q(renewed_by__isnull=False),
                name="award_by_its_renewal",
            ),
            models.Index(
                fields=["account"], condition=models.Q(account__isnull=False), name="award_by_account"
            ),
            models.Index(fields=["organisation", "-created_at"], name="award_by_organisation"),
            models.Index(fields=["organisation", "stage", "-created_at"], name="award_by_stage"),
            models.Index(fields=["version", "stage", "-created_at"], name="award_by_version"),
            models.Index(
                fields=["organisation", "-accepted_at"],
                condition=models.Q(show_name=True),
                name="named_award_by_time",
            ),
            models.Index(
                fields=["organisation", "-valid_until", "state"],
                condition=models.Q(valid_until__isnull=False),
                name="award_by_end",
            ),
            models.Index(
                fields=["organisation", "-created_at"],
                condition=models.Q(suspended_at__isnull=False),
                name="suspended_award",
            ),
            models.Index(
                fields=["organisation", "revoked_at"],
                condition=models.Q(state="revoked"),
                name="revoked_award_by_time",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="an_idempotency_key_is_used_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="revoked")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revocation_reason="")),
                name="a_revocation_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(suspended_at__isnull=True, suspension_reason="")
                | (
                    models.Q(suspended_at__isnull=False)
                    & ~models.Q(suspension_reason="")
                    & ~models.Q(state="revoked")
                ),
                name="a_suspension_says_why_and_ends_by_revoking",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient_erased_at__isnull=True)
                | models.Q(recipient_name="", recipient_email="", search_text="", account__isnull=True),
                name="an_erased_recipient_is_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="validity_ends_after_it_begins",
            ),
        ]

    @property
    def recipient(self) -> str:
        """The recipient's name, or that it was erased."""
        return gettext("Name erased") if self.recipient_erased_at else self.recipient_name
