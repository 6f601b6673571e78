"""Courses and who follows them."""

import uuid

from django.db import models


class Course(models.Model):
    """What a learner follows towards one achievement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.OneToOneField("catalog.Achievement", on_delete=models.PROTECT, related_name="course")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Lesson(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey("learning.Course", on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=20, help_text="Estimated reading and practice time.")
    body = models.TextField(help_text="Markdown.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course", "position"], name="lessons_are_in_order")]


class Enrolment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey("learning.Course", on_delete=models.PROTECT, related_name="enrolments")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="enrolments")
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True, help_text="When mastery was reached.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "account"], name="enrolled_once")]


class LessonProgress(models.Model):
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey("learning.Lesson", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "lesson progress"
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="a_lesson_is_read_once")]
