"""A badge goes to another address of its holder and stays where it is; whoever has the old mailbox has nothing of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import orjson
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import Award, Correction
from openlaurel.apps.issuing.queries import award_of_token, award_url, credential_bytes
from openlaurel.apps.issuing.services import (
    accept_award,
    correct_award,
    decline_award,
    link_awards,
    rebind_award,
    request_correction,
    wanted_of,
)
from openlaurel.apps.issuing.services.claims import claim_token, claim_url
from openlaurel.apps.issuing.services.rebinding import MOST
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.verifier.services import verify

pytestmark = pytest.mark.django_db
OLD, NEW = "ana@learners.example", "ana@new-job.example"


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    account = make_account(OLD, name="Ana Sousa")
    EmailAddress.objects.create(user=account, email=NEW, verified=True, primary=False)
    return account


@pytest.fixture
def held(award: Award, ana: Account, now: datetime) -> Award:
    accept_award(award=award, account=ana, show_name=True, now=now)
    return current(award)


def current(award: Award) -> Award:
    rows = Award.objects.select_related("organisation", "version__achievement__organisation", "account")
    return rows.get(pk=award.pk)


def verdict(document: bytes, recipient: str, now: datetime) -> tuple[str, str]:
    report = verify(document, now=now, recipient=recipient)
    return report.check("recipient").outcome, report.check("status").outcome


def test_a_holder_moves_a_badge_at_once_and_its_address_stays(
    held: Award, ana: Account, client: Client, signed_in: Callable[..., Client], now: datetime
) -> None:
    before, link = credential_bytes(held), claim_url(held)
    page = signed_in(ana).get(f"/awards/{held.pk}/address").content.decode()
    assert NEW in page

    answer = client.post(f"/awards/{held.pk}/address", {"email": NEW})

    assert answer["Location"] == f"/awards/{held.pk}"
    moved = current(held)
    assert (moved.recipient_email, moved.account, moved.state) == (NEW, ana, "accepted")
    after = credential_bytes(moved)
    assert orjson.loads(after)["id"] == orjson.loads(before)["id"] == award_url(held.pk)
    later = now + timedelta(days=30)
    assert verdict(after, NEW, later) == ("pass", "pass")
    assert verdict(after, OLD, later)[0] == "fail"
    old = verify(before, now=later)
    assert old.check("status").outcome == "fail"
    assert "moved it to another e-mail address" in str(old.check("status").params)
    assert client.get(link.partition("8000")[2]).status_code == 404, "of the mail to the address before"
    public = Client().get(f"/awards/{held.pk}").content.decode()
    assert "Bound to another e-mail address of its holder" in public
    assert "@" not in public.partition("<main")[2].partition("</main>")[0]
    event = Event.objects.get(kind="award.rebound")
    assert (event.actor_id, event.organisation_id) == (ana.pk, held.organisation_id)
    assert "example" not in str(event.data)


def test_the_former_address_is_told_and_gets_neither_link_nor_the_new_address(
    held: Award, ana: Account, deliver_events: Callable[[], None], now: datetime
) -> None:
    deliver_events()
    mail.outbox.clear()
    rebind_award(award=held, email=NEW, account=ana, now=now)
    deliver_events()

    (told,) = mail.outbox
    assert told.to == [OLD]
    assert NEW not in told.message().as_string()
    assert "/claim/" not in told.body


def test_only_a_confirmed_address_of_the_account_that_holds_it_will_do(
    held: Award,
    ana: Account,
    make_account: Callable[..., Account],
    signed_in: Callable[..., Client],
    now: datetime,
) -> None:
    EmailAddress.objects.create(user=ana, email="unproved@x.example", verified=False, primary=False)
    eve = make_account("eve@elsewhere.example")
    for email in ("unproved@x.example", "eve@elsewhere.example", ""):
        with pytest.raises(InvalidAward):
            rebind_award(award=held, email=email, account=ana, now=now)
    with pytest.raises(NotPossibleNow):
        rebind_award(award=held, email=eve.email, account=eve, now=now)
    thief = signed_in(eve)
    assert thief.get(f"/awards/{held.pk}/address").status_code == 404
    assert thief.post(f"/awards/{held.pk}/address", {"email": eve.email}).status_code == 404
    assert current(held).recipient_email == OLD
    assert not Correction.objects.exists()


def test_a_badge_is_not_moved_without_end(held: Award, ana: Account, now: datetime) -> None:
    for number in range(MOST):
        rebind_award(award=current(held), email=(NEW, OLD)[number % 2], account=ana, now=now)
    with pytest.raises(NotPossibleNow, match="often"):
        rebind_award(award=current(held), email=OLD, account=ana, now=now + timedelta(days=29))
    rebind_award(award=current(held), email=OLD, account=ana, now=now + timedelta(days=31))


def test_to_an_address_that_is_not_confirmed_the_issuer_decides(
    award: Award, client: Client, deliver_events: Callable[[], None], now: datetime
) -> None:
    accept_award(award=award, show_name=True, now=now)
    deliver_events()
    mail.outbox.clear()
    token = claim_token(award)
    asking = f"/claim/{token}/correction"
    assert client.post(asking, {"wanted_email": "not an address"}).status_code == 422
    assert client.post(asking, {"wanted_email": NEW}).status_code == 302
    asked = award.correction_requests.get()

    wanted = replace(wanted_of(award), recipient_email=asked.wanted_email)
    correct_award(
        award=current(award), wanted=wanted, reason="Asked for.", by=INSTALLATION, now=now, request=asked
    )
    deliver_events()

    moved = current(award)
    assert (moved.recipient_email, moved.state, moved.account) == (NEW, "accepted", None)
    assert award_of_token(token) is None
    assert award_of_token(claim_token(moved)) == moved
    assert sorted(message.to[0] for message in mail.outbox) == [OLD, NEW]


def test_a_badge_that_went_to_a_wrong_address_is_offered_to_the_right_one(
    award: Award,
    make_account: Callable[..., Account],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    stranger = make_account(OLD)
    link_awards(account=stranger)
    deliver_events()
    assert current(award).account == stranger
    decline_award(award=award, now=now)
    mail.outbox.clear()

    wanted = replace(wanted_of(award), recipient_email=NEW)
    correct_award(award=current(award), wanted=wanted, reason="A typo.", by=INSTALLATION, now=now)
    deliver_events()

    moved = current(award)
    assert (moved.state, moved.account, moved.mail_error) == ("offered", None, "")
    claim = next(message for message in mail.outbox if message.to == [NEW] and "/claim/" in message.body)
    assert claim_url(moved) in claim.body
    assert moved.mailed_at is not None


def test_a_request_without_anything_is_refused(award: Award, now: datetime) -> None:
    with pytest.raises(InvalidAward):
        request_correction(award=award, now=now)
