"""What can be done with assessments: make them, take them, judge what was handed in."""

from openlaurel.apps.assessment.errors import (
    AlreadyPassed,
    AlreadyReviewed,
    AssessmentError,
    AttemptIsSubmitted,
    CoolingOff,
    InvalidAssessment,
    NoAttemptsLeft,
    NotAssessedHere,
    UnreadableAnswers,
    UnusableReview,
    UnusableWork,
    WaitingForReview,
)
from openlaurel.apps.assessment.services.attempts import (
    give_attempt,
    save_answers,
    start_attempt,
    submit_attempt,
)
from openlaurel.apps.assessment.services.authoring import create_quiz, create_task
from openlaurel.apps.assessment.services.drafts import ItemDraft
from openlaurel.apps.assessment.services.retests import open_retests
from openlaurel.apps.assessment.services.reviews import review_submission
from openlaurel.apps.assessment.services.submissions import save_draft, share_submission, submit_task
from openlaurel.apps.assessment.uploads import Upload

__all__ = [
    "AlreadyPassed",
    "AlreadyReviewed",
    "AssessmentError",
    "AttemptIsSubmitted",
    "CoolingOff",
    "InvalidAssessment",
    "ItemDraft",
    "NoAttemptsLeft",
    "NotAssessedHere",
    "UnreadableAnswers",
    "UnusableReview",
    "UnusableWork",
    "Upload",
    "WaitingForReview",
    "create_quiz",
    "create_task",
    "give_attempt",
    "open_retests",
    "review_submission",
    "save_answers",
    "save_draft",
    "share_submission",
    "start_attempt",
    "submit_attempt",
    "submit_task",
]
