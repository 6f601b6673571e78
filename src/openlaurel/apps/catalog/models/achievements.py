"""Achievements: what can be earned. A published version never changes; editing makes a new one."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")
    EXPERT = "expert", _("Expert")


class Participation(models.TextChoices):
    ONLINE = "online", _("Online")
    ONSITE = "onsite", _("On site")
    BLENDED = "blended", _("Partly online, partly on site")


class Supervision(models.TextChoices):
    NONE = "none", _("Not supervised")
    ONSITE = "onsite", _("Supervised on site")
    ONLINE = "online", _("Supervised online")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced by a newer version")


class DuplicatePolicy(models.TextChoices):
    """What happens when somebody who holds an achievement's badge is to be given another one."""

    ALLOW = "allow", _("Issue another one")
    REFUSE = "refuse", _("Refuse it")
    RENEW = "renew", _("Renew: once accepted, the new one replaces the earlier one")


class PublishedVersionIsFixed(Exception):
    """Somebody tried to change a published version: badges point to it, so it stays as it is for ever."""

    def __init__(self) -> None:
        super().__init__("A published version never changes; start a new version instead.")


class VersionQuerySet(models.QuerySet["AchievementVersion"]):
    """Refuses what would change published versions past `save`."""

    def update(self, **changes: Any) -> int:
        if set(changes) - {"state"} and self.exclude(state=VersionState.DRAFT).exists():
            raise PublishedVersionIsFixed
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(state=VersionState.DRAFT).exists():
            raise PublishedVersionIsFixed
        return super().delete()


class AlignmentQuerySet(models.QuerySet["Alignment"]):
    """Refuses what would change the skills of published versions past `save`."""

    def update(self, **changes: Any) -> int:
        self._check_drafts_only()
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check_drafts_only()
        return super().delete()

    def _check_drafts_only(self) -> None:
        if self.exclude(version__state=VersionState.DRAFT).exists():
            raise PublishedVersionIsFixed


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
    suspendable = models.BooleanField(
        default=False, help_text="Whether badges issued from now on can be suspended and restored."
    )
    created_at = models.DateTimeField()
    custom_fields = models.JSONField(
        default=list, blank=True, help_text="What is asked with each badge beside the standards."
    )
    duplicates = models.CharField(
        max_length=6, choices=DuplicatePolicy.choices, default=DuplicatePolicy.ALLOW
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(duplicates__in=DuplicatePolicy.values), name="duplicates_go_by_a_policy"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class AchievementVersion(models.Model):
    """One definition in full (EU 2022/C 243/02 Annex I; OB 3.0.3 Achievement)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey("catalog.Achievement", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    name = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    outcomes = models.JSONField(
        default=list, blank=True, help_text="List of sentences: what the holder can do."
    )
    criteria = models.TextField(blank=True, help_text="Markdown: what it takes.")
    achievement_type = models.CharField(max_length=40, default="MicroCredential")
    level = models.CharField(max_length=12, choices=Level.choices, blank=True)
    language = models.CharField(max_length=12)
    country = models.CharField(max_length=2, blank=True)
    awarding_body_name = models.CharField(max_length=200, blank=True)
    awarding_body_url = models.URLField(max_length=500, blank=True)
    eqf_level = models.PositiveSmallIntegerField(null=True, blank=True)
    workload_hours = models.PositiveIntegerField(default=0)
    ects = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    participation = models.CharField(max_length=8, choices=Participation.choices, blank=True)
    assessment_type = models.CharField(max_length=300, blank=True)
    supervision = models.CharField(max_length=8, choices=Supervision.choices, blank=True)
    identity_check = models.CharField(max_length=300, blank=True)
    quality_assurance = models.CharField(max_length=500, blank=True)
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
    art_pattern = models.CharField(max_length=40, blank=True)
    family = models.ForeignKey(
        "catalog.BadgeFamily", on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )
    artwork_svg = models.BinaryField(null=True, blank=True, editable=False)
    artwork_png = models.BinaryField(null=True, blank=True, editable=False)
    artwork_is_own = models.BooleanField(default=False)
    search_text = models.TextField(blank=True, editable=False)

    _was_fixed = False

    objects = VersionQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(workload_hours__gt=0),
                name="published_versions_say_the_workload",
            ),
            models.CheckConstraint(condition=models.Q(art_hue__lt=360), name="art_hue_is_an_angle"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        only = kwargs.get("update_fields")
        if self._was_fixed and (only is None or set(only) - {"state"} or self.state == VersionState.DRAFT):
            raise PublishedVersionIsFixed
        super().save(*args, **kwargs)
        self._was_fixed = self.state != VersionState.DRAFT

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self._was_fixed:
            raise PublishedVersionIsFixed
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any
    ) -> "AchievementVersion":
        version = super().from_db(db, field_names, values, **more)
        version._was_fixed = version.__dict__.get("state", VersionState.DRAFT) != VersionState.DRAFT
        return version


class BadgeFamily(models.Model):
    """One look for several badges: shape, pattern and colour, which turns a little with each level."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "profiles.Profile", on_delete=models.PROTECT, related_name="badge_families"
    )
    name = models.CharField(max_length=120)
    shape = models.CharField(max_length=12)
    hue = models.PositiveSmallIntegerField()
    hue_step = models.SmallIntegerField(
        default=0, help_text="Degrees by which the hue turns with each level."
    )
    pattern = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_family_has_a_name_of_its_own"),
            models.CheckConstraint(condition=models.Q(hue__lt=360), name="family_hue_is_an_angle"),
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

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "skill"], name="a_skill_aligns_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.version.state != VersionState.DRAFT:
            raise PublishedVersionIsFixed
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.version.state != VersionState.DRAFT:
            raise PublishedVersionIsFixed
        return super().delete(*args, **kwargs)
