"""Rules for programs: made, looked at with who would get the badge, turned on and off, removed."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.issuing.api_values import SLUG, own_version
from openlaurel.apps.offers.errors import InvalidOffer
from openlaurel.apps.offers.models import Rule
from openlaurel.apps.offers.queries import get_rule, list_rules, who_would_get
from openlaurel.apps.offers.queries.rules import own_achievements, own_assessments
from openlaurel.apps.offers.services import create_rule, remove_rule, turn_rule
from openlaurel.apps.profiles.access import ApiKeyAuth, program_of
from openlaurel.apps.profiles.api_parts import (
    CHANGE,
    ERRORS,
    ONE,
    IdempotencyHeader,
    LongPageQuery,
    PageQuery,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import check_can
from openlaurel.apps.profiles.queries.long_pages import counted
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import KeyUsedForAnother, once

router = Router(tags=["offers"], auth=ApiKeyAuth(Scope.OFFERS_MANAGE))
MOST_HELD = 50


class RuleIn(Schema):
    """Who passed the assessment, if one is named, and holds all of the badges, gets the badge of `achievement`."""

    model_config = ConfigDict(extra="forbid")

    achievement: str = Field(
        max_length=100, pattern=SLUG, description="What is issued: a published micro-credential of yours."
    )
    assessment: UUID | None = Field(None, description="One that GET /rules/assessments lists.")
    held: list[str] = Field(
        default_factory=list, max_length=MOST_HELD, description="Slugs of your micro-credentials."
    )


class RuleChangeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    is_on: bool


class AssessmentOut(Schema):
    id: UUID
    title: str
    achievement: str

    @classmethod
    def of(cls, assessment: Assessment) -> "AssessmentOut":
        return cls(id=assessment.pk, title=assessment.title, achievement=assessment.achievement.slug)


class RuleOut(Schema):
    """A rule; while it is off it issues nothing."""

    id: UUID
    achievement: str
    assessment: AssessmentOut | None
    held: list[str]
    is_on: bool
    created_at: AwareDatetime

    @classmethod
    def of(cls, rule: Rule) -> "RuleOut":
        """This function will read a rule with its conditions."""
        return cls(
            id=rule.pk,
            achievement=rule.achievement.slug,
            assessment=AssessmentOut.of(rule.assessment) if rule.assessment else None,
            held=sorted(found.slug for found in rule.held.all()),
            is_on=rule.is_on,
            created_at=rule.created_at,
        )


class RulePage(Schema):
    """`count` is the number of all as far as 10,001. `next`, given as `after`, reads on; null at the end."""

    items: list[RuleOut]
    count: int
    next: str | None


class AssessmentPage(Schema):
    """`count` is the number of all, not only of those on this page."""

    items: list[AssessmentOut]
    count: int


class PersonOut(Schema):
    name: str
    email: str

    @classmethod
    def of(cls, person: Account) -> "PersonOut":
        return cls(name=person.name, email=person.email)


class PeoplePage(Schema):
    """`count` is the number of all as far as 10,001."""

    items: list[PersonOut]
    count: int


@router.get("", response={200: RulePage, **ERRORS}, summary="List your rules")
def list_own_rules(request: HttpRequest, query: Query[LongPageQuery]) -> RulePage:
    """The rules of the key's organisation, the latest first."""
    found = list_rules(_organisation(request)).select_related("achievement", "assessment__achievement")
    page, count, following = query.read(found)
    return RulePage(items=[RuleOut.of(one) for one in page], count=count, next=following)


@router.get(
    "/assessments", response={200: AssessmentPage, **ERRORS}, summary="List what a rule can ask to be passed"
)
def list_rule_assessments(request: HttpRequest, query: Query[PageQuery]) -> AssessmentPage:
    """The quizzes and tasks of the key's organisation, by title."""
    found = own_assessments(_organisation(request)).select_related("achievement")
    page = found[query.offset : query.offset + query.limit]
    return AssessmentPage(items=[AssessmentOut.of(one) for one in page], count=found.count())


