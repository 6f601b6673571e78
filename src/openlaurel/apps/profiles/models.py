"""Organisations and people as Open Badges Profiles, and who may do what for an organisation."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.profiles.scopes import Scope


class Kind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person")


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    DESIGNER = "designer", _("Designer")
    ISSUER = "issuer", _("Issuer")
    ASSESSOR = "assessor", _("Assessor")
    READER = "reader", _("Reader")


class Profile(models.Model):
    """An OB 3.0 Profile; issuer, endorser, employer and creator are roles that it plays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    search_name = models.CharField(max_length=200, blank=True, editable=False)
    description = models.TextField(blank=True, max_length=4000)
    url = models.URLField(blank=True, max_length=500)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=12, default="en")
    linkedin_id = models.CharField(
        max_length=20,
        blank=True,
        help_text="Number of its page on LinkedIn, by which LinkedIn shows its logo.",
    )
    hue = models.PositiveSmallIntegerField(default=275, help_text="Brand colour, degrees on the OKLCH wheel.")
    colour = models.CharField(
        max_length=7, blank=True, help_text="Own colour as #rrggbb; without one the hue gives it."
    )
    accent = models.CharField(max_length=7, blank=True, help_text="Second colour as #rrggbb.")
    is_issuer = models.BooleanField(default=False)
    is_employer = models.BooleanField(default=False)
    account = models.OneToOneField(
        "accounts.Account", on_delete=models.SET_NULL, null=True, blank=True, related_name="profile"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(hue__lt=360), name="hue_is_an_angle"),
            models.CheckConstraint(
                condition=models.Q(kind="person") | models.Q(account__isnull=True),
                name="an_organisation_is_nobodys_account",
            ),
            models.CheckConstraint(
                condition=models.Q(accent="") | ~models.Q(colour=""), name="a_second_colour_has_a_first"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Logo(models.Model):
    """An organisation's logo, made harmless when it was uploaded: as SVG when it was one, and as PNG in two sizes."""

    organisation = models.OneToOneField("profiles.Profile", on_delete=models.CASCADE, related_name="logo")
    svg = models.BinaryField(null=True, blank=True)
    png = models.BinaryField(help_text="At most 1024 by 512 px.")
    small_png = models.BinaryField(help_text="At most 256 by 128 px.")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    ground = models.CharField(
        max_length=5,
        blank=True,
        choices=[("light", _("Light")), ("dark", _("Dark"))],
        help_text="On what it can be seen; empty when it brings its own ground.",
    )
    digest = models.CharField(
        max_length=16, help_text="Of the picture: part of its address, so that it may be kept."
    )
    changed_at = models.DateTimeField()


class Membership(models.Model):
    """One role of one account in one organisation; an account may hold several."""

    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "account", "role"], name="a_role_is_held_once"),
        ]


class Invitation(models.Model):
    """An offer of a role, sent by mail; only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        "accounts.Account", on_delete=models.SET_NULL, null=True, related_name="invitations_sent"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_error = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="an_invitation_ends_once",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation",
            ),
        ]


class ApiKey(models.Model):
    """What a program signs in with for one organisation; only hashes of its secrets are kept.

    After a rotation the former secret is accepted until `former_until`. Without `networks` it is from everywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    scopes = models.JSONField()
    networks = models.JSONField(default=list, blank=True)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    rotated_at = models.DateTimeField(null=True, blank=True)
    former_prefix = models.CharField(max_length=12, blank=True)
    former_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    former_until = models.DateTimeField(null=True, blank=True)
    former_used_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(scopes=[]), name="a_key_may_do_something"),
            models.CheckConstraint(
                condition=models.Q(former_hash__isnull=True, former_until__isnull=True)
                | models.Q(former_hash__isnull=False, former_until__isnull=False),
                name="a_former_key_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day, in UTC, on which the key is accepted."""
        return (self.expires_at - timedelta(microseconds=1)).date() if self.expires_at else None

    @property
    def labels(self) -> list[str]:
        """What it may do, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]


class IdempotencyKey(models.Model):
    """What a program calls a request by: the hash of what was asked for, and the id of what came of it."""

    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="idempotency_keys"
    )
    kind = models.CharField(max_length=30, help_text="What is made under it, such as claim_code.")
    key = models.CharField(max_length=90)
    request_hash = models.CharField(max_length=64)
    made_id = models.UUIDField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key"], name="a_request_is_done_once_by_its_key"
            )
        ]

    def __str__(self) -> str:
        return self.key


class Domain(models.Model):
    """A domain for which an organisation answers once it has shown `token` in its DNS or on its web server.

    It is looked for again and again; `missing_since` is when it was no longer found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=4, blank=True, choices=[("dns", "DNS"), ("file", "HTTPS")])
    looked_at = models.DateTimeField(null=True, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_domain_is_added_once"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(confirmed_at__isnull=False),
                name="a_confirmed_domain_has_one_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=False) | models.Q(missing_since__isnull=True),
                name="only_a_confirmed_domain_goes_missing",
            ),
        ]

    def __str__(self) -> str:
        return self.name
