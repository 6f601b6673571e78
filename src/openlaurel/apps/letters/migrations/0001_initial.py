import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("profiles", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReminderPlan",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reminder_plan",
                        serialize=False,
                        to="profiles.profile",
                    ),
                ),
                ("days_after", models.JSONField(blank=True, default=list)),
                ("days_before_end", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("time_zone", models.CharField(default="UTC", max_length=60)),
                ("quiet_from", models.TimeField()),
                ("quiet_until", models.TimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("award", "Award notice"),
                            ("reminder", "Reminder to accept"),
                            ("expiry", "Before a badge ends"),
                            ("renewal", "Notice of a renewed badge"),
                            ("correction", "Correction"),
                            ("declined", "Correction that isn't made"),
                            ("suspension", "Suspension"),
                            ("restored", "Restored badge"),
                            ("revocation", "Revocation"),
                            ("extension", "Longer validity"),
                            ("retest", "Invitation to a retest"),
                            ("passed", "Work that passed"),
                            ("returned", "Work that is returned"),
                            ("granted", "Application that is granted"),
                            ("refused", "Application that is refused"),
                            ("confirmation", "Confirmation of an address"),
                            ("code_refused", "Claim code that is refused"),
                        ],
                        max_length=16,
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(max_length=10000)),
                ("changed_at", models.DateTimeField()),
                (
                    "achievement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_templates",
                        to="catalog.achievement",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_templates",
                        to="profiles.profile",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_templates",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "language", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("achievement__isnull", False)),
                        fields=("achievement", "kind", "language"),
                        name="one_template_an_achievement",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("achievement__isnull", True), ("programme__isnull", True)),
                        fields=("organisation", "kind", "language"),
                        name="one_template_for_all",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("programme__isnull", False)),
                        fields=("programme", "kind", "language"),
                        name="one_template_a_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("achievement__isnull", True), ("programme__isnull", True), _connector="OR"
                        ),
                        name="a_template_is_for_one_thing",
                    ),
                ],
            },
        ),
    ]
