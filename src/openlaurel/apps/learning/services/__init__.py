"""What can be done with courses: make them, follow them."""

from openlaurel.apps.learning.errors import AlreadyCompleted, InvalidCourse, LearningError, NotOffered
from openlaurel.apps.learning.services.courses import LessonDraft, create_course, publish_course
from openlaurel.apps.learning.services.enrolments import check_mastery, enrol, read_lesson, unenrol

__all__ = [
    "AlreadyCompleted",
    "InvalidCourse",
    "LearningError",
    "LessonDraft",
    "NotOffered",
    "check_mastery",
    "create_course",
    "enrol",
    "publish_course",
    "read_lesson",
    "unenrol",
]
