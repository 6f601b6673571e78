"""The custom fields of a badge where its recipient asks for it: some are theirs to fill in, the others the issuer's."""

from collections.abc import Mapping

from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.issuing.services.own_fields import asked_of, check_answers
from openlaurel.core.fields import AskedOf


def checked_values(
    achievement: Achievement, who: AskedOf, given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """This function will return the values that one side gave, in the form in which they are kept, and the problems.

    A badge that isn't issued any more asks nothing.
    """
    version = published_versions().filter(achievement=achievement).first()
    if version is None:
        return {}, {}
    answers, problems = check_answers(asked_of(version, who), given, version, is_asked=True)
    return dict(answers.values), problems


def still_asked(version: AchievementVersion, *given: Mapping[str, str]) -> dict[str, str]:
    """This function will return those values whose fields are still asked: others were removed since they were given."""
    known = {spec.key for spec in asked_of(version).specs}
    return {key: value for values in given for key, value in values.items() if key in known}


def still_asked_of_issuer(achievement: Achievement, given: Mapping[str, str]) -> dict[str, str]:
    """This function will return those values that the issuer is still asked for with the achievement's badges."""
    version = published_versions().filter(achievement=achievement).first()
    known = {spec.key for spec in asked_of(version, AskedOf.ISSUER).specs} if version else set()
    return {key: value for key, value in given.items() if key in known}
