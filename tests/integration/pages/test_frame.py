"""What stands around every page: language, colours, errors, and the small files that programs expect."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from openlaurel.apps.accounts.models import Account

pytestmark = pytest.mark.django_db


def test_the_chosen_language_is_kept_with_direction_and_account(
    owner: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(owner)

    response = client.post("/language", {"language": "ar", "next": "/verify"}, follow=True)

    assert response.redirect_chain[-1][0] == "/verify"
    assert '<html lang="ar" dir="rtl">' in response.content.decode()
    owner.refresh_from_db()
    assert owner.language == "ar"


def test_a_language_that_doesnt_exist_changes_nothing(
    owner: Account, signed_in: Callable[[Account], Client]
) -> None:
    signed_in(owner).post("/language", {"language": "xx", "next": "/"})

    owner.refresh_from_db()
    assert owner.language == ""


def test_colours_are_kept_until_the_device_decides_again(client: Client) -> None:
    client.post("/theme", {"theme": "dark"})
    dark = client.get("/").content.decode()
    client.post("/theme", {"theme": "device"})
    device = client.get("/").content.decode()

    assert '<html lang="en" dir="ltr" data-theme="dark">' in dark
    assert '<html lang="en" dir="ltr">' in device


def test_a_made_up_theme_never_reaches_the_page(client: Client) -> None:
    client.cookies["openlaurel_theme"] = '"><script>'

    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_choosing_leads_nowhere_else(client: Client, path: str) -> None:
    response = client.post(path, {"language": "es", "theme": "dark", "next": "https://elsewhere.example/"})

    assert response.headers["Location"] == "/"
    assert client.get(path).status_code == 405


def test_a_wrong_address_says_what_to_do(client: Client) -> None:
    response = client.get("/no/such/page")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()
    assert "/explore" in response.content.decode()


def test_an_expired_form_says_that_nothing_was_changed() -> None:
    response = Client(enforce_csrf_checks=True).post("/theme", {"theme": "dark"})

    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()


def test_search_engines_are_kept_out_of_what_is_private(client: Client) -> None:
    rules = client.get("/robots.txt").content.decode()

    assert "Disallow: /claim/" in rules
    assert "Disallow: /org/" in rules


def test_where_to_report_a_security_problem_is_said_only_if_the_operator_said_it(
    client: Client, settings: Settings
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404

    settings.OPENLAUREL_SECURITY_CONTACT = "mailto:security@harbour.example"
    text = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:security@harbour.example\n" in text
    assert "Expires: " in text


def test_browsers_that_guess_the_icon_find_it(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/mark.svg"
