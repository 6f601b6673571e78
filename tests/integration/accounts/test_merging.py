"""Two accounts of one person become one: nothing is forgotten, nobody's account is taken, and it is all or nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db.models import Model
from django.test import Client, RequestFactory
from tests.integration.accounts.passkeys import Device
from tests.integration.accounts.test_personal_data import (
    ADDRESS,
    SECOND,
    Life,
    life,
    media,
    texts_of_the_database,
)
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account, MergedAccount, MergeOffer
from openlaurel.apps.accounts.passkeys import account_of_passkey, ask_for_passkey
from openlaurel.apps.accounts.registry import settlements
from openlaurel.apps.accounts.services import CannotMerge, foresee_merge, merge_accounts, offer_merge
from openlaurel.apps.accounts.services import merging as services
from openlaurel.apps.accounts.services.merging import relations
from openlaurel.apps.accounts.views.merging import COOKIE
from openlaurel.apps.assessment.models import Attempt, Submission, WorkDraft
from openlaurel.apps.assessment.services import save_draft, start_attempt, submit_task
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.learning.models import Course, Enrolment, LessonProgress
from openlaurel.apps.learning.services import enrol
from openlaurel.apps.portfolio.models import Entry, FormerHandle, Portfolio
from openlaurel.apps.portfolio.services import create_portfolio
from openlaurel.apps.profiles.models import Membership, Role
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.queries import list_events, read_trail
from openlaurel.apps.profiles.services import add_member, ensure_person_profile
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.services import keep_file

__all__ = ["life", "media"]
pytestmark = pytest.mark.django_db
PASSWORD = "sea-shanty-42"


@pytest.fixture
def kept(make_account: Callable[..., Account]) -> Account:
    """The account that stays."""
    cache.clear()
    return make_account("quirina@home.example", name="")


def merge(source: Account, target: Account, now: datetime) -> Account:
    return merge_accounts(source=source, secret=offer_merge(account=target, now=now), now=now)


def referring(account: Account) -> dict[str, int]:
    return {
        f"{model._meta.label}.{field.name}": count
        for model, field in relations()
        if (count := model._base_manager.filter(**{field.name: account}).count())
    }


def unique_by_account() -> Iterator[type[Model]]:
    """Models of which two rows that differ by the account alone may not stand beside each other as one person's."""
    for model, field in relations():
        names = [name for names in model._meta.unique_together for name in names]
        names += [name for rule in model._meta.constraints for name in getattr(rule, "fields", ())]
        if field.unique or field.name in names:
            yield model


def test_whatever_can_stand_only_once_with_a_person_is_settled_by_its_app() -> None:
    settled = {label for settlement in settlements() for label in settlement.of}

    assert {model._meta.label for model in unique_by_account()} == settled


def test_all_that_refers_to_the_one_refers_to_the_other(life: Life, kept: Account, now: datetime) -> None:
    before, source = referring(life.account), life.account.pk
    assert len(before) > 12, "the world has something in most of the tables"
    organisation = life.world.organisation
    Event.objects.filter(pk=list_events(organisation)[0].pk).update(actor_id=source)

    assert merge(life.account, kept, now) == kept

    after = referring(kept)
    own = {"account.EmailAddress.user": 1}
    added = {"accounts.MergedAccount.into": 1}
    # An archive is of the badges of one account, as they were.
    gone = ({"profiles.Invitation.invited_by"} - set(before)) | {"wallet.WalletArchive.account"}
    assert {name: count - own.get(name, 0) for name, count in after.items() if name not in added} == {
        name: count for name, count in before.items() if name not in gone
    }
    kept.refresh_from_db()
    assert kept.name == life.account.name, "it had none of its own"
    left = {table for table, text in texts_of_the_database() if source.hex in text.replace("-", "")}
    assert left <= {"accounts_mergedaccount", "events_event", "mailing_outgoingmail"}
    assert not Account.objects.filter(pk=source).exists()
    assert set(EmailAddress.objects.filter(user=kept, verified=True).values_list("email", flat=True)) == {
        "quirina@home.example",
        ADDRESS,
        SECOND,
    }
    assert EmailAddress.objects.get(user=kept, primary=True).email == "quirina@home.example"
    lines = read_trail(list_events(organisation))
    assert "A deleted account" not in {line.actor for line in lines}, "the trail still names who did it"
    assert any("merged another account" in line.words for line in lines)


