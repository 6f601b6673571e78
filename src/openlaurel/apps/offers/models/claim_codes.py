"""Claim codes: whoever has one may ask for a badge, within a window and a limit."""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimCode(models.Model):
    """A code, on paper or behind a QR, by which people get a badge of one achievement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="claim_codes")
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.CASCADE, related_name="claim_codes"
    )
    code = models.CharField(max_length=12, unique=True, help_text="Twelve letters of Crockford's base 32.")
    note = models.CharField(max_length=120, blank=True, help_text="What it is for, for the organisation.")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True, help_text="How many people may use it.")
    taken = models.PositiveIntegerField(default=0, help_text="How many places are taken.")
    needs_approval = models.BooleanField(default=False)
    fields = models.JSONField(
        default=dict, blank=True, help_text="Custom fields of the issuer's, the same for all who use it."
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most__isnull=True) | models.Q(taken__lte=models.F("most")),
                name="no_more_places_than_there_are",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="a_window_ends_after_it_begins",
            ),
        ]

    @property
    def in_groups(self) -> str:
        """The code as people read it, such as 9F2K-77QX-0M3A."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

    @property
    def is_full(self) -> bool:
        return self.most is not None and self.taken >= self.most

    def stage(self, now: datetime) -> str:
        """This function will say whether it can be used at `now`: open, early, late, full or stopped."""
        if self.stopped_at is not None:
            return "stopped"
        if self.opens_at is not None and now < self.opens_at:
            return "early"
        if self.closes_at is not None and now >= self.closes_at:
            return "late"
        return "full" if self.is_full else "open"


class RedemptionState(models.TextChoices):
    ASKED = "asked", _("Address not confirmed")
    WAITING = "waiting", _("Waits for a decision")
    APPROVED = "approved", _("Being issued")
    GRANTED = "granted", _("Issued")
    DECLINED = "declined", _("Declined")
    REFUSED = "refused", _("Could not be issued")


class Redemption(models.Model):
    """One person's use of a claim code, from asking to the badge. It takes a place once the address is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim_code = models.ForeignKey("offers.ClaimCode", on_delete=models.CASCADE, related_name="redemptions")
    email = models.EmailField(max_length=254, help_text="In lower case.")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=12, blank=True)
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    fields = models.JSONField(default=dict, blank=True, help_text="Custom fields that the person filled in.")
    state = models.CharField(max_length=8, choices=RedemptionState.choices, default=RedemptionState.ASKED)
    asked_at = models.DateTimeField()
    mails = models.PositiveSmallIntegerField(default=0, help_text="How often the link was asked for.")
    mailed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=1000, blank=True, help_text="Why it was declined or refused.")
    award = models.OneToOneField(
        "issuing.Award", on_delete=models.SET_NULL, null=True, blank=True, related_name="redemption"
    )

    class Meta:
        ordering = ["-asked_at", "id"]
        indexes = [
            models.Index(fields=["email"], name="redemption_by_address"),
            models.Index(
                fields=["confirmed_at"],
                condition=models.Q(state__in=["waiting", "approved"]),
                name="open_redemption_by_age",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim_code", "email"], name="a_code_is_used_once_by_each"),
            models.CheckConstraint(
                condition=models.Q(state="asked", confirmed_at__isnull=True)
                | (~models.Q(state="asked") & models.Q(confirmed_at__isnull=False)),
                name="who_is_served_confirmed_the_address",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["declined", "refused"]) | ~models.Q(answer=""),
                name="a_redemption_says_why_not",
            ),
        ]
