"""What others ask about assessments."""

from openlaurel.apps.assessment.presenting import KeyedQuestion, keyed_questions_of
from openlaurel.apps.assessment.queries.outcomes import (
    Outcome,
    SharedWork,
    accounts_who_passed,
    get_shared_work,
    hide_work_where,
    outcomes_of,
    percent_of,
    shared_work_of,
)
from openlaurel.apps.assessment.queries.reviewing import (
    StuckLearner,
    review_queue,
    reviewed_work,
    stuck_learners,
    submissions_to,
)
from openlaurel.apps.assessment.queries.standings import (
    Stage,
    Standing,
    all_passed,
    standing_of,
    standings_of,
)
from openlaurel.apps.assessment.queries.wording import words_for_standing

__all__ = [
    "KeyedQuestion",
    "Outcome",
    "SharedWork",
    "Stage",
    "Standing",
    "StuckLearner",
    "accounts_who_passed",
    "all_passed",
    "get_shared_work",
    "hide_work_where",
    "keyed_questions_of",
    "outcomes_of",
    "percent_of",
    "review_queue",
    "reviewed_work",
    "shared_work_of",
    "standing_of",
    "standings_of",
    "stuck_learners",
    "submissions_to",
    "words_for_standing",
]
