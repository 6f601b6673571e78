"""Signing up, in and back in, in our words and our design, by mail and by password."""

import re
from collections.abc import Callable

import pytest
from allauth.account import urls as allauth_urls
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.profiles.policies import INSTALLATION

pytestmark = pytest.mark.django_db
PASSWORD = "sea-shanty-42"
ADDRESS = '<p class="strong break" dir="ltr">second@learners.example</p>'


def code_in_mail() -> str:
    [line] = [
        line for line in mail.outbox[-1].body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line.strip())
    ]
    return line.strip()


def test_an_account_is_made_with_a_name_and_a_code_from_the_mail(client: Client) -> None:
    client.cookies["openlaurel_language"] = "es"
    form = {"name": "Ana Sousa", "email": "Ana@Learners.example", "password1": PASSWORD}

    response = client.post("/account/signup/", form)
    assert response.headers["Location"] == "/account/confirm-email/"
    assert mail.outbox[-1].to == ["ana@learners.example"]
    response = client.post("/account/confirm-email/", {"code": code_in_mail()})

    assert response.headers["Location"] == "/home"
    account = Account.objects.get()
    assert (account.name, account.language) == ("Ana Sousa", "es")
    assert Event.objects.get(kind="account.created").data == {}


def test_what_copying_drags_along_does_not_keep_a_badge_from_who_earns_it(
    client: Client, make_published: Callable[..., AchievementVersion]
) -> None:
    copied = "\u202bAna\u202c\x07 Sousa\u2069"
    client.post("/account/signup/", {"name": copied, "email": "ana@learners.example", "password1": PASSWORD})
    account = Account.objects.get(email="ana@learners.example")
    award = issue_award(
        version=make_published("tide-tables"),
        recipient_name=account.name,
        recipient_email=account.email,
        by=INSTALLATION,
        now=timezone.now(),
    )
    assert award.recipient_name == account.name == "Ana Sousa"


def test_without_the_code_nobody_gets_in(client: Client) -> None:
    client.post("/account/signup/", {"name": "Ana", "email": "ana@learners.example", "password1": PASSWORD})

    response = client.post("/account/confirm-email/", {"code": "AAAAAA"})

    assert "This isn&#x27;t the code from the mail." in response.content.decode()
    assert client.get("/home").status_code == 302


def test_a_password_signs_in_and_leads_back_to_where_one_wanted(
    client: Client, make_account: Callable[..., Account]
) -> None:
    account = make_account()

    response = client.post("/account/login/?next=/verify", {"login": account.email, "password": PASSWORD})

    assert response.headers["Location"] == "/verify"


def test_signing_in_leads_to_no_other_site(client: Client, make_account: Callable[..., Account]) -> None:
    account = make_account()

    response = client.post(
        "/account/login/?next=https://elsewhere.example/", {"login": account.email, "password": PASSWORD}
    )

    assert response.headers["Location"] == "/home"


def test_a_wrong_password_says_what_else_one_can_do(
    client: Client, make_account: Callable[..., Account]
) -> None:
    account = make_account()

    page = client.post("/account/login/", {"login": account.email, "password": "wrong"}).content.decode()

    assert "or have a code sent instead" in page
    assert 'role="alert"' in page


def test_a_code_signs_in_without_a_password(client: Client, make_account: Callable[..., Account]) -> None:
    account = make_account()

    client.post("/account/login/code/", {"email": account.email})
    response = client.post("/account/login/code/confirm/", {"code": code_in_mail()})

    assert response.headers["Location"] == "/home"
    assert "If you didn't ask for this" in mail.outbox[-1].body


def test_nobody_learns_who_has_an_account(client: Client, make_account: Callable[..., Account]) -> None:
    make_account("known@learners.example")
    answers = []
    for address in ("known@learners.example", "unknown@learners.example"):
        signup = Client().post(
            "/account/signup/", {"name": "Ana", "email": address, "password1": PASSWORD}, follow=True
        )
        reset = Client().post("/account/password/reset/", {"email": address}, follow=True)
        code = Client().post("/account/login/code/", {"email": address}, follow=True)
        answers.append(
            [re.sub(r'value="[^"]+"|\w+@learners', "", r.content.decode()) for r in (signup, reset, code)]
        )

    assert answers[0] == answers[1]


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(
    client: Client, make_account: Callable[..., Account]
) -> None:
    account = make_account()
    client.post("/account/password/reset/", {"email": account.email})
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found is not None

    form = client.get(found[1], follow=True)
    address = form.redirect_chain[-1][0]
    done = client.post(address, {"password1": "tide-table-77", "password2": "tide-table-77"}, follow=True)
    again = Client().get(found[1])

    assert "The password is changed" in done.content.decode()
    assert "This link doesn't work any more" in again.content.decode()
    account.refresh_from_db()
    assert account.check_password("tide-table-77")


def test_changing_the_password_is_told_by_mail(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    account = make_account()
    form = {"oldpassword": PASSWORD, "password1": "tide-table-77", "password2": "tide-table-77"}

    signed_in(account).post("/account/password/change/", form)

    assert mail.outbox[-1].subject == "Your password was changed"
    assert "If that wasn't you" in mail.outbox[-1].body


def test_another_address_counts_only_after_its_code(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(make_account())

    client.post("/account/email/", {"email": "second@learners.example", "action_add": ""})
    assert mail.outbox[-1].to == ["second@learners.example"]
    assert ADDRESS not in client.get("/account/email/").content.decode()
    client.post("/account/confirm-email/", {"code": code_in_mail()})

    assert ADDRESS in client.get("/account/email/").content.decode()


def test_no_page_of_signing_in_is_left_in_anothers_design(
    make_account: Callable[..., Account], signed_in: Callable[[Account], Client]
) -> None:
    names = [pattern.name for pattern in allauth_urls.urlpatterns]
    seen = []
    for client in (Client(), signed_in(make_account())):
        for name in names:
            try:
                path = reverse(name)
            except NoReverseMatch:
                path = reverse(name, kwargs={"uidb36": "1", "key": "wrong"})
            response = client.get(path)
            if response.status_code == 200:
                seen.append(name)
                assert 'class="logo"' in response.content.decode(), name

    assert {"account_login", "account_signup", "account_email", "account_logout"} <= set(seen)


def test_a_mail_speaks_the_readers_language_and_names_the_site(client: Client) -> None:
    client.post("/account/login/code/", {"email": "nobody@learners.example"})

    assert "OpenLaurel at testserver" in mail.outbox[-1].body
    assert "{" not in mail.outbox[-1].body + mail.outbox[-1].subject
