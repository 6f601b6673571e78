"""Which badges a cause puts in doubt: directly, and because they stand on others that it does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Attempt, Item, Review, Submission
from openlaurel.apps.desk.models.recalls import CauseKind
from openlaurel.apps.issuing.models import Award, AwardBasis, Credential, SigningKey
from openlaurel.apps.offers.models import Rule
from openlaurel.apps.offers.queries import key_of
from openlaurel.apps.profiles.models import Profile

MOST_CHOICES = 200
CHUNK = 500


@dataclass(frozen=True)
class Cause:
    """What was wrong, from `since` until before `until`: a value of CauseKind and the id of that thing."""

    kind: str
    key: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Affected:
    """Ids of awards: those that the cause touches, and those that stand on one of these, however far off."""

    direct: frozenset[UUID]
    standing_on: frozenset[UUID]

    @property
    def all(self) -> frozenset[UUID]:
        return self.direct | self.standing_on


def affected_by(organisation: Profile, cause: Cause) -> Affected:
    """This function will return the awards of an organisation that a cause puts in doubt, revoked ones included.

    An award stands on another one of the organisation that its evidence names, or that a rule asked for. Read is what is
    in doubt and no more, however many awards there are.
    """
    direct = frozenset(_direct(organisation, cause))
    return Affected(direct, _reached(organisation, direct) - direct)


def cause_choices(organisation: Profile) -> list[tuple[str, list[tuple[str, str]]]]:
    """This function will return what can be named as a cause, in groups: ("kind:id", what people call it)."""
    reviews = Submission.objects.filter(assessment__achievement__organisation=organisation)
    assessors = Account.objects.filter(pk__in=reviews.values("review__assessor"))
    items = Item.objects.filter(assessment__achievement__organisation=organisation).select_related(
        "assessment"
    )
    keys = SigningKey.objects.filter(organisation=organisation).order_by("-created_at")
    achievements = organisation.achievements.order_by("slug")
    groups = {
        "achievement": [(row.pk, row.slug) for row in achievements[:MOST_CHOICES]],
        "assessor": [(row.pk, str(row)) for row in assessors[:MOST_CHOICES]],
        "item": [
            (
                row.pk,
                _("%(quiz)s, question %(number)s") % {"quiz": row.assessment.title, "number": row.position},
            )
            for row in items.order_by("assessment__title", "position")[:MOST_CHOICES]
        ],
        "key": [(row.pk, row.public_multibase) for row in keys[:MOST_CHOICES]],
    }
    return [
        (str(CauseKind(kind).label), [(f"{kind}:{key}", label) for key, label in rows])
        for kind, rows in groups.items()
        if rows
    ]


def _direct(organisation: Profile, cause: Cause) -> Iterable[UUID]:
    awards = Award.objects.filter(organisation=organisation).order_by()
    span = {"gte": cause.since, "lt": cause.until}
    if cause.kind == "achievement":
        within = {f"awarded_at__{bound}": moment for bound, moment in span.items()}
        return awards.filter(version__achievement=UUID(cause.key), **within).values_list("pk", flat=True)
    if cause.kind == "key":
        within = {f"signed_at__{bound}": moment for bound, moment in span.items()}
        signed = Credential.objects.filter(key=UUID(cause.key), award__organisation=organisation, **within)
        return signed.values_list("award", flat=True)
    if cause.kind == "assessor":
        within = {f"decided_at__{bound}": moment for bound, moment in span.items()}
        reviews = Submission.objects.filter(
            assessment__achievement__organisation=organisation,
            review__in=Review.objects.filter(assessor=UUID(cause.key), passed=True, **within),
        )
        judged = reviews.values_list("assessment", "assessment__achievement", "account")
        return _earned(awards, judged.iterator(CHUNK))
    within = {f"submitted_at__{bound}": moment for bound, moment in span.items()}
    tries = Attempt.objects.filter(
        assessment__items=UUID(cause.key),
        assessment__achievement__organisation=organisation,
        passed=True,
        **within,
    )
    passed = tries.values_list("assessment", "assessment__achievement", "account")
    return _earned(awards, passed.iterator(CHUNK))


def _earned(awards: QuerySet[Award], passed: Iterable[tuple[UUID, UUID, UUID]]) -> Iterator[UUID]:
    """The badges that learners earned here by what they passed, in a course or by a rule; one that somebody gave them
    otherwise isn't. Of each passed assessment come its id, that of its micro-credential, and the learner's."""
    people: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for assessment, achievement, account in passed:
        people[assessment, achievement].add(account)
    earned = awards.filter(idempotency_key__startswith="enrolment:")
    for (assessment, achievement), accounts in people.items():
        rules = list(Rule.objects.filter(assessment=assessment))
        rest = iter(accounts)
        while some := list(islice(rest, CHUNK)):
            rows = earned.filter(version__achievement=achievement, account__in=some)
            yield from rows.values_list("pk", flat=True)
            for rule in rules:
                keys = [key_of(rule, account) for account in some]
                yield from awards.filter(idempotency_key__in=keys).values_list("pk", flat=True)


def _reached(organisation: Profile, start: frozenset[UUID]) -> frozenset[UUID]:
    """What stands on these awards, on what stands on them, and so on; with them."""
    seen, frontier = set(start), list(start)
    while frontier:
        some, frontier = frontier[:CHUNK], frontier[CHUNK:]
        built = AwardBasis.objects.filter(basis__in=some, award__organisation=organisation).order_by()
        fresh = set(built.values_list("award", flat=True)) - seen
        seen |= fresh
        frontier += fresh
    return frozenset(seen)
