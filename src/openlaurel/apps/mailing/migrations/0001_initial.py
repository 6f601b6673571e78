import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("quiet_until", models.DateTimeField(null=True)),
                ("reply", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_mail_server")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Of what asked for it: twice asked, once sent.", max_length=200, unique=True
                    ),
                ),
                ("message_id", models.CharField(max_length=200, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("organisation_id", models.UUIDField(null=True)),
                ("subject_kind", models.CharField(blank=True, max_length=32)),
                ("subject_id", models.CharField(blank=True, max_length=64)),
                ("language", models.CharField(max_length=12)),
                ("address_hash", models.CharField(db_index=True, max_length=64)),
                ("envelope", models.BinaryField()),
                ("content", models.BinaryField(null=True)),
                (
                    "is_secret",
                    models.BooleanField(
                        default=False, help_text="Whether its content is forgotten once it is settled."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Waiting"),
                            ("handing_over", "Being handed over"),
                            ("sent", "Sent"),
                            ("uncertain", "Uncertain"),
                            ("failed", "Not sent"),
                            ("withheld", "Held back"),
                        ],
                        default="prepared",
                        max_length=12,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("give_up_at", models.DateTimeField()),
                ("lease", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=30)),
                ("reply", models.CharField(blank=True, max_length=500)),
                ("bounced_at", models.DateTimeField(null=True)),
                ("complained_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["prepared", "handing_over"])),
                        fields=["due_at"],
                        name="open_mail_by_due",
                    ),
                    models.Index(fields=["organisation_id", "-created_at"], name="mail_by_organisation"),
                    models.Index(fields=["subject_kind", "subject_id"], name="mail_by_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True), ("state__in", ["prepared", "handing_over"])
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state__in", ["sent", "uncertain", "failed", "withheld"]),
                            ),
                            _connector="OR",
                        ),
                        name="an_open_mail_is_not_settled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease__isnull", True), ("leased_until__isnull", True)),
                            models.Q(("lease__isnull", False), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_mails_lease_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handing_over"), _negated=True),
                            ("lease__isnull", False),
                            _connector="OR",
                        ),
                        name="who_hands_over_has_the_lease",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("organisation_id", models.UUIDField()),
                ("address_hash", models.CharField(max_length=64)),
                ("address", models.BinaryField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounced", "The mail came back"),
                            ("complained", "The recipient reported it as unwanted"),
                            ("unsubscribed", "The recipient stopped reminders"),
                            ("by_hand", "Entered by hand"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
            options={
                "ordering": ["-since", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "address_hash", "reason"),
                        name="an_address_is_suppressed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderDomain",
            fields=[
                ("organisation_id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("address", models.EmailField(max_length=254)),
                ("selector", models.CharField(max_length=40)),
                ("key", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("verified_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("findings", models.JSONField(default=list)),
                ("lost_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_at__isnull", True), ("lost_at__isnull", True), _connector="OR"
                        ),
                        name="a_sender_that_holds_is_not_lost",
                    )
                ],
            },
        ),
    ]
