"""What others ask about courses and those who follow them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet, Sum
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.queries import Standing, standings_of
from openlaurel.apps.catalog.models import AchievementVersion, VersionState
from openlaurel.apps.learning.models import Course, Enrolment, Lesson


@dataclass(frozen=True)
class LessonStep:
    lesson: Lesson
    read_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """How far a learner is: every lesson and every assessment is one step."""

    enrolment: Enrolment
    lessons: tuple[LessonStep, ...]
    standings: tuple[Standing, ...]

    @property
    def steps(self) -> int:
        return len(self.lessons) + len(self.standings)

    @property
    def done(self) -> int:
        return sum(step.read_at is not None for step in self.lessons) + sum(
            standing.is_passed for standing in self.standings
        )

    @property
    def percent(self) -> int:
        return self.done * 100 // self.steps if self.steps else 0

    @property
    def is_mastered(self) -> bool:
        """Whether nothing is left to do. The enrolment says so a moment later, when the news is delivered."""
        return self.enrolment.completed_at is not None or (bool(self.standings) and self.done == self.steps)


def get_course(slug: str) -> Course:
    """This function will return the published course of the achievement at `slug`, or raise Course.DoesNotExist."""
    return Course.objects.select_related("achievement__organisation").get(
        achievement__slug=slug, published_at__isnull=False
    )


def has_course(version: AchievementVersion) -> bool:
    """This function will say whether an achievement can be earned here."""
    return Course.objects.filter(achievement=version.achievement_id, published_at__isnull=False).exists()


def minutes_of(course: Course) -> int:
    """This function will return how long the lessons of a course take together."""
    return course.lessons.aggregate(total=Sum("minutes"))["total"] or 0


def enrolment_of(course: Course, account: Account) -> Enrolment | None:
    """This function will return the learner's enrolment in a course, if there is one."""
    return (
        Enrolment.objects.filter(course=course, account=account)
        .select_related("course__achievement__organisation", "account")
        .first()
    )


def enrolments_of(account: Account) -> QuerySet[Enrolment]:
    """This function will return what a learner is enrolled in, the latest first, with its published definition."""
    published = AchievementVersion.objects.filter(state=VersionState.PUBLISHED).defer(
        "artwork_svg", "artwork_png", "search_text"
    )
    return (
        Enrolment.objects.filter(account=account)
        .select_related("course__achievement__organisation", "account")
        .prefetch_related(Prefetch("course__achievement__versions", queryset=published, to_attr="published"))
        .order_by("-enrolled_at", "pk")
    )


def progress_of(enrolment: Enrolment, now: datetime | None = None) -> Progress:
    """This function will return how far an enrolment is, at `now` or at present."""
    read = dict(enrolment.progress.values_list("lesson", "read_at"))
    lessons = enrolment.course.lessons.defer("body")
    standings = standings_of(enrolment.course.achievement, enrolment.account, now or timezone.now())
    return Progress(
        enrolment=enrolment,
        lessons=tuple(LessonStep(lesson, read.get(lesson.pk)) for lesson in lessons),
        standings=tuple(standings),
    )
