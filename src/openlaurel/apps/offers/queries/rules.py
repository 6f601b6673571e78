"""Rules, and who fulfils them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment
from openlaurel.apps.assessment.queries import accounts_who_passed
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.offers.models import Rule
from openlaurel.apps.profiles.models import Profile


def key_of(rule: Rule, account_id: UUID) -> str:
    """This function will return the idempotency key of the one badge that a rule gives an account."""
    return f"rule:{rule.pk.hex}:{account_id.hex}"


def held_awards(rule: Rule, people: Sequence[Account], now: datetime) -> dict[UUID, tuple[UUID, ...]]:
    """This function will return by account the ids of the awards by which people fulfil what a rule says of badges."""
    rows = Award.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        version__achievement__in=rule.held.all(),
        account__in=people,
        state=AwardState.ACCEPTED,
        suspended_at=None,
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for award_id, account_id in rows.order_by("pk").values_list("pk", "account"):
        if account_id is not None:
            found[account_id].append(award_id)
    return {account_id: tuple(ids) for account_id, ids in found.items()}


def who_fulfils(rule: Rule, now: datetime, account: Account | None = None) -> QuerySet[Account]:
    """This function will return who has passed what a rule names and holds all its badges, accepted and valid."""
    people = Account.objects.filter(is_active=True)
    if account is not None:
        people = people.filter(pk=account.pk)
    if rule.assessment is not None:
        people = people.filter(accounts_who_passed(rule.assessment))
    counts = Q(valid_until=None) | Q(valid_until__gt=now)
    for achievement in rule.held.all():
        awards = Award.objects.filter(
            counts, version__achievement=achievement, state=AwardState.ACCEPTED, suspended_at=None
        )
        people = people.filter(pk__in=awards.filter(account__isnull=False).values("account"))
    return people


def who_would_get(rule: Rule, now: datetime, account: Account | None = None) -> QuerySet[Account]:
    """This function will return who fulfils a rule and neither holds the badge nor ever got it by this rule."""
    given = Award.objects.filter(version__achievement=rule.achievement_id)
    counts = Q(valid_until=None) | Q(valid_until__gt=now)
    standing = given.exclude(state=AwardState.REVOKED).filter(counts)
    by_account = standing.filter(account__isnull=False).values("account")
    by_address = standing.annotate(address=Lower("recipient_email")).values("address")
    by_rule = given.filter(idempotency_key__startswith=f"rule:{rule.pk.hex}:", account__isnull=False).values(
        "account"
    )
    people = who_fulfils(rule, now, account).exclude(pk__in=by_account).exclude(pk__in=by_rule)
    people = people.annotate(address=Lower("email")).exclude(address__in=by_address)
    return people.order_by("name", "pk")


def list_rules(organisation: Profile) -> QuerySet[Rule]:
    """This function will return an organisation's rules, those that are on first."""
    rows = Rule.objects.filter(organisation=organisation).select_related("achievement", "assessment")
    return rows.prefetch_related("held").order_by("-is_on", "-created_at", "id")


def get_rule(organisation: Profile, rule_id: UUID) -> Rule:
    """This function will return a rule of this organisation, or raise Rule.DoesNotExist."""
    rows = Rule.objects.select_related("organisation", "achievement", "assessment")
    return rows.get(organisation=organisation, id=rule_id)


def rule_names(organisation: Profile) -> dict[UUID, str]:
    """This function will return the names of an organisation's published achievements, by id."""
    versions = published_versions().filter(achievement__organisation=organisation)
    return dict(versions.values_list("achievement", "name"))


def own_assessments(organisation: Profile) -> QuerySet[Assessment]:
    """This function will return the assessments of an organisation, by title."""
    return Assessment.objects.filter(achievement__organisation=organisation).order_by("title", "id")


def own_achievements(organisation: Profile) -> QuerySet[Achievement]:
    """This function will return what of an organisation's is published, whose badges may be a condition."""
    ids = published_versions().filter(achievement__organisation=organisation).values("achievement")
    return Achievement.objects.filter(pk__in=ids).order_by("slug")


def subject_rules(ids: set[str]) -> dict[str, Subject]:
    """This function will name rules in the audit trail by what they issue."""
    rows = Rule.objects.filter(id__in=ids).select_related("organisation", "achievement")
    return {
        str(rule.id): Subject(
            name=rule.achievement.slug,
            url=reverse("offers:rule-detail", args=[rule.organisation.handle, rule.id]),
        )
        for rule in rows
    }