@router.post("", response={201: RuleOut, 200: RuleOut, **CHANGE}, summary="Make a rule")
def make_rule(
    request: HttpRequest, body: RuleIn, idempotency_key: IdempotencyHeader = None
) -> Status[RuleOut]:
    """It is off: look first at who would get the badge. The same idempotency key with the same body returns the rule that
    was made then: 200; with another body, or once that rule is removed: 409."""
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    achievement = own_version(organisation, body.achievement).achievement
    assessment, held = _conditions(organisation, body)
    now = timezone.now()

    def make() -> UUID:
        made = create_rule(achievement=achievement, assessment=assessment, held=held, by=actor, now=now)
        return made.pk

    made_id, is_new = once(
        organisation=organisation,
        kind="rule",
        key=idempotency_key,
        asked=body.model_dump(mode="json"),
        make=make,
        now=now,
    )
    rule = list_rules(organisation).filter(pk=made_id).first()
    if rule is None:
        raise KeyUsedForAnother(
            _("The rule of this idempotency key was removed. Use a new key for another one.")
        )
    return Status(201 if is_new else 200, RuleOut.of(rule))


@router.get("/{uuid:rule_id}", response={200: RuleOut, **ONE}, summary="Read one rule")
def read_rule(request: HttpRequest, rule_id: UUID) -> RuleOut:
    """What it issues, and to whom."""
    return RuleOut.of(_rule(_organisation(request), rule_id))


@router.get(
    "/{uuid:rule_id}/people", response={200: PeoplePage, **ONE}, summary="See who would get a rule's badge"
)
def list_rule_people(request: HttpRequest, rule_id: UUID, query: Query[PageQuery]) -> PeoplePage:
    """Who fulfils it now and lacks the badge, by name. While it is on, the worker issues to them."""
    found = who_would_get(_rule(_organisation(request), rule_id), timezone.now())
    page = found[query.offset : query.offset + query.limit]
    return PeoplePage(items=[PersonOut.of(person) for person in page], count=counted(found))


@router.patch("/{uuid:rule_id}", response={200: RuleOut, **ONE}, summary="Turn a rule on or off")
def change_rule(request: HttpRequest, rule_id: UUID, body: RuleChangeIn) -> RuleOut:
    """Turned on, who fulfils it already gets the badge in the background."""
    actor, organisation = program_of(request)
    rule = _rule(_organisation(request), rule_id)
    turn_rule(rule=rule, is_on=body.is_on, by=actor, now=timezone.now())
    return RuleOut.of(_rule(organisation, rule_id))


@router.delete("/{uuid:rule_id}", response={204: None, **ONE}, summary="Remove a rule")
def delete_rule(request: HttpRequest, rule_id: UUID) -> Status[None]:
    """Badges that were issued by it stay."""
    actor, _handled = program_of(request)
    remove_rule(rule=_rule(_organisation(request), rule_id), by=actor, now=timezone.now())
    return Status(204, None)


def _conditions(organisation: Profile, body: RuleIn) -> tuple[Assessment | None, list[Achievement]]:
    """The rows that a body names. Raises InvalidOffer for those that aren't the organisation's own."""
    assessment = None
    if body.assessment is not None:
        assessment = own_assessments(organisation).filter(pk=body.assessment).first()
        if assessment is None:
            raise InvalidOffer({"assessment": _("Choose an assessment of your organisation.")})
    held = list(own_achievements(organisation).filter(slug__in=body.held))
    if missing := set(body.held) - {found.slug for found in held}:
        words = _("Your organisation has no published micro-credential of these names: %(names)s.")
        raise InvalidOffer({"held": words % {"names": ", ".join(sorted(missing))}})
    return cast(Assessment | None, assessment), held


def _organisation(request: HttpRequest) -> Profile:
    actor, organisation = program_of(request)
    check_can(actor, "issue_award", organisation)
    return organisation


def _rule(organisation: Profile, rule_id: UUID) -> Rule:
    try:
        return get_rule(organisation, rule_id)
    except Rule.DoesNotExist:
        raise Http404 from None
