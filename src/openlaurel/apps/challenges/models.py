"""Challenges: one question to the holder of one badge, answered once or not at all."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Proof(models.TextChoices):
    """By what the holder showed that it is them."""

    MAIL = "mail", _("a code that was sent to the address to which the badge was issued")
    ACCOUNT = "account", _("signing in to the account that holds the badge")
    PASSKEY = "passkey", _("a passkey of the account that holds the badge")


class Challenge(models.Model):
    """Whoever asks gets two links: one for the holder to answer, one for themselves to see the answer.

    Of both only hashes are kept. Who asks is only what they call themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey("issuing.Award", on_delete=models.CASCADE, related_name="challenges")
    asker = models.CharField(max_length=120)
    answer_hash = models.CharField(max_length=64, unique=True, editable=False)
    result_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=10, choices=Proof.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, proof="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(proof="")),
                name="an_answer_says_by_what_it_was_proved",
            )
        ]
