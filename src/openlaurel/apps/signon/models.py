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


class Protocol(models.TextChoices):
    OIDC = "oidc", "OpenID Connect"
    SAML = "saml", "SAML 2.0"


class IdentityProvider(models.Model):
    """Where an organisation's people sign on: an OpenID Connect issuer and our client there, whose secret is sealed, or
    a SAML entity with its address and the certificates (PEM) by which it signs.

    Somebody new gets the roles of `role_map` for the values of `roles_claim`, else `default_role`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        "profiles.Profile", on_delete=models.CASCADE, related_name="identity_provider"
    )
    protocol = models.CharField(max_length=4, choices=Protocol.choices, default=Protocol.OIDC)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=255, blank=True)
    client_secret = models.BinaryField(default=bytes)
    address = models.CharField(max_length=500, blank=True)
    certificates = models.JSONField(default=list, blank=True)
    email_claim = models.CharField(max_length=200, blank=True)
    metadata_url = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_fault = models.CharField(max_length=300, blank=True)
    roles_claim = models.CharField(max_length=100, blank=True)
    role_map = models.JSONField(default=dict, blank=True)
    default_role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(default_role="owner"), name="nobody_new_is_an_owner_by_sign_on"
            ),
            models.CheckConstraint(
                condition=(models.Q(protocol="oidc") & ~models.Q(client_id=""))
                | (models.Q(protocol="saml") & ~models.Q(address="") & ~models.Q(certificates=[])),
                name="a_provider_can_be_asked",
            ),
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


class SamlAnswer(models.Model):
    """A checked answer of a provider: each assertion counts once, until `ends_at`.

    The browser fetches it by the ticket of which `ticket_hash` is kept; then the sealed `identity` is forgotten.
    """

    provider = models.ForeignKey("signon.IdentityProvider", on_delete=models.CASCADE, related_name="answers")
    assertion_hash = models.CharField(max_length=64)
    ticket_hash = models.CharField(max_length=64, unique=True)
    request_id = models.CharField(max_length=64)
    identity = models.BinaryField(null=True)
    came_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "assertion_hash"], name="an_assertion_is_used_once")
        ]
