"""What others ask about courses and those who follow them."""

from openlaurel.apps.learning.queries.progress import (
    LessonStep,
    Progress,
    enrolment_of,
    enrolments_of,
    get_course,
    has_course,
    minutes_of,
    progress_of,
)
from openlaurel.apps.learning.queries.steps import Step, StepState, next_step, outline_of, steps_of

__all__ = [
    "LessonStep",
    "Progress",
    "Step",
    "StepState",
    "enrolment_of",
    "enrolments_of",
    "get_course",
    "has_course",
    "minutes_of",
    "next_step",
    "outline_of",
    "progress_of",
    "steps_of",
]
