"""What an issuer does to many badges at once."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.models import LongJob


class ActionKind(models.TextChoices):
    REVOKE = "revoke", _("Revoke them")
    SUSPEND = "suspend", _("Suspend them")
    RESTORE = "restore", _("Restore those that are suspended")
    INVITE = "invite", _("Invite their holders to a retest")
    EXTEND = "extend", _("Extend their validity")
    RESEND = "resend", _("Send the mail with the link again")


class ActionState(models.TextChoices):
    CHOOSING = "choosing", _("Being chosen")
    PREVIEW = "preview", _("To be confirmed")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class BulkAction(LongJob):
    """One thing done to many awards, each chosen before anything happens.

    The worker that does it holds a lease and gives it back; one that was killed loses it when it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="bulk_actions"
    )
    kind = models.CharField(max_length=8, choices=ActionKind.choices)
    reason = models.CharField(max_length=300, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True, help_text="Where holders are invited to.")
    restores = models.BooleanField(
        default=False,
        help_text="Whether who passes the retest has the badge restored that the recall has suspended.",
    )
    recall = models.ForeignKey(
        "desk.Recall", on_delete=models.CASCADE, null=True, blank=True, related_name="bulk_actions"
    )
    tell = models.BooleanField(default=False, help_text="Whether holders are told by mail.")
    hold_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="How long each mail waits after the set that it tells of was done."
    )
    mails_withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when mails that wait are held back for good."
    )
    filters = models.JSONField(default=dict, blank=True, help_text="By which the awards were chosen.")
    file_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=ActionState.choices, default=ActionState.CHOOSING)
    # Told in the transaction in which they change: of 200,000 items nobody counts them at each look.
    chosen = models.PositiveIntegerField(default=0, help_text="How many items it has.")
    done = models.PositiveIntegerField(default=0, help_text="To how many of them it was done.")
    refused = models.PositiveIntegerField(default=0, help_text="How many were left as they were.")
    outlook = models.JSONField(
        default=dict, blank=True, help_text="What doing it would have come to when it was prepared."
    )
    idempotency_key = models.CharField(max_length=100, null=True, blank=True)
    request_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was asked for.")
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    created_with = models.ForeignKey(
        "profiles.ApiKey", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_with = models.ForeignKey(
        "profiles.ApiKey", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_confirmed_by_command = models.BooleanField(default=False, help_text="By the installation itself.")

    class Meta(LongJob.Meta):
        constraints = [
            *LongJob.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind="resend") | ~models.Q(reason=""), name="an_action_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="extend", valid_until__isnull=False)
                | (~models.Q(kind="extend") & models.Q(valid_until__isnull=True)),
                name="an_extension_has_its_end",
            ),
            models.CheckConstraint(
                condition=models.Q(chosen__gte=models.F("done") + models.F("refused")),
                name="no_more_items_are_settled_than_chosen",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="invite") | models.Q(link=""), name="only_an_invitation_has_a_link"
            ),
            models.CheckConstraint(
                condition=models.Q(restores=False) | models.Q(kind="invite", link="", recall__isnull=False),
                name="only_a_retest_for_a_recall_restores",
            ),
            models.CheckConstraint(
                condition=models.Q(hold_minutes=0) | models.Q(tell=True), name="only_mails_are_held"
            ),
            models.UniqueConstraint(
                fields=["organisation", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="an_idempotency_key_is_one_action",
            ),
        ]

    @property
    def asked_by(self) -> str:
        """Who prepared it, as its people call them; "" for the command line, or when they are no more."""
        return str(self.created_by or self.created_with or "")

    @property
    def decided_by(self) -> str:
        """Who had it done, in the same way."""
        return str(self.confirmed_by or self.confirmed_with or "")


class ItemState(models.TextChoices):
    READY = "ready", _("Ready")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Left as it was")


class BulkItem(models.Model):
    """One award of a bulk action, or a line of a file that names none, and what became of it."""

    action = models.ForeignKey(
        "desk.BulkAction", on_delete=models.CASCADE, related_name="items", db_index=False
    )
    number = models.PositiveIntegerField(help_text="Its place in the action, from 1.")
    line = models.PositiveIntegerField(null=True, blank=True, help_text="Of the file; its header is line 1.")
    award = models.ForeignKey(
        "issuing.Award", on_delete=models.CASCADE, null=True, blank=True, related_name="bulk_items"
    )
    state = models.CharField(max_length=7, choices=ItemState.choices, default=ItemState.READY)
    refusal = models.CharField(max_length=20, blank=True, help_text="Code of why it was left as it was.")
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["action", "number"], condition=models.Q(state="ready"), name="ready_item_by_number"
            ),
            models.Index(
                fields=["action", "refusal"],
                condition=models.Q(state="refused"),
                name="refused_item_by_reason",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="a_number_is_one_item"),
            models.UniqueConstraint(
                fields=["action", "award"],
                condition=models.Q(award__isnull=False) & ~models.Q(refusal="twice"),
                name="an_award_is_one_item",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="refused") & ~models.Q(refusal=""))
                | (~models.Q(state="refused") & models.Q(refusal="")),
                name="a_refusal_says_why",
            ),
        ]
