import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("profiles", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mould",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(help_text="SHA-256 of the text.", max_length=64, unique=True)),
                ("text", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("recipient_name", models.CharField(max_length=200)),
                ("recipient_email", models.EmailField(max_length=254)),
                (
                    "recipient_erased_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when nobody knows whose it is: they had their data erased.",
                        null=True,
                    ),
                ),
                (
                    "search_text",
                    models.CharField(
                        editable=False, help_text="Name and address, simplified.", max_length=500
                    ),
                ),
                (
                    "language",
                    models.CharField(help_text="In which the recipient is written to.", max_length=12),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("revoked", "Revoked"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("awarded_at", models.DateTimeField()),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("results", models.JSONField(blank=True, default=list)),
                ("evidence", models.JSONField(blank=True, default=list)),
                ("narrative", models.TextField(blank=True)),
                (
                    "show_name",
                    models.BooleanField(default=False, help_text="Whether the public page names the holder."),
                ),
                (
                    "notify",
                    models.BooleanField(default=True, help_text="Whether the recipient is told by mail."),
                ),
                ("idempotency_key", models.CharField(blank=True, max_length=100, null=True)),
                (
                    "request_hash",
                    models.CharField(help_text="Of what was asked for, to tell a repetition.", max_length=64),
                ),
                ("created_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("mail_error", models.CharField(blank=True, max_length=300)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revocation_reason", models.CharField(blank=True, max_length=300)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="awards",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="profiles.profile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="catalog.achievementversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("dry_run", "To be confirmed"),
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("stopped", "Stopped"),
                            ("done", "Done"),
                        ],
                        default="dry_run",
                        max_length=10,
                    ),
                ),
                ("notify", models.BooleanField(default=True)),
                (
                    "hold_minutes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How long mails wait after the last badge, so that all can be undone.",
                    ),
                ),
                ("mails_leave_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when no mail of it waits, and nothing is left to undo.",
                        null=True,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "allow_repeats",
                    models.BooleanField(
                        default=False, help_text="Whether those who hold the badge already get another one."
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "fault",
                    models.CharField(
                        blank=True, help_text="What stopped it, when nobody did.", max_length=300
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="batches",
                        to="profiles.profile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="catalog.achievementversion",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.PositiveIntegerField(
                        help_text="Line number in the file, the header being line 1."
                    ),
                ),
                ("data", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "Ready"), ("refused", "Refused"), ("issued", "Issued")],
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Code of why it is refused.", max_length=30),
                ),
                ("reason_params", models.JSONField(blank=True, default=dict)),
                (
                    "award",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="row",
                        to="issuing.award",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="issuing.batch",
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("row_count", models.PositiveIntegerField()),
                ("encoding", models.CharField(max_length=20)),
                ("encoding_is_guessed", models.BooleanField(default=False)),
                ("delimiter", models.CharField(max_length=1)),
                (
                    "dialect",
                    models.CharField(help_text="Whose columns these are: credly, canvas, …", max_length=20),
                ),
                ("headers", models.JSONField()),
                ("mapping", models.JSONField(default=dict, help_text='{"field": "column header"}')),
                ("uploaded_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rosters",
                        to="profiles.profile",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-uploaded_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="roster",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="batches", to="issuing.roster"
            ),
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("public_multibase", models.CharField(max_length=100, unique=True)),
                ("sealed_secret", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                (
                    "signs_from",
                    models.DateTimeField(help_text="Published before, so that verifiers know it by then."),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revocation_reason", models.CharField(blank=True, max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to="profiles.profile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "base_url",
                    models.CharField(
                        help_text="The installation's address when it was begun.", max_length=300
                    ),
                ),
                ("purpose", models.CharField(default="revocation", max_length=12)),
                ("capacity", models.PositiveIntegerField(default=131072)),
                ("allocated", models.PositiveIntegerField(default=0)),
                ("permutation_key", models.BinaryField(help_text="Makes the order of indices unguessable.")),
                ("bits", models.BinaryField(help_text="gzip of the bitstring.")),
                ("signed_document", models.BinaryField(help_text="The signed list as it is published.")),
                ("signed_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_lists",
                        to="profiles.profile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("content", models.BinaryField(help_text="What the document has of its own.")),
                ("status_index", models.PositiveIntegerField()),
                ("signed_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="issuing.award",
                    ),
                ),
                (
                    "mould",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="issuing.mould",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="issuing.signingkey",
                    ),
                ),
                (
                    "status_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credentials",
                        to="issuing.statuslist",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(
                django.db.models.functions.text.Lower("recipient_email"), name="award_by_address"
            ),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["organisation", "-created_at"], name="award_by_organisation"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idempotency_key__isnull", False)),
                fields=("organisation", "idempotency_key"),
                name="an_idempotency_key_is_used_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "revoked"), _negated=True),
                    models.Q(
                        ("revoked_at__isnull", False), models.Q(("revocation_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_revocation_says_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recipient_erased_at__isnull", True),
                    models.Q(
                        ("account__isnull", True),
                        ("recipient_email", ""),
                        ("recipient_name", ""),
                        ("search_text", ""),
                    ),
                    _connector="OR",
                ),
                name="an_erased_recipient_is_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="validity_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="batchrow",
            index=models.Index(
                condition=models.Q(("state", "ready")), fields=["batch", "line"], name="ready_row_by_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchrow",
            constraint=models.UniqueConstraint(fields=("batch", "line"), name="a_line_is_one_row"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease__isnull", True), ("lease_until__isnull", True)),
                    models.Q(("lease__isnull", False), ("lease_until__isnull", False)),
                    _connector="OR",
                ),
                name="a_lease_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True), ("revoked_at__isnull", True)),
                fields=("organisation",),
                name="one_key_signs_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revocation_reason", ""), ("revoked_at__isnull", True)),
                    models.Q(
                        ("revoked_at__isnull", False), models.Q(("revocation_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_key_revocation_says_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="statuslist",
            constraint=models.CheckConstraint(
                condition=models.Q(("allocated__lte", models.F("capacity"))), name="a_list_is_not_overfull"
            ),
        ),
        migrations.AddConstraint(
            model_name="statuslist",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 131072)), name="a_list_hides_in_131072_entries"
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(
                fields=("status_list", "status_index"), name="a_status_index_is_used_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("award",),
                name="one_current_credential",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(("mould__isnull", False), ("content", b""), _connector="OR"),
                name="a_content_has_its_mould",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "changes",
                    models.JSONField(blank=True, default=dict, help_text='{"field": [before, since]}'),
                ),
                ("fields", models.JSONField(help_text="Which fields were changed.")),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="Everybody who checks the badge reads it.", max_length=300
                    ),
                ),
                ("corrected_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="issuing.award",
                    ),
                ),
                (
                    "corrected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced",
                    models.OneToOneField(
                        help_text="The one before.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="issuing.credential",
                    ),
                ),
            ],
            options={
                "ordering": ["-corrected_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("wanted_name", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("corrected", "Corrected"), ("declined", "Declined")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction_requests",
                        to="issuing.award",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
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
                        related_name="correction_requests",
                        to="profiles.profile",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["organisation", "asked_at"],
                        name="open_request_by_time",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("award",),
                        name="one_open_request_an_award",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_decision_has_its_moment",
                    ),
                ],
            },
        ),
    ]
