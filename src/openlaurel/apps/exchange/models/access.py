"""Platforms, the codes that lead to access, and the access that people gave. Secrets are kept as hashes only."""

import hashlib
import hmac
import uuid

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin
from django.db import models
from django.utils import timezone

from openlaurel.apps.exchange.scopes import SCOPES

BASIC = "client_secret_basic"


def hash_of(secret: str) -> str:
    """This function will return how a secret of 256 random bits is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Platform(models.Model, ClientMixin):
    """Software of others that registered itself (RFC 7591), and may do nothing until somebody allows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    name = models.CharField(max_length=200)
    client_uri = models.CharField(max_length=500)
    logo_uri = models.CharField(max_length=500)
    tos_uri = models.CharField(max_length=500)
    policy_uri = models.CharField(max_length=500)
    software_id = models.CharField(max_length=200)
    software_version = models.CharField(max_length=100)
    redirect_uris = models.JSONField()
    grant_types = models.JSONField()
    contacts = models.JSONField(default=list)
    scope = models.TextField(help_text="What it may ask for, separated by spaces.")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> str:
        return self.id.hex

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """The request must name it (Open Badges 3.0.3, "Authorization Request")."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What was asked for when all of it was registered, else nothing at all: a scope is never widened in silence."""
        wanted, known = (scope or "").split(), set(self.scope.split())
        if not wanted or not known.issuperset(wanted):
            return None
        return " ".join(name for name in SCOPES if name in wanted)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return hmac.compare_digest(hash_of(client_secret), self.secret_hash)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == BASIC

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.grant_types


class Code(models.Model, AuthorizationCodeMixin):
    """What a platform gets when somebody allows it, to be exchanged once, within ten minutes, for access."""

    secret_hash = models.CharField(max_length=64, unique=True)
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="codes")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    family = models.UUIDField(help_text="One for all that goes back to the same permission.")
    redirect_uri = models.CharField(max_length=500)
    scope = models.TextField()
    code_challenge = models.CharField(max_length=128)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


class Access(models.Model, TokenMixin):
    """What a platform may do for one person: a token for an hour, and one to get the next if it asked for that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="accesses")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    family = models.UUIDField(db_index=True, help_text="One for all that goes back to the same permission.")
    scope = models.TextField()
    token_hash = models.CharField(max_length=64, unique=True)
    refresh_hash = models.CharField(max_length=64, unique=True, null=True)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    refreshed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True, help_text="To the hour.")

    class Meta:
        ordering = ("-given_at",)

    def check_client(self, client: Platform) -> bool:
        return self.platform_id == client.pk

    def get_scope(self) -> str:
        return self.scope

    def get_expires_in(self) -> int:
        return int((self.expires_at - self.given_at).total_seconds())

    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def is_revoked(self) -> bool:
        return self.ended_at is not None

    def get_user(self) -> object:
        return self.account

    def get_client(self) -> Platform:
        return self.platform
