"""The steps of a course as a learner sees them: what it is, how it stands, where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.assessment.models import Assessment, AssessmentKind
from openlaurel.apps.assessment.queries import Stage, Standing, words_for_standing
from openlaurel.apps.learning.models import Course, Lesson
from openlaurel.apps.learning.queries.progress import Progress


class StepState(StrEnum):
    TO_DO = "to_do"
    NEXT = "next"
    WAITING = "waiting"
    ATTENTION = "attention"
    DONE = "done"


@dataclass(frozen=True)
class Step:
    """`url` is empty for who isn't enrolled; `language` is that of the title."""

    title: str
    language: str
    icon: str
    detail: str
    url: str = ""
    state: StepState = StepState.TO_DO


def outline_of(course: Course) -> list[Step]:
    """This function will return what a course consists of, for visitors."""
    assessments = course.achievement.assessments.all()
    return [
        *(_lesson(course, lesson) for lesson in course.lessons.defer("body")),
        *(
            Step(
                title=assessment.title,
                language=assessment.language,
                icon=_icon(assessment),
                detail=_about(assessment),
            )
            for assessment in assessments
        ),
    ]


def steps_of(progress: Progress) -> list[Step]:
    """This function will return the steps of a learner, one of them as the next."""
    course = progress.enrolment.course
    slug = course.achievement.slug
    steps = [
        replace(
            _lesson(course, step.lesson),
            url=reverse("learning:lesson-detail", args=[slug, step.lesson.position]),
            state=StepState.DONE if step.read_at else StepState.TO_DO,
        )
        for step in progress.lessons
    ]
    steps += [_assessed(slug, standing) for standing in progress.standings]
    return _with_next(steps)


def next_step(steps: Iterable[Step]) -> Step | None:
    """This function will return what a learner can do next; None when all is done or only others can act."""
    return next((step for step in steps if step.state == StepState.NEXT), None)


def _with_next(steps: list[Step]) -> list[Step]:
    order = (StepState.ATTENTION, StepState.TO_DO)
    waiting = [step for step in steps if step.state in order]
    if not waiting:
        return steps
    chosen = waiting[0]
    return [replace(step, state=StepState.NEXT) if step is chosen else step for step in steps]


def _lesson(course: Course, lesson: Lesson) -> Step:
    minutes = ngettext("%(minutes)s minute", "%(minutes)s minutes", lesson.minutes) % {
        "minutes": lesson.minutes
    }
    return Step(lesson.title, course.language, "book-open", _("Lesson, %(time)s") % {"time": minutes})


def _assessed(slug: str, standing: Standing) -> Step:
    states = {
        Stage.PASSED: StepState.DONE,
        Stage.WAITING: StepState.WAITING,
        Stage.COOLING_OFF: StepState.WAITING,
        Stage.NO_ATTEMPTS: StepState.WAITING,
        Stage.RETURNED: StepState.ATTENTION,
    }
    assessment = standing.assessment
    return Step(
        title=assessment.title,
        language=assessment.language,
        icon=_icon(assessment),
        detail=words_for_standing(standing),
        url=reverse("assessment:assessment-detail", args=[slug, assessment.pk]),
        state=states.get(standing.stage, StepState.TO_DO),
    )


def _icon(assessment: Assessment) -> str:
    return "list-checks" if assessment.kind == AssessmentKind.QUIZ else "clipboard-check"


def _about(assessment: Assessment) -> str:
    if assessment.kind == AssessmentKind.TASK:
        return _("Practical task, reviewed by an assessor")
    count = assessment.items.count()
    return ngettext("Quiz, %(count)s question", "Quiz, %(count)s questions", count) % {"count": count}
