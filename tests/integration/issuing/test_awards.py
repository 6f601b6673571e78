"""Issuing badges to people, one or many."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import start_version
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award, Credential, Mould
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import (
    AwardDraft,
    InvalidAward,
    KeyUsedForAnother,
    NotIssuable,
    issue_award,
    issue_awards,
    revoke_signing_key,
)
from openlaurel.apps.issuing.services.signed import SigningKeyChanged, sign_drafts, store_signed
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember
from openlaurel.core.openbadges import Evidence, Result, identity_matches
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db
Make = Callable[..., Award]


def test_an_issued_badge_verifies_with_what_this_site_answers(
    award: Award, verified: Callable[..., Report]
) -> None:
    report = verified(credential_bytes(award))
    assert {check.check: check.outcome for check in report.checks} == {
        "format": "pass",
        "proof": "pass",
        "issuer": "pass",
        "status": "pass",
        "validity": "pass",
        "recipient": "skipped",
    }


def test_a_badge_changed_in_one_character_fails(award: Award, verified: Callable[..., Report]) -> None:
    changed = credential_bytes(award).replace(b"Tide tables in practice", b"Tide tables in practise")
    assert not verified(changed).verified


def test_the_document_hides_who_it_is_about_and_lets_them_prove_it(award: Award) -> None:
    text = credential_bytes(award).decode()
    assert "ana@learners.example" not in text
    assert "Sousa" not in text
    email, name = orjson.loads(text)["credentialSubject"]["identifier"]
    assert email["identityType"] == "emailAddress"
    assert identity_matches(email, "Ana@Learners.example")
    assert identity_matches(name, "Ana Sousa")
    assert email["salt"] != name["salt"]


def test_the_document_says_all_that_the_definition_says(
    make_published: Callable[..., AchievementVersion], make_award: Make
) -> None:
    version = make_published(
        "night-watch",
        awarding_body_name="Seafarers' Board",
        awarding_body_url="https://board.example",
        result_descriptions=(
            {"id": "quiz", "name": "Quiz", "result_type": "Percent", "value_min": "0", "value_max": "100"},
        ),
    )
    award = make_award(
        version=version,
        results=[Result("quiz", value="93")],
        evidence=[Evidence("Log book", id="https://work.example/log")],
        narrative="Stood four watches.",
    )
    document = orjson.loads(credential_bytes(award))
    subject = document["credentialSubject"]
    described = subject["achievement"]["resultDescription"][0]["id"]
    assert subject["result"] == [{"type": ["Result"], "resultDescription": described, "value": "93"}]
    assert subject["achievement"]["creator"]["name"] == "Seafarers' Board"
    assert subject["achievement"]["image"]["id"].endswith("/achievements/night-watch/versions/1/image.png")
    assert subject["achievement"]["alignment"][0]["targetName"] == "Tidal planning"
    assert subject["narrative"] == "Stood four watches."
    assert document["evidence"][0]["id"] == "https://work.example/log"
    assert document["issuer"]["id"] == "did:web:127.0.0.1%3A8000:profiles:harbour"
    assert isinstance(document["proof"], list)


def test_validity_follows_the_definition_to_the_last_day_of_a_shorter_month(
    make_published: Callable[..., AchievementVersion], make_award: Make
) -> None:
    version = make_published("first-aid", validity_months=13)
    award = make_award(version=version, valid_from=datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert award.valid_until == datetime(2027, 2, 28, 12, tzinfo=UTC)
    assert orjson.loads(credential_bytes(award))["validUntil"] == "2027-02-28T12:00:00Z"


def test_issuing_is_in_the_audit_trail_without_a_name(award: Award, organisation: Profile) -> None:
    event = Event.objects.get(kind="award.issued")
    assert (event.subject_id, event.organisation_id) == (str(award.id), organisation.id)
    assert "Ana" not in str(event.data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipient_name", "  "),
        ("recipient_name", "x" * 201),
        ("recipient_name", "Ana\x00Sousa"),
        ("recipient_name", "Ana \u202easuoS"),
        ("recipient_email", "ana@"),
        ("recipient_email", ""),
        ("narrative", "bell\x07"),
        ("evidence", [Evidence("Log", id="javascript:alert(1)")]),
        ("evidence", [Evidence("")]),
        ("results", [Result("oral-exam", value="5")]),
        ("valid_from", datetime(1026, 3, 1, tzinfo=UTC)),
        ("valid_from", datetime(2036, 3, 1, tzinfo=UTC)),
        ("valid_until", datetime(2020, 3, 1, tzinfo=UTC)),
        ("recipient_email", "ana\x00@learners.example"),
        ("language", "es\x00"),
        ("language", "somewhat long"),
        ("idempotency_key", "order\x00seven"),
        ("results", [Result("plan", value="5\x00")]),
        ("results", [Result("plan", achieved_level="superb")]),
        ("valid_from", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
        ("valid_until", datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))),
    ],
)
def test_what_cannot_be_signed_is_refused_by_field(
    make_award: Make, make_published: Callable[..., AchievementVersion], field: str, value: Any
) -> None:
    level = {"id": "sound", "name": "Sound"}
    plan = {"id": "plan", "name": "Plan", "result_type": "RubricCriterionLevel", "levels": [level]}
    version = make_published("judged", result_descriptions=(plan,))
    with pytest.raises(InvalidAward) as refused:
        make_award(version=version, **{field: value})
    assert list(refused.value.problems) == [field]
    assert not Award.objects.exists()


def test_a_name_is_kept_in_one_form(make_award: Make) -> None:
    award = make_award(recipient_name="  Zoe\u0308   Nu\u0301n\u0303ez ", recipient_email=" Zoe@Example.ORG ")
    assert (award.recipient_name, award.recipient_email) == ("Zoë Núñez", "zoe@example.org")


def test_a_repeated_request_returns_the_first_badge(make_award: Make, now: datetime) -> None:
    first = make_award(idempotency_key="order-7")
    again = make_award(idempotency_key="order-7", now=now + timedelta(hours=1))
    assert again.id == first.id
    assert Award.objects.count() == Credential.objects.count() == 1


def test_a_key_cannot_be_used_for_another_badge(make_award: Make) -> None:
    make_award(idempotency_key="order-7")
    with pytest.raises(KeyUsedForAnother):
        make_award(idempotency_key="order-7", recipient_name="Bea Sousa")


def test_two_organisations_may_use_the_same_key(
    make_award: Make,
    make_organisation: Callable[..., Profile],
    make_published: Callable[..., AchievementVersion],
) -> None:
    other = make_published("knots", of=make_organisation("lighthouse"))
    make_award(idempotency_key="order-7")
    make_award(idempotency_key="order-7", version=other)
    assert Award.objects.count() == 2


def test_drafts_are_not_issued(published: AchievementVersion, make_award: Make, now: datetime) -> None:
    draft = start_version(achievement=published.achievement, by=INSTALLATION, now=now)
    with pytest.raises(NotIssuable):
        make_award(version=draft)


def test_only_owners_and_issuers_issue(
    make_award: Make, make_member: Callable[..., Any], make_account: Callable[..., Any]
) -> None:
    make_award(by=Actor(account=make_member("issuer")))
    for role in ("designer", "assessor", "reader"):
        with pytest.raises(NotAllowed):
            make_award(by=Actor(account=make_member(role)))
    with pytest.raises(NotAMember):
        make_award(by=Actor(account=make_account()))


def test_many_badges_are_issued_at_once_and_each_verifies(
    published: AchievementVersion, now: datetime, verified: Callable[..., Report]
) -> None:
    drafts = [
        AwardDraft(
            f"Person {number}",
            f"p{number}@learners.example",
            narrative="Very good." if number % 5 == 0 else "",
            evidence=(Evidence("Log", id=f"https://work.example/{number}"),) if number % 7 == 0 else (),
        )
        for number in range(150)
    ]
    outcomes = issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    assert all(outcome.is_new for outcome in outcomes)
    assert [outcome.award.recipient_name for outcome in outcomes if outcome.award] == [
        draft.recipient_name for draft in drafts
    ]
    for number in (0, 1, 5, 7, 35, 149):
        award = outcomes[number].award
        assert award is not None
        document = credential_bytes(award)
        assert verified(document).verified
        assert orjson.loads(document)["id"].endswith(str(award.id))


def test_a_faulty_draft_does_not_keep_the_others_from_being_issued(
    published: AchievementVersion, now: datetime
) -> None:
    drafts = [
        AwardDraft("Ana", "ana@learners.example"),
        AwardDraft("", "x"),
        AwardDraft("Bo", "bo@learners.example"),
    ]
    outcomes = issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    assert [outcome.is_new for outcome in outcomes] == [True, False, True]
    assert isinstance(outcomes[1].error, InvalidAward)


def test_a_key_that_is_given_twice_in_one_call_issues_once(
    published: AchievementVersion, now: datetime
) -> None:
    draft = AwardDraft("Ana", "ana@learners.example", idempotency_key="row-1")
    first, second = issue_awards(version=published, drafts=[draft, draft], by=INSTALLATION, now=now)
    assert first.is_new
    assert not second.is_new
    assert first.award == second.award
    assert Award.objects.count() == 1


def test_indices_are_unique_and_tell_no_order(published: AchievementVersion, now: datetime) -> None:
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(60)]
    issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    indices = [
        Credential.objects.get(award__recipient_email=draft.recipient_email).status_index for draft in drafts
    ]
    assert len(set(indices)) == 60
    assert indices != sorted(indices)


def test_issue_award_links_the_account_and_writes_in_its_language(
    make_award: Make, make_account: Callable[..., Any]
) -> None:
    account = make_account("ana@learners.example", language="es")
    award = make_award(account=account)
    assert (award.account, award.language) == (account, "es")


def test_the_service_needs_no_more_than_its_name_says(published: AchievementVersion, now: datetime) -> None:
    award = issue_award(
        version=published,
        recipient_name="Li",
        recipient_email="li@learners.example",
        by=INSTALLATION,
        now=now,
    )
    assert award.state == "offered"


def test_a_key_that_stopped_signing_in_the_meantime_leaves_no_badge_behind(
    published: AchievementVersion, award: Award, now: datetime
) -> None:
    drafts = [AwardDraft("Bo", "bo@learners.example", idempotency_key="b")]
    signed = sign_drafts(version=published, drafts=drafts, by=INSTALLATION, now=now, notify=False)
    assert signed.key is not None
    revoke_signing_key(key=signed.key, since=now, reason="Stolen.", by=INSTALLATION, now=now)
    with pytest.raises(SigningKeyChanged):
        store_signed(signed)
    assert list(Award.objects.all()) == [award]
    [outcome] = issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    assert outcome.is_new
    assert Credential.objects.get(award=outcome.award).key.revoked_at is None


def test_what_is_returned_is_what_was_stored(published: AchievementVersion, now: datetime) -> None:
    draft = AwardDraft("Ana", "ana@learners.example", narrative="Well done.", idempotency_key="k")
    [outcome] = issue_awards(version=published, drafts=[draft], by=INSTALLATION, now=now)
    stored = Award.objects.get()
    assert outcome.award is not None
    for field in Award._meta.concrete_fields:
        assert getattr(outcome.award, field.attname) == getattr(stored, field.attname), field.name


def test_what_badges_share_is_stored_once(
    make_award: Make, published: AchievementVersion, now: datetime
) -> None:
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(40)]
    issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    issue_awards(version=published, drafts=drafts[:30], by=INSTALLATION, now=now + timedelta(hours=1))
    make_award(now=now + timedelta(hours=2))
    assert Credential.objects.count() == 71
    assert Mould.objects.count() == 1
    assert max(len(bytes(c.content)) for c in Credential.objects.all()) < 800


def test_badges_with_other_results_share_all_but_these(
    make_published: Callable[..., AchievementVersion], make_award: Make
) -> None:
    quiz = {"id": "quiz", "name": "Quiz", "result_type": "Percent", "value_min": "0", "value_max": "100"}
    version = make_published("watch", result_descriptions=(quiz,))
    for points in ("80", "93"):
        award = make_award(version=version, results=[Result("quiz", value=points)])
        assert orjson.loads(credential_bytes(award))["credentialSubject"]["result"][0]["value"] == points
    assert Mould.objects.count() == 1
