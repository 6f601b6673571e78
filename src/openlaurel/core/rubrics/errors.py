"""What can be wrong with a rubric or with a choice of its levels."""


class RubricError(Exception):
    """A rubric can't be used as asked."""


class BadRubric(RubricError):
    """The definition of a rubric is broken; the message names the criterion and what was expected."""


class UnknownLevel(RubricError):
    """A level was chosen that its criterion doesn't have, or for a criterion that the rubric doesn't have."""
