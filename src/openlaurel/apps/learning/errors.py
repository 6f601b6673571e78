"""What can go wrong when somebody makes or follows a course."""

from collections.abc import Mapping


class LearningError(Exception):
    """It can't be done as asked; the message says why and what to do."""


class InvalidCourse(LearningError):
    """A course that can't be used: `problems` maps a field, such as `title` or `lessons.2`, to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)


class NotOffered(LearningError):
    """The course isn't published, or its achievement isn't in the catalogue."""


class AlreadyCompleted(LearningError):
    """A completed course stays in a learner's record."""
