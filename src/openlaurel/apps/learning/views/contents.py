"""What is behind an achievement, as its organisation's designers see it: lessons, questions with keys, rubrics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openlaurel.apps.assessment.models import AssessmentKind
from openlaurel.apps.assessment.queries import keyed_questions_of
from openlaurel.apps.learning.models import Course
from openlaurel.apps.learning.queries import minutes_of
from openlaurel.apps.profiles.access import workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.rubrics import parse_rubric


@workspace_view("define_achievement")
@never_cache
@require_safe
def course_content(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    course = get_object_or_404(
        Course.objects.select_related("achievement"),
        achievement__organisation=organisation,
        achievement__slug=slug,
    )
    assessments = list(course.achievement.assessments.select_related("rubric"))
    return render(
        request,
        "learning/course_content.html",
        {
            "organisation": organisation,
            "course": course,
            "lessons": course.lessons.all(),
            "minutes": minutes_of(course),
            "quizzes": [
                (quiz, keyed_questions_of(quiz)) for quiz in assessments if quiz.kind == AssessmentKind.QUIZ
            ],
            "tasks": [
                (task, parse_rubric(task.rubric.criteria))
                for task in assessments
                if task.kind == AssessmentKind.TASK
            ],
        },
    )