def test_where_both_have_something_it_is_said_first_and_nothing_is_lost(
    life: Life, kept: Account, now: datetime
) -> None:
    world, source = life.world, life.account
    course = Course.objects.get()
    mine = enrol(course=course, account=kept, now=now)
    attempt = Attempt.objects.get(account=source)
    start_attempt(assessment=attempt.assessment, account=kept, now=now + timedelta(minutes=1))
    work = Submission.objects.get(account=source)
    save_draft(assessment=work.assessment, account=kept, text="Mine", now=now)
    add_member(organisation=world.organisation, account=kept, role=Role.DESIGNER, by=INSTALLATION, now=now)
    ensure_person_profile(account=kept, now=now)
    create_portfolio(account=kept, handle="quirina-home", name="Q", now=now)
    EmailAddress.objects.create(user=kept, email=SECOND, verified=False, primary=False)
    EmailAddress.objects.filter(user=source, email=SECOND).delete()
    badge = badge_by_key(now, ADDRESS, "Knots twice")
    EmailAddress.objects.filter(user=source, email=ADDRESS).update(verified=True)
    twice = keep_file(account=source, data=badge, now=now)
    KeptBadge.objects.filter(pk=twice.pk).update(account=kept)
    twice = keep_file(account=source, data=badge, now=now)

    former = Portfolio.objects.get(account=source).handle

    seen = foresee_merge(source=source, target=kept)
    said = " ".join(seen.stays)
    assert seen.hindrances == []
    for words in (
        "was begun in both",
        "What was read of",
        "closes",
        "portfolio of the account that stays",
        "kept once",
    ):
        assert words in said, words
    merge(source, kept, now)

    assert Enrolment.objects.get(account=kept) == mine
    assert LessonProgress.objects.get().enrolment == mine
    assert list(Attempt.objects.filter(account=kept).values_list("number", flat=True)) == [1]
    assert "Mine\n\n" in WorkDraft.objects.get(account=kept).text
    assert Membership.objects.filter(account=kept).count() == 1
    assert Portfolio.objects.get(account=kept).handle == "quirina-home"
    assert FormerHandle.objects.get(handle=former).portfolio.account == kept
    assert Entry.objects.filter(portfolio__account=kept).exists()
    assert KeptBadge.objects.filter(account=kept, identifier=twice.identifier).count() == 1
    assert Award.objects.filter(account=kept).exists()


