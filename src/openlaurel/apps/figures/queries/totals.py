"""How far all badges of an organisation got, from the tallies: for those who have too many to count them each time."""

from django.db.models import F, Sum

from openlaurel.apps.figures.models import Tally
from openlaurel.apps.figures.queries.selection import ACCEPTED
from openlaurel.apps.issuing.queries import AwardCounts
from openlaurel.apps.profiles.models import Profile

_UNSENT = F("quiet") + F("waiting") + F("unsent_revoked") + F("failed")
_UNOPENED = F("unopened") + F("unopened_revoked")


def tallied_counts(organisation: Profile) -> AwardCounts:
    """This function will return what `count_awards` would, as it was some seconds ago."""
    found = Tally.objects.filter(organisation=organisation).aggregate(
        **{
            name: Sum(number, default=0)
            for name, number in {
                "all_issued": F("issued"),
                "mailed": F("issued") - _UNSENT,
                "opened": F("issued") - _UNSENT - _UNOPENED,
                "accepted": ACCEPTED,
                "all_declined": F("declined"),
                "all_revoked": F("revoked")
                + F("unsent_revoked")
                + F("unopened_revoked")
                + F("unanswered_revoked"),
            }.items()
        }
    )
    return AwardCounts(**{name.removeprefix("all_"): number for name, number in found.items()})
