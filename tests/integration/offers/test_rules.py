"""Rules: who passed an assessment and holds badges gets another one, once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment
from openlaurel.apps.assessment.services import ItemDraft, create_quiz, start_attempt, submit_attempt
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award, issue_award, revoke_award
from openlaurel.apps.offers.errors import InvalidOffer
from openlaurel.apps.offers.models import Rule
from openlaurel.apps.offers.queries import who_would_get
from openlaurel.apps.offers.services import apply_rule, apply_rules, create_rule, turn_rule
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

DAY = timedelta(days=1)


@pytest.fixture
def pilot(make_published: Callable[..., AchievementVersion]) -> AchievementVersion:
    """What the rule issues."""
    return make_published("pilot", name="Harbour pilot")


@pytest.fixture
def quiz(published: AchievementVersion, now: datetime) -> Assessment:
    return create_quiz(
        achievement=published.achievement,
        title="Tides",
        language="en",
        pass_percent=75,
        items=[ItemDraft("single", "High or low?", 0, ["High", "Low"], "So it is.")],
        by=INSTALLATION,
        now=now,
    )


@pytest.fixture
def rule(pilot: AchievementVersion, published: AchievementVersion, quiz: Assessment, now: datetime) -> Rule:
    """Passed the quiz "Tides" and holds "Tide tables in practice": gets "Harbour pilot"."""
    return create_rule(
        achievement=pilot.achievement,
        assessment=quiz,
        held=[published.achievement],
        by=INSTALLATION,
        now=now,
    )


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Sousa")


@pytest.fixture
def hold(published: AchievementVersion, now: datetime) -> Callable[..., Award]:
    def hold(account: Account, **fields: object) -> Award:
        award = issue_award(
            version=published,
            recipient_name=account.name,
            recipient_email=account.email,
            by=INSTALLATION,
            now=now,
            **fields,
        )
        return accept_award(award=award, account=account, show_name=False, now=now)

    return hold


def take(quiz: Assessment, account: Account, now: datetime, *, right: bool = True) -> None:
    attempt = start_attempt(assessment=quiz, account=account, now=now)
    submit_attempt(attempt=attempt, answers={str(quiz.items.get().id): 0 if right else 1}, now=now)


def pilots(pilot: AchievementVersion) -> int:
    return Award.objects.filter(version=pilot).count()


@pytest.mark.parametrize("badge_first", [True, False])
def test_the_badge_is_issued_when_the_last_condition_comes_true(
    rule: Rule,
    quiz: Assessment,
    ana: Account,
    pilot: AchievementVersion,
    hold: Callable[..., Award],
    now: datetime,
    deliver_events: Callable[[], None],
    badge_first: bool,
) -> None:
    turn_rule(rule=rule, is_on=True, by=INSTALLATION, now=now)
    steps = [lambda: hold(ana), lambda: take(quiz, ana, now)]
    first, last = steps if badge_first else reversed(steps)
    first()
    deliver_events()
    assert pilots(pilot) == 0
    last()
    deliver_events()
    award = Award.objects.get(version=pilot)
    assert award.account == ana
    apply_rules(now=now)
    assert pilots(pilot) == 1


def test_a_failed_attempt_or_a_badge_that_does_not_count_is_not_enough(
    rule: Rule, quiz: Assessment, ana: Account, hold: Callable[..., Award], now: datetime
) -> None:
    take(quiz, ana, now, right=False)
    hold(ana)
    assert not who_would_get(rule, now)
    take(quiz, ana, now + DAY)
    assert list(who_would_get(rule, now)) == [ana]
    revoke_award(award=Award.objects.get(), reason="Wrong.", by=INSTALLATION, now=now)
    assert not who_would_get(rule, now)
    hold(ana, valid_until=now + DAY)
    assert not who_would_get(rule, now + 2 * DAY)


def test_a_badge_that_is_only_offered_is_not_held(
    rule: Rule, quiz: Assessment, ana: Account, published: AchievementVersion, now: datetime
) -> None:
    take(quiz, ana, now)
    issue_award(
        version=published,
        recipient_name="Ana",
        recipient_email=ana.email,
        account=ana,
        by=INSTALLATION,
        now=now,
    )
    assert not who_would_get(rule, now)


def test_a_rule_is_off_until_somebody_has_seen_whom_it_concerns(
    rule: Rule,
    quiz: Assessment,
    ana: Account,
    pilot: AchievementVersion,
    hold: Callable[..., Award],
    now: datetime,
    deliver_events: Callable[[], None],
) -> None:
    hold(ana)
    take(quiz, ana, now)
    deliver_events()
    assert apply_rule(rule=rule, now=now) == 0
    assert pilots(pilot) == 0
    turn_rule(rule=rule, is_on=True, by=INSTALLATION, now=now)
    deliver_events()
    assert pilots(pilot) == 1


def test_a_rule_gives_one_person_one_badge_also_after_it_was_revoked(
    rule: Rule,
    quiz: Assessment,
    ana: Account,
    pilot: AchievementVersion,
    hold: Callable[..., Award],
    now: datetime,
) -> None:
    rule = turn_rule(rule=rule, is_on=True, by=INSTALLATION, now=now)
    hold(ana)
    take(quiz, ana, now)
    assert apply_rule(rule=rule, now=now) == 1
    revoke_award(award=Award.objects.get(version=pilot), reason="Wrong.", by=INSTALLATION, now=now)
    assert apply_rule(rule=rule, now=now) == 0


def test_who_holds_the_badge_already_gets_no_second_one(
    rule: Rule,
    quiz: Assessment,
    ana: Account,
    pilot: AchievementVersion,
    hold: Callable[..., Award],
    now: datetime,
) -> None:
    hold(ana)
    take(quiz, ana, now)
    issue_award(
        version=pilot, recipient_name="Ana", recipient_email="ANA@learners.example", by=INSTALLATION, now=now
    )
    assert not who_would_get(rule, now)


def test_a_rule_that_makes_no_sense_is_refused(
    pilot: AchievementVersion,
    make_organisation: Callable[..., Profile],
    make_published: Callable[..., AchievementVersion],
    now: datetime,
) -> None:
    other = make_published("other", make_organisation("elsewhere"))
    fields = {"achievement": pilot.achievement, "assessment": None, "by": INSTALLATION, "now": now}
    for held, words in (
        ([], "everybody would get it"),
        ([pilot.achievement], "its own condition"),
        ([other.achievement], "of your organisation"),
    ):
        with pytest.raises(InvalidOffer, match=words):
            create_rule(held=held, **fields)


def test_the_pages_show_whom_a_rule_concerns_before_it_is_on(
    signed_in: Callable[[Account], Client],
    owner: Account,
    ana: Account,
    pilot: AchievementVersion,
    published: AchievementVersion,
    quiz: Assessment,
    hold: Callable[..., Award],
    now: datetime,
    deliver_events: Callable[[], None],
) -> None:
    hold(ana)
    take(quiz, ana, now)
    client = signed_in(owner)
    fields = {"version": pilot.pk, "assessment": quiz.pk, "held": [published.achievement_id]}
    assert client.post("/org/harbour/rules/new", {"version": pilot.pk}).status_code == 422
    place = client.post("/org/harbour/rules/new", fields)["Location"]
    page = client.get(place).content.decode()
    assert "Ana Sousa" in page
    assert "Turn it on, and issue to them" in page
    client.post(f"{place}/turn", {"turn": "on"})
    deliver_events()
    assert pilots(pilot) == 1
    assert "Tide tables in practice" in client.get("/org/harbour/rules").content.decode()
    client.post(f"{place}/turn", {"turn": "off"})
    assert not Rule.objects.get().is_on
    client.post(f"{place}/remove")
    assert pilots(pilot) == 1
    assert not Rule.objects.exists()
