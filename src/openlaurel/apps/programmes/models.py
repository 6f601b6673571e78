"""Programmes: micro-credentials of one organisation that lead somewhere together, in order."""

import uuid

from django.db import models


class Programme(models.Model):
    """What an organisation offers as one way; the public sees it once it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("profiles.Profile", on_delete=models.PROTECT, related_name="programmes")
    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=120)
    search_name = models.CharField(max_length=120, editable=False)
    description = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=12)
    colour = models.CharField(
        max_length=7, blank=True, help_text="Own colour as #rrggbb; else the organisation's."
    )
    cover_png = models.BinaryField(null=True, blank=True, help_text="At most 1600 by 1600 px.")
    cover_width = models.PositiveSmallIntegerField(default=0)
    cover_height = models.PositiveSmallIntegerField(default=0)
    cover_digest = models.CharField(max_length=16, blank=True)
    custom_fields = models.JSONField(
        default=list, blank=True, help_text="What is asked with each badge of its steps beside the standards."
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["search_name", "id"]

    def __str__(self) -> str:
        return self.name


class ProgrammeStep(models.Model):
    """One micro-credential of a programme, in its place."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="steps")
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.PROTECT, related_name="programme_steps"
    )
    position = models.PositiveSmallIntegerField()
    is_optional = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "achievement"], name="a_programme_holds_it_once"),
            models.UniqueConstraint(fields=["programme", "position"], name="a_place_in_a_programme_is_one"),
        ]
