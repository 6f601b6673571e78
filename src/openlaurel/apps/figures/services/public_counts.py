"""What the public is told of large organisations is counted by the worker, once an hour."""

from datetime import datetime, timedelta

from django.db.models import Sum

from openlaurel.apps.figures.models import PublicCount, Tally
from openlaurel.apps.figures.queries import count_for_public
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries.long_pages import MOST_COUNTED

KEPT = timedelta(hours=1)


def refresh_public_counts(*, now: datetime) -> int:
    """This function will count anew what is older than an hour; returns of how many organisations. Twice does no harm."""
    large = Tally.objects.order_by().values("organisation").annotate(number=Sum("issued"))
    fresh = PublicCount.objects.filter(counted_at__gt=now - KEPT).values("organisation")
    due = large.filter(number__gt=MOST_COUNTED).exclude(organisation__in=fresh)
    organisations = Profile.objects.filter(pk__in=list(due.values_list("organisation", flat=True)))
    for organisation in organisations:
        found = count_for_public(organisation, now)
        PublicCount.objects.update_or_create(
            organisation=organisation,
            defaults={"badges": found.badges, "holders": found.holders, "counted_at": now},
        )
    return len(organisations)
