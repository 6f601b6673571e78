"""Nobody reaches a wallet but who its holder allowed, for what they allowed, until they end it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.integration.exchange.platform import METADATA, SITE, PlatformOfOthers, returned

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.models import Access, Code, Platform
from openlaurel.apps.exchange.scopes import READ_CREDENTIALS, READ_PROFILE, SCOPES, WRITE_PROFILE
from openlaurel.apps.exchange.services import forget_old


def test_a_platform_registers_itself_and_gets_back_what_the_standard_asks_for(db: None) -> None:
    platform = PlatformOfOthers(Client())

    answer = platform.register()

    assert answer.status_code == 201
    given = answer.json()
    assert METADATA.items() <= given.items()
    assert given["client_secret_expires_at"] == 0
    assert len(given["client_secret"]) > 40
    assert given["client_secret"] not in str(vars(Platform.objects.get()))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"redirect_uris": []}, "invalid_redirect_uri"),
        ({"redirect_uris": None}, "invalid_redirect_uri"),
        ({"redirect_uris": ["http://backpack.example/back"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://evil.example/back"]}, "invalid_client_metadata"),
        ({"redirect_uris": ["https://ana@backpack.example/"]}, "invalid_redirect_uri"),
        ({"redirect_uris": [f"{SITE}/back#here"]}, "invalid_redirect_uri"),
        ({"redirect_uris": [f"{SITE}/{n}" for n in range(11)]}, "invalid_client_metadata"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
        ({"client_name": None}, "invalid_client_metadata"),
        ({"client_name": "Two\nlines"}, "invalid_client_metadata"),
        ({"policy_uri": None}, "invalid_client_metadata"),
        ({"token_endpoint_auth_method": "none"}, "invalid_client_metadata"),
        ({"grant_types": ["password"]}, "invalid_client_metadata"),
        ({"response_types": ["token"]}, "invalid_client_metadata"),
        ({"scope": "everything"}, "invalid_client_metadata"),
    ],
)
def test_what_cannot_be_registered_is_refused_by_name(db: None, changes: dict[str, Any], code: str) -> None:
    answer = PlatformOfOthers(Client()).register(**changes)

    assert (answer.status_code, answer.json()["error"]) == (400, code)
    assert not Platform.objects.exists()


def test_whoever_is_asked_sees_who_asks_and_for_what_in_words(
    platform: PlatformOfOthers, ana: Account, signed_in: Callable[[Account], Client]
) -> None:
    answer = signed_in(ana).get(platform.authorization())

    page = answer.content.decode()
    assert "Backpack" in page
    assert "backpack.example" in page
    assert all(str(words) in page for words in SCOPES.values())
    assert f"form-action 'self' {SITE}" in answer["Content-Security-Policy"]
    assert not Code.objects.exists()


def test_signed_out_one_signs_in_first(platform: PlatformOfOthers) -> None:
    answer = Client().get(platform.authorization())

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_allowed_it_gets_a_code_and_for_the_code_a_token(platform: PlatformOfOthers, ana: Account) -> None:
    back = returned(platform.ask(ana))
    assert back["state"] == "a-state"
    assert set(back["scope"].split()) == set(SCOPES)

    answer = platform.exchange(back["code"])

    given = answer.json()
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 3600)
    assert "no-store" in answer["Cache-Control"]
    platform.take(answer)
    assert platform.call("GET", "profile").json()["name"] == "Ana Lima"


def test_refused_it_gets_nothing(platform: PlatformOfOthers, ana: Account) -> None:
    back = returned(platform.ask(ana, answer="refuse"))

    assert (back["error"], back["state"]) == ("access_denied", "a-state")
    assert "code" not in back
    assert not Code.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "4ad36680810420ed"},
        {"client_id": None},
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": f"{SITE}/back/../other"},
        {"redirect_uri": None},
    ],
)
def test_nobody_is_sent_to_an_address_that_was_not_registered(
    platform: PlatformOfOthers, ana: Account, changes: dict[str, Any]
) -> None:
    answer = platform.ask(ana, **changes)

    assert answer.status_code == 400
    assert "Location" not in answer
    assert not Code.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"scope": f"{READ_CREDENTIALS} everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_what_the_standard_demands_of_the_request_is_told_to_the_platform(
    platform: PlatformOfOthers, ana: Account, changes: dict[str, Any], error: str
) -> None:
    assert returned(platform.ask(ana, **changes))["error"] == error
    assert not Code.objects.exists()


def test_a_scope_that_was_not_registered_is_never_given(ana: Account) -> None:
    platform = PlatformOfOthers(Client())
    platform.register(scope=READ_PROFILE)

    assert returned(platform.ask(ana, scope=f"{READ_PROFILE} {WRITE_PROFILE}"))["error"] == "invalid_scope"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "x" * 64}, "invalid_grant"),
        ({"redirect_uri": f"{SITE}/other"}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
    ],
)
def test_a_code_alone_is_worth_nothing(
    platform: PlatformOfOthers, ana: Account, changes: dict[str, Any], error: str
) -> None:
    code = returned(platform.ask(ana))["code"]

    answer = platform.exchange(code, **changes)

    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert not Access.objects.exists()


def test_without_its_secret_a_platform_gets_no_token(platform: PlatformOfOthers, ana: Account) -> None:
    code = returned(platform.ask(ana))["code"]

    fields = {"grant_type": "authorization_code", "code": code, "code_verifier": platform.verifier}
    answer = platform.post("token", fields, secret="guessed")

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_the_code_of_one_platform_is_no_code_of_another(platform: PlatformOfOthers, ana: Account) -> None:
    code = returned(platform.ask(ana))["code"]
    other = PlatformOfOthers(Client())
    other.register()
    other.verifier = platform.verifier

    assert other.exchange(code).json()["error"] == "invalid_grant"


def test_a_code_that_is_used_twice_ends_what_it_led_to(platform: PlatformOfOthers, ana: Account) -> None:
    code = returned(platform.ask(ana))["code"]
    platform.take(platform.exchange(code))

    assert platform.exchange(code).json()["error"] == "invalid_grant"

    assert platform.call("GET", "profile").status_code == 401
    assert platform.refresh().json()["error"] == "invalid_grant"


def test_a_code_ends_after_ten_minutes(platform: PlatformOfOthers, ana: Account) -> None:
    code = returned(platform.ask(ana))["code"]
    Code.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert platform.exchange(code).json()["error"] == "invalid_grant"


def test_a_refreshed_token_takes_the_place_of_the_old_one(connected: PlatformOfOthers) -> None:
    old = connected.token

    connected.take(connected.refresh())

    assert connected.call("GET", "profile").status_code == 200
    assert connected.call("GET", "profile", token=old).status_code == 401


def test_a_refresh_token_that_is_used_twice_ends_everything(connected: PlatformOfOthers) -> None:
    stolen = connected.refresh_token
    connected.take(connected.refresh())

    assert connected.refresh(stolen).json()["error"] == "invalid_grant"

    assert connected.call("GET", "profile").status_code == 401


def test_refreshing_never_widens_the_scope(platform: PlatformOfOthers, ana: Account) -> None:
    platform.connect(ana, scope=f"{READ_PROFILE} offline_access")

    assert platform.refresh(scope=WRITE_PROFILE).json()["error"] == "invalid_scope"


def test_without_offline_access_there_is_no_refreshing(platform: PlatformOfOthers, ana: Account) -> None:
    platform.connect(ana, scope=READ_PROFILE)

    assert platform.refresh_token == "" or platform.refresh().json()["error"] == "invalid_grant"


def test_a_revoked_token_is_refused_at_once(connected: PlatformOfOthers) -> None:
    assert connected.post("revoke", {"token": connected.token}).status_code == 200

    assert connected.call("GET", "profile").status_code == 401
    assert connected.refresh().json()["error"] == "invalid_grant"


def test_a_token_ends_after_an_hour(connected: PlatformOfOthers) -> None:
    Access.objects.update(expires_at=timezone.now())

    assert connected.call("GET", "profile").status_code == 401


def test_the_person_sees_what_they_allowed_and_ends_it(
    connected: PlatformOfOthers, ana: Account, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(ana)
    page = client.get("/wallet/platforms").content.decode()
    assert "Backpack" in page
    assert "Put badges into your wallet" in page

    client.post(f"/wallet/platforms/{Platform.objects.get().pk}/end")

    assert connected.call("GET", "profile").status_code == 401
    assert "Backpack" not in client.get("/wallet/platforms").content.decode()


def test_somebody_else_cannot_end_it(
    connected: PlatformOfOthers,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
) -> None:
    signed_in(make_account()).post(f"/wallet/platforms/{Platform.objects.get().pk}/end")

    assert connected.call("GET", "profile").status_code == 200


def test_platforms_that_nobody_uses_are_forgotten(platform: PlatformOfOthers, ana: Account) -> None:
    forget_old(timezone.now() + timedelta(days=31))
    assert not Platform.objects.exists()


def test_a_platform_in_use_is_not_forgotten(connected: PlatformOfOthers) -> None:
    forget_old(timezone.now() + timedelta(days=31))

    assert Platform.objects.exists()
