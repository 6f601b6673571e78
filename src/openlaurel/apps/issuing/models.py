"""Awards, their signed credentials, the keys and status lists behind them, and issuing in bulk."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openlaurel.core.openbadges import pour


class AwardState(models.TextChoices):
    """Where an award is in its life (the table is in lifecycle.py); that it has expired is computed."""

    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Revoked")


class SigningKey(models.Model):
    """A key that signs for an organisation from `signs_from` until `retired_at`; the secret half is sealed with the
    installation's key. What it signed from `revoked_at` on doesn't count.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="signing_keys"
    )
    public_multibase = models.CharField(max_length=100, unique=True)
    sealed_secret = models.BinaryField()
    created_at = models.DateTimeField()
    signs_from = models.DateTimeField(help_text="Published before, so that verifiers know it by then.")
    retired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(retired_at__isnull=True, revoked_at__isnull=True),
                name="one_key_signs_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revocation_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revocation_reason="")),
                name="a_key_revocation_says_when_and_why",
            ),
        ]

    def signing_moment(self, now: datetime) -> datetime:
        """When a signature is made `now`: never before the key signs, also where news of something earlier comes late."""
        return max(now, self.signs_from)


class StatusList(models.Model):
    """A Bitstring Status List of an organisation (VC Bitstring Status List 1.0).

    It stays at the address under which it was begun, as the badges in it name that one for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="status_lists"
    )
    base_url = models.CharField(max_length=300, help_text="The installation's address when it was begun.")
    purpose = models.CharField(max_length=12, default="revocation")
    capacity = models.PositiveIntegerField(default=131072)
    allocated = models.PositiveIntegerField(default=0)
    permutation_key = models.BinaryField(help_text="Makes the order of indices unguessable.")
    bits = models.BinaryField(help_text="gzip of the bitstring.")
    signed_document = models.BinaryField(help_text="The signed list as it is published.")
    signed_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(allocated__lte=models.F("capacity")), name="a_list_is_not_overfull"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=131072), name="a_list_hides_in_131072_entries"
            ),
        ]


class Roster(models.Model):
    """An uploaded file of recipients. Its content is kept until a batch of it is done, then only what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="rosters")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    row_count = models.PositiveIntegerField()
    encoding = models.CharField(max_length=20)
    encoding_is_guessed = models.BooleanField(default=False)
    delimiter = models.CharField(max_length=1)
    dialect = models.CharField(max_length=20, help_text="Whose columns these are: credly, canvas, …")
    headers = models.JSONField()
    mapping = models.JSONField(default=dict, help_text='{"field": "column header"}')
    uploaded_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "id"]


class BatchState(models.TextChoices):
    DRY_RUN = "dry_run", _("To be confirmed")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")


class Batch(models.Model):
    """One run of issuing one achievement to the people of a roster.

    The worker that runs it holds a lease and gives it back; one that was killed loses it when it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="batches")
    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="batches"
    )
    roster = models.ForeignKey("issuing.Roster", on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRY_RUN)
    notify = models.BooleanField(default=True)
    allow_repeats = models.BooleanField(
        default=False, help_text="Whether those who hold the badge already get another one."
    )
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True, help_text="What stopped it, when nobody did.")

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lease__isnull=True, lease_until__isnull=True)
                | models.Q(lease__isnull=False, lease_until__isnull=False),
                name="a_lease_has_an_end",
            ),
        ]


class RowState(models.TextChoices):
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")
    ISSUED = "issued", _("Issued")


class BatchRow(models.Model):
    """One line of the roster and what became of it."""

    batch = models.ForeignKey("issuing.Batch", on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(help_text="Line number in the file, the header being line 1.")
    data = models.JSONField()
    state = models.CharField(max_length=8, choices=RowState.choices)
    reason = models.CharField(max_length=30, blank=True, help_text="Code of why it is refused.")
    reason_params = models.JSONField(default=dict, blank=True)
    award = models.OneToOneField(
        "issuing.Award", on_delete=models.SET_NULL, null=True, blank=True, related_name="row"
    )

    class Meta:
        ordering = ["line"]
        indexes = [
            models.Index(
                fields=["batch", "line"], condition=models.Q(state="ready"), name="ready_row_by_line"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="a_line_is_one_row")]


class Award(models.Model):
    """The fact that an achievement was awarded to a recipient; it outlives its credentials."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="awards", db_index=False
    )
    version = models.ForeignKey("catalog.AchievementVersion", on_delete=models.PROTECT, related_name="awards")
    recipient_name = models.CharField(max_length=200)
    recipient_email = models.EmailField(max_length=254)
    recipient_erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when nobody knows whose it is: they had their data erased."
    )
    search_text = models.CharField(max_length=500, editable=False, help_text="Name and address, simplified.")
    language = models.CharField(max_length=12, help_text="In which the recipient is written to.")
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="awards"
    )
    state = models.CharField(max_length=10, choices=AwardState.choices, default=AwardState.OFFERED)
    awarded_at = models.DateTimeField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    narrative = models.TextField(blank=True)
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

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(Lower("recipient_email"), name="award_by_address"),
            models.Index(fields=["organisation", "-created_at"], name="award_by_organisation"),
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


class Mould(models.Model):
    """What signed documents of one form share: everything but the strings that are each one's own."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text.")
    text = models.BinaryField()


class Credential(models.Model):
    """A signed document of an award, byte for byte as it was signed; empty once its recipient was erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey("issuing.Award", on_delete=models.PROTECT, related_name="credentials")
    mould = models.ForeignKey(
        "issuing.Mould", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    content = models.BinaryField(help_text="What the document has of its own.")
    key = models.ForeignKey("issuing.SigningKey", on_delete=models.PROTECT, related_name="+", db_index=False)
    status_list = models.ForeignKey(
        "issuing.StatusList", on_delete=models.PROTECT, related_name="credentials", db_index=False
    )
    status_index = models.PositiveIntegerField()
    signed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="a_status_index_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_current_credential",
            ),
            models.CheckConstraint(
                condition=models.Q(mould__isnull=False) | models.Q(content=b""),
                name="a_content_has_its_mould",
            ),
        ]

    @property
    def document(self) -> bytes:
        """The signed document, whole."""
        return pour(bytes(self.mould.text), bytes(self.content)) if self.mould else b""
