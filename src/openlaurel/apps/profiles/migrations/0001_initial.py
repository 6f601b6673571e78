import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("handle", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("organisation", "Organisation"), ("person", "Person")], max_length=12
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("search_name", models.CharField(blank=True, editable=False, max_length=200)),
                ("description", models.TextField(blank=True, max_length=4000)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("language", models.CharField(default="en", max_length=12)),
                (
                    "hue",
                    models.PositiveSmallIntegerField(
                        default=275, help_text="Brand colour, degrees on the OKLCH wheel."
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        help_text="Own colour as #rrggbb; without one the hue gives it.",
                        max_length=7,
                    ),
                ),
                ("accent", models.CharField(blank=True, help_text="Second colour as #rrggbb.", max_length=7)),
                ("is_issuer", models.BooleanField(default=False)),
                ("is_employer", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("designer", "Designer"),
                            ("issuer", "Issuer"),
                            ("assessor", "Assessor"),
                            ("reader", "Reader"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="profiles.profile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("svg", models.BinaryField(blank=True, null=True)),
                ("png", models.BinaryField(help_text="At most 1024 by 512 px.")),
                ("small_png", models.BinaryField(help_text="At most 256 by 128 px.")),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[("light", "Light"), ("dark", "Dark")],
                        help_text="On what it can be seen; empty when it brings its own ground.",
                        max_length=5,
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="Of the picture: part of its address, so that it may be kept.",
                        max_length=16,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logo",
                        to="profiles.profile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("designer", "Designer"),
                            ("issuer", "Issuer"),
                            ("assessor", "Assessor"),
                            ("reader", "Reader"),
                        ],
                        max_length=12,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("mail_error", models.CharField(blank=True, max_length=300)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations_sent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="profiles.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=100)),
                ("scopes", models.JSONField()),
                ("networks", models.JSONField(blank=True, default=list)),
                ("prefix", models.CharField(max_length=12)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("rotated_at", models.DateTimeField(blank=True, null=True)),
                ("former_prefix", models.CharField(blank=True, max_length=12)),
                ("former_hash", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("former_until", models.DateTimeField(blank=True, null=True)),
                ("former_used_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_keys",
                        to="profiles.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(condition=models.Q(("hue__lt", 360)), name="hue_is_an_angle"),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "person"), ("account__isnull", True), _connector="OR"),
                name="an_organisation_is_nobodys_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("accent", ""), models.Q(("colour", ""), _negated=True), _connector="OR"),
                name="a_second_colour_has_a_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("organisation", "account", "role"), name="a_role_is_held_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                ),
                name="an_invitation_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                models.F("organisation"),
                models.F("role"),
                condition=models.Q(("accepted_at__isnull", True), ("withdrawn_at__isnull", True)),
                name="one_open_invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(("scopes", []), _negated=True), name="a_key_may_do_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("former_hash__isnull", True), ("former_until__isnull", True)),
                    models.Q(("former_hash__isnull", False), ("former_until__isnull", False)),
                    _connector="OR",
                ),
                name="a_former_key_secret_ends",
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="linkedin_id",
            field=models.CharField(
                blank=True,
                help_text="Number of its page on LinkedIn, by which LinkedIn shows its logo.",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Domain",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=253)),
                ("token", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.CharField(blank=True, choices=[("dns", "DNS"), ("file", "HTTPS")], max_length=4),
                ),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("missing_since", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="profiles.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name"), name="a_domain_is_added_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False)),
                        fields=("name",),
                        name="a_confirmed_domain_has_one_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", False), ("missing_since__isnull", True), _connector="OR"
                        ),
                        name="only_a_confirmed_domain_goes_missing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(help_text="What is made under it, such as claim_code.", max_length=30),
                ),
                ("key", models.CharField(max_length=90)),
                ("request_hash", models.CharField(max_length=64)),
                ("made_id", models.UUIDField()),
                ("created_at", models.DateTimeField(db_index=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="idempotency_keys",
                        to="profiles.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind", "key"), name="a_request_is_done_once_by_its_key"
                    )
                ],
            },
        ),
    ]
