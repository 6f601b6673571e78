"""The page of a badge says what it leads to and why, and nothing that nobody said."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import SkillClaim, archive_achievement
from openlaurel.apps.figures.models import Sequel
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import (
    accept_award,
    issue_award,
    revoke_award,
    show_awards,
    suspend_award,
)
from openlaurel.apps.offers.models import Opening
from openlaurel.apps.offers.services import create_rule, turn_rule
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.programmes.services import Outline, Step, create_programme, publish_programme
from openlaurel.apps.wallet.held import HeldBadge, HeldState
from openlaurel.apps.wallet.leads import leads_of
from openlaurel.apps.wallet.next_steps import next_steps
from openlaurel.apps.wallet.services import keep_file

DAY = timedelta(days=1)
TIDES = "https://skills.example/tides"
OTHER = (SkillClaim("https://skills.example/other", "Something else", "foundation"),)
Make = Callable[..., AchievementVersion]


def shown(version: AchievementVersion, **fields: Any) -> list[tuple[str, list[str]]]:
    """The names and reasons that the page of a badge of `version` gives, without the marks that keep names apart."""
    found = leads_of([version.achievement_id], now=timezone.now(), **fields)[version.achievement_id]
    return [
        (lead.version.achievement.slug, [re.sub("[\u2068\u2069]", "", reason) for reason in lead.reasons])
        for lead in found
    ]


@pytest.fixture
def pilot(make_published: Make) -> AchievementVersion:
    """Shares no skill with the others."""
    return make_published(
        "pilot", name="Harbour pilot", skills=(SkillClaim("https://x.example/p", "Piloting", "expert"),)
    )


def test_a_badge_that_leads_nowhere_says_so_by_silence(
    published: AchievementVersion, pilot: AchievementVersion, client: Client, now: datetime
) -> None:
    assert shown(published) == []
    award = give(published, "ana@learners.example", now)
    assert b'id="leads"' not in client.get(f"/awards/{award.pk}").content


def test_a_rule_that_is_on_is_a_reason(
    published: AchievementVersion, pilot: AchievementVersion, now: datetime
) -> None:
    fields: dict[str, Any] = {"assessment": None, "held": [published.achievement]}
    rule = create_rule(achievement=pilot.achievement, by=INSTALLATION, now=now, **fields)
    assert shown(published) == []
    turn_rule(rule=rule, is_on=True, by=INSTALLATION, now=now)
    assert shown(published) == [("pilot", ["This badge counts towards it."])]


def test_what_asks_for_a_badge_is_what_it_leads_to(
    published: AchievementVersion, make_published: Make
) -> None:
    make_published("master", name="Master", skills=OTHER, required=("tide-tables",))
    assert shown(published) == [("master", ["It asks for this badge first."])]


def test_the_next_step_of_a_programme_is_named_and_optional_ones_are_passed_over(
    published: AchievementVersion,
    pilot: AchievementVersion,
    make_published: Make,
    organisation: Profile,
    now: datetime,
) -> None:
    knots = make_published("knots", name="Knots", skills=OTHER)
    steps = (Step("tide-tables"), Step("knots", is_optional=True), Step("pilot"))
    outline = Outline("Skipper", "en", "For skippers.", steps=steps)
    programme = create_programme(
        organisation=organisation, slug="skipper", outline=outline, by=INSTALLATION, now=now
    )
    assert shown(published) == []
    publish_programme(programme=programme, by=INSTALLATION, now=now)
    expected = [("pilot", ["It is the next step of the programme Skipper."])]
    assert (shown(published), shown(knots), shown(pilot)) == (expected, expected, [])
    archive_achievement(achievement=pilot.achievement, by=INSTALLATION, now=now)
    assert shown(published) == []


def test_a_higher_level_of_the_same_skill_is_a_reason_within_one_organisation(
    published: AchievementVersion, make_published: Make, make_organisation: Callable[..., Profile]
) -> None:
    for slug, level in (("again", "foundation"), ("expert", "expert"), ("further", "intermediate")):
        make_published(slug, name=slug.title(), skills=(SkillClaim(TIDES, "Tidal planning", level),))
    elsewhere = make_organisation("elsewhere")
    make_published("others", of=elsewhere, skills=(SkillClaim(TIDES, "Tidal planning", "advanced"),))
    assert shown(published) == [
        ("further", ["It takes Tidal planning further, to the level Intermediate."]),
        ("expert", ["It takes Tidal planning further, to the level Expert."]),
    ]


def test_what_five_others_earned_next_is_told_without_the_number_of_each_day(
    published: AchievementVersion, pilot: AchievementVersion
) -> None:
    organisation = published.achievement.organisation
    Sequel.objects.create(
        organisation=organisation,
        achievement=published.achievement,
        following=pilot.achievement,
        people=38,
    )
    assert shown(published) == [("pilot", ["At least 20 people who hold this badge earned it next."])]
    assert shown(published, held={pilot.achievement_id}) == []


def test_reasons_meet_the_strongest_first_and_there_are_four_at_most(
    published: AchievementVersion, make_published: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    skill = (SkillClaim(TIDES, "Tidal planning", "advanced"),)
    for number in range(5):
        make_published(f"skill-{number}", name=f"Skill {number}", skills=skill)
    make_published("both", name="Both", skills=skill, required=("tide-tables",))
    found = shown(published)
    assert found[0] == (
        "both",
        ["It asks for this badge first.", "It takes Tidal planning further, to the level Advanced."],
    )
    assert len(found) == 4
    ids = [published.achievement_id]
    with django_assert_num_queries(9):
        leads_of(ids, now=timezone.now())
    ids += list(published.achievement.organisation.achievements.values_list("pk", flat=True))
    with django_assert_num_queries(9):
        leads_of(ids, now=timezone.now())


def give(version: AchievementVersion, email: str, at: datetime, **fields: Any) -> Award:
    award = issue_award(
        version=version,
        recipient_name="Ana Lima",
        recipient_email=email,
        notify=False,
        by=INSTALLATION,
        now=at,
        **fields,
    )
    return accept_award(award=award, account=award.account, show_name=False, now=at)


def steps_of(account: Account, award: Award, now: datetime) -> tuple[str, str, bool] | None:
    award = Award.objects.select_related("organisation", "version__achievement", "renewed_by").get(
        pk=award.pk
    )
    badge = HeldBadge(award, None, HeldState.VALID)
    step = next_steps([badge], account, now=now).get(badge.ref)
    return (re.sub("[\u2068\u2069]", "", step.text), step.url, step.is_urgent) if step else None


def test_the_holder_is_told_what_to_do_next(
    ana: Account, published: AchievementVersion, make_published: Make, now: datetime
) -> None:
    award = give(published, ana.email, now, account=ana, valid_until=now + 300 * DAY)
    page = "/achievements/tide-tables"
    assert steps_of(ana, award, now) is None
    master = make_published("master", name="Master", skills=OTHER, required=("tide-tables",))
    assert steps_of(ana, award, now) == (
        "Next: Master. It asks for this badge first.",
        "/achievements/master",
        False,
    )
    give(master, ana.email, now, account=ana)
    assert steps_of(ana, award, now) is None, "she holds it already"
    assert steps_of(ana, award, now + 250 * DAY) == ("It ends on 21 September 2027.", page, True)
    assert steps_of(ana, award, now + 301 * DAY) == ("It ended on 21 September 2027.", page, True)
    archive_achievement(achievement=published.achievement, by=INSTALLATION, now=now)
    assert steps_of(ana, award, now + 301 * DAY) == (
        "It ended on 21 September 2027. It isn't offered any more: ask Harbour Institute what takes its place.",
        "/profiles/harbour",
        True,
    )


def test_what_does_not_count_says_whom_to_ask_and_what_was_renewed_where_the_newer_is(
    ana: Account, published: AchievementVersion, suspendable: None, now: datetime
) -> None:
    award = give(published, ana.email, now, account=ana)
    suspended = suspend_award(award=award, reason="Under review.", by=INSTALLATION, now=now)
    text = "It doesn't count for now. Ask Harbour Institute what is missing."
    assert steps_of(ana, award, now) == (text, "/profiles/harbour", True)
    newer = give(published, ana.email, now, account=ana)
    Award.objects.filter(pk=award.pk).update(renewed_by=newer)
    revoke_award(award=suspended, reason="Renewed.", by=INSTALLATION, now=now)
    assert steps_of(ana, award, now) == ("A newer badge took its place.", f"/awards/{newer.pk}", False)
    other = give(published, "bo@learners.example", now)
    show_awards(awards=[other.pk], holder=None, visibility="private", now=now)
    Award.objects.filter(pk=award.pk).update(renewed_by=other)
    assert steps_of(ana, award, now) is None


@pytest.fixture
def suspendable(published: AchievementVersion, now: datetime) -> None:
    from openlaurel.apps.catalog.services import allow_suspension

    allow_suspension(achievement=published.achievement, is_allowed=True, by=INSTALLATION, now=now)
    published.achievement.refresh_from_db()


def test_the_wallet_says_it_of_each_badge(
    ana: Account,
    published: AchievementVersion,
    make_published: Make,
    signed_in: Callable[[Account], Client],
    now: datetime,
) -> None:
    make_published("master", name="Master", skills=OTHER, required=("tide-tables",))
    real = timezone.now()
    give(published, ana.email, real - 30 * DAY, account=ana, valid_until=real + 20 * DAY)
    give(published, ana.email, real - 60 * DAY, account=ana)
    kept = keep_file(account=ana, data=badge_by_key(now, ana.email, "Splicing"), now=now)
    page = signed_in(ana).get("/wallet").content.decode()
    assert "It ends on" in page
    assert "See how to renew it" in page
    assert "It asks for this badge first." in page
    assert kept.name in page
    ended = HeldBadge(None, kept, HeldState.EXPIRED)
    step = next_steps([ended], ana, now=now)[ended.ref]
    assert (step.url, step.is_urgent) == ("/wallet/add", True)


def test_a_visitor_is_told_how_to_earn_it_and_the_holder_what_comes_next(
    client: Client,
    ana: Account,
    published: AchievementVersion,
    make_published: Make,
    signed_in: Callable[[Account], Client],
    now: datetime,
) -> None:
    make_published("master", name="Master of tides", skills=OTHER, required=("tide-tables",))
    award = give(published, ana.email, now, account=ana)
    url = f"/awards/{award.pk}"

    def page() -> str:
        from openlaurel.apps.pages.shelf import shelf

        shelf.clear()
        return client.get(url).content.decode()

    first = page()
    assert "Master of tides" in first
    assert "It asks for this badge first." in first
    assert "Read what it takes and where to begin." in first
    assert "Your next step" not in first
    Opening.objects.create(
        organisation=published.achievement.organisation,
        achievement=published.achievement,
        instructions="Show a plan.",
        created_at=now,
    )
    assert "applies for it, with evidence" in page()
    archive_achievement(achievement=published.achievement, by=INSTALLATION, now=now)
    gone = page()
    assert "It isn&#x27;t offered any more." in gone or "It isn't offered any more." in gone
    own = signed_in(ana).get(url).content.decode()
    assert "Your next step" in own
    assert "Earn it too" not in own
