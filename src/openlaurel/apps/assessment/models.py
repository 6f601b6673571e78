"""Assessments: the questions and tasks by which a learner proves an achievement."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentKind(models.TextChoices):
    QUIZ = "quiz", _("Quiz")
    TASK = "task", _("Practical task")


class ItemKind(models.TextChoices):
    SINGLE = "single", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    NUMERIC = "numeric", _("Number")
    TEXT = "text", _("Short text")


class SubmissionState(models.TextChoices):
    SUBMITTED = "submitted", _("Waiting for review")
    RETURNED = "returned", _("Returned")
    PASSED = "passed", _("Passed")


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
            ),
            models.CheckConstraint(
                condition=models.Q(max_attempts__gte=1), name="an_assessment_can_be_tried"
            ),
            models.UniqueConstraint(fields=["achievement", "position"], name="assessments_are_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One question. `choices` and `key` have one shape per kind: see marking.py."""

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
    answers = models.JSONField(
        default=dict, blank=True, help_text='{"item id": answer}; shapes in marking.py.'
    )
    saved_at = models.DateTimeField(null=True, blank=True)
    marks = models.JSONField(
        default=dict, blank=True, help_text='{"item id": points}, as marked at submission.'
    )
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    max_points = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "account", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["assessment", "account"],
                condition=models.Q(submitted_at__isnull=True),
                name="one_attempt_is_open_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True, passed__isnull=True)
                | models.Q(submitted_at__isnull=False, passed__isnull=False),
                name="a_submitted_attempt_is_marked",
            ),
        ]


class ExtraAttempt(models.Model):
    """One more attempt for one learner than the assessment allows, given by an assessor."""

    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.CASCADE, related_name="extra_attempts"
    )
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey("accounts.Account", on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()


class Retest(models.Model):
    """An assessment that a learner has passed and is asked to take again: what was passed before counts for it no longer.

    It is over with the first pass since `opened_at`.
    """

    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.CASCADE, related_name="retests")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "account"],
                condition=models.Q(passed_at__isnull=True),
                name="one_retest_is_open_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(passed_at__isnull=True) | models.Q(passed_at__gte=models.F("opened_at")),
                name="a_retest_is_passed_after_it_opened",
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


def submission_path(submission: "Submission", file_name: str) -> str:
    """Where an uploaded file is kept: a name that nobody can guess and that says nothing about its owner."""
    return f"submissions/{uuid.uuid4().hex}"


class Submission(models.Model):
    """A learner's answer to a practical task: text, or a file, or both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.PROTECT, related_name="submissions"
    )
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    file = models.FileField(upload_to=submission_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True, help_text="As the learner calls it.")
    file_type = models.CharField(max_length=100, blank=True, help_text="Media type, found in the content.")
    file_size = models.PositiveIntegerField(default=0)
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
            models.CheckConstraint(
                condition=~models.Q(text="") | ~models.Q(file=""), name="a_submission_holds_work"
            ),
        ]


class WorkDraft(models.Model):
    """What a learner has written for a task and not handed in yet."""

    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.CASCADE, related_name="drafts")
    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    share_as_evidence = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "account"], name="one_draft_of_each_work")
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
    mailed_at = models.DateTimeField(null=True, blank=True)
