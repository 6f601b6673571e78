"""What members need before a workspace opens, and whom an organisation trusts to say who somebody is."""

import uuid

from django.db import models

from openlaurel.apps.profiles.models import Role


class EntryRule(models.Model):
    """What one organisation asks of its members, each from a moment on; None where it doesn't ask.

    `exempt` is the owner who gets in without the organisation's own sign-on, for when its provider fails.
    """

    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, related_name="entry_rule", primary_key=True
    )
    two_factor_from = models.DateTimeField(null=True, blank=True)
    sign_on_from = models.DateTimeField(null=True, blank=True)
    exempt = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class IdentityProvider(models.Model):
    """Where an organisation's people sign on: an OpenID Connect issuer and our client there; the secret is sealed.

    Somebody new gets the roles of `role_map` for the values of `roles_claim`, else `default_role`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, related_name="identity_provider"
    )
    issuer = models.URLField(max_length=500)
    client_id = models.CharField(max_length=255)
    client_secret = models.BinaryField()
    roles_claim = models.CharField(max_length=100, blank=True)
    role_map = models.JSONField(default=dict, blank=True)
    default_role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(default_role="owner"), name="nobody_new_is_an_owner_by_sign_on"
            )
        ]

    def __str__(self) -> str:
        return self.issuer


class SignOnIdentity(models.Model):
    """An account as a provider knows it: `subject` never changes there, an e-mail address may."""

    provider = models.ForeignKey(
        "signon.IdentityProvider", on_delete=models.CASCADE, related_name="identities"
    )
    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="sign_on_identities"
    )
    subject = models.CharField(max_length=255)
    since = models.DateTimeField()
    last_used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="a_subject_is_one_account"),
            models.UniqueConstraint(fields=["provider", "account"], name="an_account_is_one_subject"),
        ]
