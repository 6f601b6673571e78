"""A second factor: what a stolen password, database or session could do without it."""

import re
from io import BytesIO
from zipfile import ZipFile

import orjson
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import has_two_factor
from openlaurel.apps.accounts.services import reset_two_factor, write_export
from openlaurel.apps.events.models import Event

pytestmark = pytest.mark.django_db
PASSWORD = "sea-shanty-42"
HERE = "/account/two-factor/"


def code_of(secret: str) -> str:
    """What an app shows now (RFC 6238)."""
    [*_, counter] = [*yield_hotp_counters_from_time()][:1]
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client: Client, account: Account):
    return client.post("/account/login/", {"login": account.email, "password": PASSWORD})


@pytest.fixture
def account(make_account) -> Account:
    cache.clear()
    return make_account("ana@learners.example", name="Ana Sousa")


def prove(client: Client, account: Account) -> None:
    """Signs in, and gives the password once more as for everything that matters."""
    sign_in(client, account)
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def set_up(client: Client, account: Account) -> tuple[str, list[str]]:
    """Sets an app up as a person does; returns its secret and the recovery codes."""
    prove(client, account)
    page = client.get(f"{HERE}totp/activate/")
    secret = page.context["form"].secret
    answer = client.post(f"{HERE}totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    codes = client.get(f"{HERE}recovery-codes/").context["unused_codes"]
    return secret, codes


def test_with_an_app_the_password_alone_opens_nothing(client, account):
    secret, _ = set_up(client, account)
    assert has_two_factor(account)
    thief = Client()
    assert sign_in(thief, account)["Location"].startswith(f"{HERE}authenticate/")
    assert thief.get("/home").status_code == 302
    assert thief.post(f"{HERE}authenticate/", {"code": "000000"}).status_code == 200
    assert thief.get("/home").status_code == 302
    assert thief.post(f"{HERE}authenticate/", {"code": code_of(secret)}).status_code == 302
    assert thief.get("/home").status_code == 200


def test_a_code_works_once(client, account):
    secret, _ = set_up(client, account)
    code = code_of(secret)
    for works in (True, False):
        other = Client()
        sign_in(other, account)
        other.post(f"{HERE}authenticate/", {"code": code})
        assert (other.get("/home").status_code == 200) is works


def test_a_recovery_code_works_once(client, account):
    _, codes = set_up(client, account)
    assert len(codes) == 10
    for works in (True, False):
        other = Client()
        sign_in(other, account)
        other.post(f"{HERE}authenticate/", {"code": codes[0]})
        assert (other.get("/home").status_code == 200) is works


def test_guessing_codes_is_slowed_down(client, account):
    set_up(client, account)
    other = Client()
    sign_in(other, account)
    answers = [other.post(f"{HERE}authenticate/", {"code": f"{n:06}"}).content.decode() for n in range(8)]
    assert "Too many" in answers[-1]


def test_secrets_are_sealed_at_rest(client, account):
    secret, codes = set_up(client, account)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)
    totp = Authenticator.objects.get(type="totp")
    totp.data["secret"] = totp.data["secret"][:-8] + "AAAAAAA="
    totp.save()
    other = Client(raise_request_exception=False)
    sign_in(other, account)
    assert other.post(f"{HERE}authenticate/", {"code": code_of(secret)}).status_code == 500
    assert other.get("/home").status_code == 302


def test_changing_factors_asks_who_it_is_after_a_while(client, account, settings):
    set_up(client, account)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    for path in ("totp/deactivate/", "recovery-codes/generate/", "webauthn/add/", "recovery-codes/"):
        assert client.get(HERE + path)["Location"].startswith("/account/reauthenticate/"), path


@pytest.mark.django_db(transaction=True)
def test_every_change_stands_in_the_audit_trail_and_is_told_by_mail(client, account, mailoutbox):
    set_up(client, account)
    client.post(f"{HERE}recovery-codes/generate/")
    client.post(f"{HERE}totp/deactivate/")
    mails = " ".join(str(mail.subject) for mail in mailoutbox)
    assert "authenticator app was set up" in mails
    assert "authenticator app was removed" in mails
    told = Event.objects.filter(kind__contains="second_factor").order_by("id")
    assert list(told.values_list("kind", "data__type")) == [
        ("account.second_factor_added", "totp"),
        ("account.second_factor_added", "recovery_codes"),
        ("account.second_factor_removed", "recovery_codes"),
        ("account.second_factor_added", "recovery_codes"),
        ("account.second_factor_removed", "totp"),
        ("account.second_factor_removed", "recovery_codes"),
    ]
    assert {event.actor_id for event in told} == {account.id}
    assert not has_two_factor(account)


def test_whoever_lost_everything_is_let_in_by_the_operator(client, account, now):
    set_up(client, account)
    assert reset_two_factor(account=account, now=now) == 2
    assert not Session.objects.exists()
    assert client.get("/home").status_code == 302
    sign_in(client, account)
    assert client.get("/home").status_code == 200
    assert Event.objects.filter(kind="account.second_factor_reset", actor_id=None).count() == 1
    assert reset_two_factor(account=account, now=now) == 0


def test_an_export_names_the_factors_and_not_their_secrets(client, account, now):
    secret, codes = set_up(client, account)
    target = BytesIO()
    write_export(account=account, target=target, now=now)
    data = ZipFile(target).read("data.json").decode()
    assert {one["type"] for one in orjson.loads(data)["second_factors"]} == {"totp", "recovery_codes"}
    assert secret not in data
    assert not any(code in data for code in codes)


def test_the_picture_of_the_app_holds_its_secret_and_no_style_of_others(client, account):
    prove(client, account)
    page = client.get(f"{HERE}totp/activate/")
    assert "no-store" in page["Cache-Control"] or "no-cache" in page["Cache-Control"]
    assert re.search(r"<svg[^>]+>", page.content.decode())
    assert page.context["form"].secret in page.context["totp_url"]
