"""What can go wrong when somebody makes, takes or judges an assessment."""

from collections.abc import Mapping
from datetime import datetime


class AssessmentError(Exception):
    """It can't be done as asked; the message says why and what to do."""


class InvalidAssessment(AssessmentError):
    """A draft that can't be used: `problems` maps a field, such as `title` or `items.3`, to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)


class NotAssessedHere(AssessmentError):
    """The achievement isn't in the catalogue, or the assessment is of another kind."""


class AlreadyPassed(AssessmentError):
    """The learner has passed this assessment; there is nothing more to prove."""


class NoAttemptsLeft(AssessmentError):
    """All attempts were used without passing."""


class CoolingOff(AssessmentError):
    """The next attempt isn't open yet: it is from `until` on."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class AttemptIsSubmitted(AssessmentError):
    """Answers came for an attempt that was submitted before."""


class UnreadableAnswers(AssessmentError):
    """Answers that can't be marked: `problems` maps the item's id to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class WaitingForReview(AssessmentError):
    """The learner has handed in work that nobody has reviewed yet."""


class UnusableWork(AssessmentError):
    """Neither text nor file, too much text, or a file that isn't accepted: `problems` maps the field to what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class UnusableReview(AssessmentError):
    """A review without a level for each criterion, or without a comment where one is needed."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class AlreadyReviewed(AssessmentError):
    """Somebody else has decided on this submission."""
