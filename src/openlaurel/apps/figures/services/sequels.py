"""What people earned next after a badge is counted by the worker, once a day for each organisation.

Only badges that their holders show to everybody, of one organisation, are looked at, and only what five people or more
did is written down: nothing in it is about anybody.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast, Coalesce, Lower

from openlaurel.apps.figures.models import Counting, Sequel
from openlaurel.apps.issuing.models import Award, AwardState, Visibility
from openlaurel.apps.profiles.models import Profile

KEPT = timedelta(days=1)
FEWEST = 5
# Of larger organisations the latest badges say what is taken next these days.
LATEST = 200_000
Pair = tuple[UUID, UUID]
Line = tuple[str, UUID, datetime]


def refresh_sequels(*, now: datetime) -> int:
    """This function will count anew for organisations where that is a day ago; returns how many. Twice does no harm."""
    due = Counting.objects.filter(Q(sequels_counted_at=None) | Q(sequels_counted_at__lte=now - KEPT))
    organisations = list(Profile.objects.filter(pk__in=due.values("pk")))
    for organisation in organisations:
        counts = count_sequels(_lines(organisation))
        rows = [
            Sequel(organisation=organisation, achievement_id=first, following_id=second, people=people)
            for (first, second), people in sorted(counts.items())
            if people >= FEWEST
        ]
        with transaction.atomic():
            Sequel.objects.filter(organisation=organisation).delete()
            Sequel.objects.bulk_create(rows, batch_size=500)
            Counting.objects.filter(pk=organisation.pk).update(sequels_counted_at=now)
    return len(organisations)


def count_sequels(lines: Iterable[Line]) -> Counter[Pair]:
    """This function will count by how many people the second of two achievements was earned next after the first.

    `lines` are person, achievement and moment, sorted by person and moment. Each achievement counts once a person, when
    it was earned first; what was accepted at one moment has no order.
    """
    counts: Counter[Pair] = Counter()
    for _person, own in groupby(lines, key=lambda line: line[0]):
        earned: dict[UUID, datetime] = {}
        for _of, achievement, moment in own:
            earned.setdefault(achievement, moment)
        counts.update(
            (first, second) for (first, before), (second, since) in pairwise(earned.items()) if before < since
        )
    return counts


def _lines(organisation: Profile) -> Iterator[Line]:
    shown = Award.objects.filter(
        organisation=organisation,
        stage=AwardState.ACCEPTED,
        visibility=Visibility.PUBLIC,
        recipient_erased_at=None,
    )
    oldest = _oldest(shown)
    if oldest is not None:
        shown = shown.filter(created_at__gte=oldest)
    person = Coalesce(Cast("account_id", CharField()), Lower("recipient_email"), output_field=CharField())
    rows = shown.annotate(person=person).order_by("person", "accepted_at", "pk")
    for name, achievement_id, moment in rows.values_list(
        "person", "version__achievement_id", "accepted_at"
    ).iterator(chunk_size=5000):
        if moment is not None:
            yield name, achievement_id, moment


def _oldest(shown: QuerySet[Award]) -> datetime | None:
    """When the oldest of the latest badges was made; None where all are looked at."""
    moments = shown.order_by("-created_at", "-id").values_list("created_at", flat=True)[LATEST : LATEST + 1]
    return next(iter(moments), None)
