"""Achievements: what can be earned. A published version never changes; editing makes a new one."""

import uuid

from django.db import models


class Level(models.TextChoices):
    FOUNDATION = "foundation"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    EXPERT = "expert"


class Participation(models.TextChoices):
    ONLINE = "online"
    ONSITE = "onsite"
    BLENDED = "blended"


class Supervision(models.TextChoices):
    NONE = "none"
    ONSITE = "onsite"
    ONLINE = "online"


class VersionState(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Skill(models.Model):
    """The local target of alignments: a competency with an address of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    url = models.URLField(max_length=500, unique=True)
    code = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    framework = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")

    def __str__(self) -> str:
        return self.name


class Achievement(models.Model):
    """The thing that keeps its address while its versions follow each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="achievements"
    )
    slug = models.SlugField(max_length=100, unique=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()


class AchievementVersion(models.Model):
    """One definition in full (EU 2022/C 243/02 Annex I; OB 3.0.3 Achievement)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey("catalog.Achievement", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    name = models.CharField(max_length=120)
    description = models.TextField(max_length=2000)
    outcomes = models.JSONField(default=list, help_text="List of sentences: what the holder can do.")
    criteria = models.TextField(help_text="Markdown: what it takes.")
    achievement_type = models.CharField(max_length=40, default="MicroCredential")
    level = models.CharField(max_length=12, choices=Level.choices)
    language = models.CharField(max_length=12)
    country = models.CharField(max_length=2)
    awarding_body_name = models.CharField(max_length=200)
    awarding_body_url = models.URLField(max_length=500, blank=True)
    eqf_level = models.PositiveSmallIntegerField(null=True, blank=True)
    workload_hours = models.PositiveIntegerField()
    ects = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    participation = models.CharField(max_length=8, choices=Participation.choices)
    assessment_type = models.CharField(max_length=300)
    supervision = models.CharField(max_length=8, choices=Supervision.choices)
    identity_check = models.CharField(max_length=300, blank=True)
    quality_assurance = models.CharField(max_length=500)
    prerequisites = models.TextField(blank=True)
    required = models.ManyToManyField("catalog.Achievement", blank=True, related_name="required_by")
    price_amount = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    price_currency = models.CharField(max_length=3, blank=True)
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    credits = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    how_awarded = models.TextField(
        blank=True, help_text="Who awards it and how, where it is not earned here."
    )
    tags = models.JSONField(default=list, blank=True)
    result_descriptions = models.JSONField(default=list, blank=True)

    art_shape = models.CharField(max_length=12, default="hexagon")
    art_hue = models.PositiveSmallIntegerField(default=275)
    art_icon = models.CharField(max_length=60, default="award")
    artwork_svg = models.BinaryField(null=True, blank=True, editable=False)
    artwork_png = models.BinaryField(null=True, blank=True, editable=False)
    artwork_is_own = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["achievement", "number"], name="version_numbers_are_unique"),
            models.UniqueConstraint(
                fields=["achievement"],
                condition=models.Q(state="published"),
                name="one_published_version",
            ),
            models.UniqueConstraint(
                fields=["achievement"], condition=models.Q(state="draft"), name="one_draft_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
                name="published_versions_say_when",
            ),
            models.CheckConstraint(
                condition=models.Q(eqf_level__isnull=True) | models.Q(eqf_level__range=(1, 8)),
                name="eqf_level_is_1_to_8",
            ),
            models.CheckConstraint(
                condition=models.Q(price_amount=0) | ~models.Q(price_currency=""),
                name="a_price_has_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alignment(models.Model):
    """A skill that a version proves, with the level reached."""

    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.CASCADE, related_name="alignments"
    )
    skill = models.ForeignKey("catalog.Skill", on_delete=models.PROTECT, related_name="alignments")
    level = models.CharField(max_length=12, choices=Level.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "skill"], name="a_skill_aligns_once")]
