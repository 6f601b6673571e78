from openlaurel.apps.catalog.models.achievements import (
    Achievement,
    AchievementVersion,
    Alignment,
    BadgeFamily,
    DuplicatePolicy,
    Level,
    Participation,
    PublishedVersionIsFixed,
    Skill,
    Supervision,
    VersionState,
)
from openlaurel.apps.catalog.models.listings import Listing, SearchWord, SearchWordForm

__all__ = [
    "Achievement",
    "AchievementVersion",
    "Alignment",
    "BadgeFamily",
    "DuplicatePolicy",
    "Level",
    "Listing",
    "Participation",
    "PublishedVersionIsFixed",
    "SearchWord",
    "SearchWordForm",
    "Skill",
    "Supervision",
    "VersionState",
]
