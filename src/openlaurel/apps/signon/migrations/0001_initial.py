import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("profiles", "0001_initial"),
        ("profiles", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryRule",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="entry_rule",
                        serialize=False,
                        to="profiles.profile",
                    ),
                ),
                ("two_factor_from", models.DateTimeField(blank=True, null=True)),
                ("sign_on_from", models.DateTimeField(blank=True, null=True)),
                (
                    "exempt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("issuer", models.URLField(max_length=500)),
                ("client_id", models.CharField(max_length=255)),
                ("client_secret", models.BinaryField()),
                ("roles_claim", models.CharField(blank=True, max_length=100)),
                ("role_map", models.JSONField(blank=True, default=dict)),
                (
                    "default_role",
                    models.CharField(
                        blank=True,
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
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_provider",
                        to="profiles.profile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignOnIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=255)),
                ("since", models.DateTimeField()),
                ("last_used_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_on_identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to="signon.identityprovider",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="identityprovider",
            constraint=models.CheckConstraint(
                condition=models.Q(("default_role", "owner"), _negated=True),
                name="nobody_new_is_an_owner_by_sign_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="signonidentity",
            constraint=models.UniqueConstraint(
                fields=("provider", "subject"), name="a_subject_is_one_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="signonidentity",
            constraint=models.UniqueConstraint(
                fields=("provider", "account"), name="an_account_is_one_subject"
            ),
        ),
        migrations.CreateModel(
            name="SamlAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("assertion_hash", models.CharField(max_length=64)),
                ("ticket_hash", models.CharField(max_length=64, unique=True)),
                ("request_id", models.CharField(max_length=64)),
                ("identity", models.BinaryField(null=True)),
                ("came_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="address",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="certificates",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="email_claim",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="metadata_url",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="protocol",
            field=models.CharField(
                choices=[("oidc", "OpenID Connect"), ("saml", "SAML 2.0")], default="oidc", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="read_fault",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="identityprovider",
            name="client_id",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AlterField(
            model_name="identityprovider",
            name="client_secret",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AlterField(
            model_name="identityprovider",
            name="issuer",
            field=models.CharField(max_length=500),
        ),
        migrations.AddConstraint(
            model_name="identityprovider",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("protocol", "oidc"), models.Q(("client_id", ""), _negated=True)),
                    models.Q(
                        ("protocol", "saml"),
                        models.Q(("address", ""), _negated=True),
                        models.Q(("certificates", []), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_provider_can_be_asked",
            ),
        ),
        migrations.AddField(
            model_name="samlanswer",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="signon.identityprovider",
            ),
        ),
        migrations.AddConstraint(
            model_name="samlanswer",
            constraint=models.UniqueConstraint(
                fields=("provider", "assertion_hash"), name="an_assertion_is_used_once"
            ),
        ),
    ]
