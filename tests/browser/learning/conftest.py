"""A course with a quiz of all kinds of questions and a task, and who takes and judges them."""

from tests.integration.assessment.conftest import (
    assessing,
    assessor,
    fail_quiz,
    learner,
    make_quiz,
    pass_quiz,
    quiz,
    submission,
    task,
)
from tests.integration.conftest import deliver_events
from tests.integration.learning.conftest import course, enrolment

__all__ = [
    "assessing",
    "assessor",
    "course",
    "deliver_events",
    "enrolment",
    "fail_quiz",
    "learner",
    "make_quiz",
    "pass_quiz",
    "quiz",
    "submission",
    "task",
]
