"""Assessments: the questions and tasks by which a learner proves an achievement."""

import uuid

from django.db import models


class AssessmentKind(models.TextChoices):
    QUIZ = "quiz"
    TASK = "task"


class ItemKind(models.TextChoices):
    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMERIC = "numeric"
    TEXT = "text"


class SubmissionState(models.TextChoices):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PASSED = "passed"


class Assessment(models.Model):
    """A quiz or a practical task; an achievement's assessments must all be passed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey(
        "catalog.Achievement", on_delete=models.PROTECT, related_name="assessments"
    )
    kind = models.CharField(max_length=8, choices=AssessmentKind.choices)
    title = models.CharField(max_length=200)
    instructions = models.TextField(help_text="Markdown.")
    language = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField(default=0)
    pass_percent = models.PositiveSmallIntegerField(help_text="Mastery threshold, percent of the points.")
    max_attempts = models.PositiveSmallIntegerField(default=3)
    cooling_off_hours = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_percent__range=(1, 100)), name="pass_mark_is_a_percentage"
            )
        ]


class Item(models.Model):
    """One question. `choices` and `key` have one shape per kind, checked by the services."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ItemKind.choices)
    prompt = models.TextField(help_text="Markdown.")
    choices = models.JSONField(default=list, blank=True)
    key = models.JSONField(help_text="The answer key; never leaves the server before submission.")
    explanation = models.TextField(blank=True)
    points = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "position"], name="items_are_in_order")]


class Attempt(models.Model):
    """One sitting of a quiz; answers are kept as given, the score as computed then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.PROTECT, related_name="attempts")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    max_points = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "account", "number"], name="attempts_are_numbered"),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True, passed__isnull=True)
                | models.Q(submitted_at__isnull=False, passed__isnull=False),
                name="a_submitted_attempt_is_marked",
            ),
        ]


class Rubric(models.Model):
    """How a practical task is judged: criteria in rows, levels in columns."""

    assessment = models.OneToOneField(
        "assessment.Assessment", on_delete=models.CASCADE, related_name="rubric", primary_key=True
    )
    criteria = models.JSONField(
        help_text='[{"id", "name", "levels": [{"id", "name", "description", "points"}]}], levels rising.'
    )


class Submission(models.Model):
    """A learner's answer to a practical task: text, or a file, or both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.PROTECT, related_name="submissions"
    )
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    file = models.FileField(upload_to="submissions/%Y/%m/", null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    share_as_evidence = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=SubmissionState.choices, default=SubmissionState.SUBMITTED
    )
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "account", "number"], name="submissions_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["assessment", "account"],
                condition=models.Q(state="submitted"),
                name="one_submission_waits_at_a_time",
            ),
        ]


class Review(models.Model):
    """An assessor's decision on a submission: a level for each criterion, and why."""

    submission = models.OneToOneField(
        "assessment.Submission", on_delete=models.CASCADE, related_name="review", primary_key=True
    )
    assessor = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    levels = models.JSONField(help_text='{"criterion id": "level id"}')
    points = models.PositiveSmallIntegerField()
    max_points = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    comment = models.TextField(blank=True)
    decided_at = models.DateTimeField()