def test_what_hinders_or_fails_leaves_both_as_they_were(
    life: Life, kept: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = Submission.objects.get(account=life.account).assessment
    enrol(course=Course.objects.get(), account=kept, now=now)
    submit_task(assessment=task, account=life.account, text="Once more", file=None, now=now)
    waiting = submit_task(assessment=task, account=kept, text="Once more", file=None, now=now)
    before = (referring(life.account), referring(kept))
    with pytest.raises(CannotMerge, match="waits for review in both"):
        merge(life.account, kept, now)
    MergeOffer.objects.all().delete()
    assert (referring(life.account), referring(kept)) == before

    def fail(*_: Any) -> None:
        raise RuntimeError("the power went")

    waiting.delete()
    before = (referring(life.account), referring(kept))
    monkeypatch.setattr(services, "_remove", fail)
    with pytest.raises(RuntimeError):
        merge(life.account, kept, now)
    MergeOffer.objects.all().delete()
    assert (referring(life.account), referring(kept)) == before
    assert not MergedAccount.objects.exists()


def test_a_second_factor_is_not_lost_by_merging(
    make_account: Callable[..., Account], kept: Account, client: Client, now: datetime
) -> None:
    source = make_account("with-key@x.example")
    Authenticator.objects.create(user=source, type="totp", data={"secret": "sealed"})
    device = Device(source)

    merge(source, kept, now)

    assert set(Authenticator.objects.filter(user=kept).values_list("type", flat=True)) == {"totp", "webauthn"}
    with context.request_context(RequestFactory().get("/")):
        options, state = ask_for_passkey("x")
        found = account_of_passkey(orjson.loads(device.answer(options)), state=state, purpose="x", max_age=60)
    assert found == kept, "its passkeys still name the account that went"


def sign_in(client: Client, account: Account) -> None:
    client.post("/account/login/", {"login": account.email, "password": PASSWORD})


def begin(client: Client, account: Account) -> None:
    sign_in(client, account)
    answer = client.post("/account/merge/begin")
    assert answer["Location"] == "/account/login/?next=%2Faccount%2Fmerge"
    assert COOKIE in client.cookies
    assert client.get("/home").status_code == 302, "signed out"


@pytest.mark.django_db(transaction=True)
def test_whoever_signs_in_to_both_merges_them(
    client: Client, make_account: Callable[..., Account], kept: Account, deliver_events: Callable[[], None]
) -> None:
    source = make_account("old@x.example", name="Old")
    begin(client, kept)
    sign_in(client, source)
    page = client.get("/account/merge").content.decode()
    assert "old@x.example" in page
    assert "quirina@home.example" in page
    assert client.post("/account/merge", {}).status_code == 422
    assert Account.objects.filter(pk=source.pk).exists()

    answer = client.post("/account/merge", {"understood": "on"})

    assert answer["Location"] == "/account/login/"
    assert not Account.objects.filter(pk=source.pk).exists()
    assert client.get("/home").status_code == 302
    deliver_events()
    assert sorted(message.to[0] for message in mail.outbox if "merged" in message.subject) == [
        "old@x.example",
        "quirina@home.example",
    ]
    assert Event.objects.get(kind="account.merged").actor_id == kept.pk


def test_nobody_takes_an_account_that_they_did_not_sign_in_to(
    client: Client, make_account: Callable[..., Account], kept: Account, settings: Any, now: datetime
) -> None:
    victim = make_account("victim@x.example")
    attacker = Client()
    begin(attacker, kept)
    secret = attacker.cookies[COOKIE].value

    # The victim follows a link of the attacker's: their browser never began anything.
    sign_in(client, victim)
    assert "How it goes" in client.get("/account/merge").content.decode()
    assert client.post("/account/merge", {"understood": "on"}).status_code == 200
    # Made-up and old secrets.
    client.cookies[COOKIE] = secret[:-1] + "x"
    client.post("/account/merge", {"understood": "on"})
    MergeOffer.objects.update(expires_at=now - timedelta(days=900))
    client.cookies[COOKIE] = secret
    client.post("/account/merge", {"understood": "on"})
    assert Account.objects.filter(pk=victim.pk).exists()
    # A session of long ago alone neither begins nor ends it.
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert "/account/" in client.post("/account/merge/begin")["Location"]
    assert MergeOffer.objects.count() == 1
    client.cookies[COOKIE] = offer_merge(account=kept, now=datetime.now(tz=now.tzinfo))
    assert client.get("/account/merge")["Location"].startswith("/account/reauthenticate/")
    assert client.post("/account/merge", {"understood": "on"})["Location"] == "/account/merge"
    assert Account.objects.filter(pk=victim.pk).exists()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(victim)
    assert strict.post("/account/merge", {"understood": "on"}).status_code == 403


def test_an_account_is_not_merged_into_itself(kept: Account, now: datetime) -> None:
    with pytest.raises(CannotMerge):
        merge(kept, kept, now)
    assert Account.objects.filter(pk=kept.pk).exists()
