"""Rules: made, turned on and off, and applied to who fulfils them.

They are applied when the news comes, and again now and then, so that what was missed is made good. A rule gives one
person one badge, ever: the idempotency key is of rule and account.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.issuing.services import AwardDraft, issue_awards
from openlaurel.apps.offers.errors import InvalidOffer
from openlaurel.apps.offers.models import Rule
from openlaurel.apps.offers.queries.rules import held_awards, key_of, who_would_get
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, check_can

CHUNK = 200


def create_rule(
    *,
    achievement: Achievement,
    assessment: Assessment | None,
    held: Sequence[Achievement],
    by: Actor,
    now: datetime,
) -> Rule:
    """This function will make a rule that is off, so that one can see first who would get the badge.

    Assessment and badges are of the same organisation. Raises InvalidOffer.
    """
    organisation = achievement.organisation
    check_can(by, "issue_award", organisation)
    if problems := _problems_of(organisation, achievement, assessment, held):
        raise InvalidOffer(problems)
    with transaction.atomic():
        rule = Rule.objects.create(
            organisation=organisation,
            achievement=achievement,
            assessment=assessment,
            created_by=by.account,
            created_at=now,
        )
        rule.held.set(held)
        _record("rule.created", rule, by, now)
    return rule


def turn_rule(*, rule: Rule, is_on: bool, by: Actor, now: datetime) -> Rule:
    """This function will turn a rule on or off. Turned on, who fulfils it already gets the badge in the background."""
    check_can(by, "issue_award", rule.organisation)
    with transaction.atomic():
        rule = Rule.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=rule.pk)
        if rule.is_on != is_on:
            rule.is_on = is_on
            rule.save(update_fields=["is_on"])
            _record("rule.turned_on" if is_on else "rule.turned_off", rule, by, now)
    return rule


def remove_rule(*, rule: Rule, by: Actor, now: datetime) -> None:
    """This function will delete a rule; badges that were issued by it stay."""
    check_can(by, "issue_award", rule.organisation)
    with transaction.atomic():
        _record("rule.removed", rule, by, now)
        rule.delete()


def apply_rule(*, rule: Rule, now: datetime, account: Account | None = None) -> int:
    """This function will issue the badge to who fulfils a rule and lacks it, or to `account` alone; returns to how many.

    Called again, or by two workers at once, it issues nobody a second badge.
    """
    version = published_versions().filter(achievement=rule.achievement_id).first()
    if not rule.is_on or version is None:
        return 0
    version.achievement.organisation = rule.organisation
    issued, tried = 0, set[UUID]()
    while True:
        found = who_would_get(rule, now, account)
        people = list(found.exclude(pk__in=tried)[:CHUNK])
        if not people:
            return issued
        tried |= {person.pk for person in people}
        standing = held_awards(rule, people, now)
        drafts = [
            AwardDraft(
                recipient_name=person.name or person.email.split("@")[0],
                recipient_email=person.email,
                account=person,
                language=person.language,
                idempotency_key=key_of(rule, person.pk),
                stands_on=standing.get(person.pk, ()),
            )
            for person in people
        ]
        outcomes = issue_awards(version=version, drafts=drafts, by=INSTALLATION, now=now)
        issued += sum(outcome.is_new for outcome in outcomes)


def apply_rules(*, now: datetime) -> int:
    """This function will apply all rules that are on; returns how many badges were issued."""
    rules = Rule.objects.filter(is_on=True).select_related("organisation", "achievement", "assessment")
    return sum(apply_rule(rule=rule, now=now) for rule in rules.order_by("created_at", "id"))


def _problems_of(
    organisation: Profile,
    achievement: Achievement,
    assessment: Assessment | None,
    held: Sequence[Achievement],
) -> dict[str, str]:
    problems = {}
    if not issuable_versions(organisation).filter(achievement=achievement).exists():
        problems["achievement"] = _("Choose a micro-credential that is published and not archived.")
    if assessment is None and not held:
        problems["held"] = _("Name an assessment, a badge, or both: otherwise everybody would get it.")
    if assessment is not None and assessment.achievement.organisation_id != organisation.pk:
        problems["assessment"] = _("Choose an assessment of your organisation.")
    if any(found.organisation_id != organisation.pk for found in held):
        problems["held"] = _("Choose badges of your organisation.")
    elif achievement in held:
        problems["held"] = _("A badge can't be its own condition. Choose other ones.")
    return problems


def _record(kind: str, rule: Rule, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("rule", rule.id),
        now=now,
        actor_id=by.id,
        organisation_id=rule.organisation_id,
    )
