"""How far all badges of an organisation got, from the tallies: for those who have too many to count them each time."""

from datetime import datetime

from django.db.models import Count, F, Sum

from openlaurel.apps.figures.models import PublicCount, Tally
from openlaurel.apps.figures.queries.selection import ACCEPTED
from openlaurel.apps.issuing.queries import AwardCounts, awards_in_force
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries.long_pages import MOST_COUNTED, counted

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


def public_count_of(organisation: Profile, now: datetime) -> PublicCount:
    """This function will return what the public is told; of a large organisation, as its worker counted it lately."""
    kept = PublicCount.objects.filter(organisation=organisation).first()
    if kept is not None and counted(organisation.awards.all()) > MOST_COUNTED:
        return kept
    return count_for_public(organisation, now)


def count_for_public(organisation: Profile, now: datetime) -> PublicCount:
    """This function will count the badges in force and the people who hold one; nothing is written."""
    numbers = awards_in_force(organisation, now).aggregate(
        badges=Count("pk"), holders=Count("recipient_email", distinct=True)
    )
    return PublicCount(organisation=organisation, counted_at=now, **numbers)
