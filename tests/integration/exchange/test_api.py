"""Platforms read from and write to a wallet by the Open Badges 3.0 API, and are refused in its own words."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.integration.exchange.platform import BASE, PlatformOfOthers
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.wallet.badges import badge_for

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.scopes import READ_CREDENTIALS, READ_PROFILE
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.services import keep_file

CREDENTIAL = "application/vc+ld+json"


def minor(answer: Any) -> str:
    info = answer.json()
    assert (info["imsx_codeMajor"], info["imsx_severity"]) == ("failure", "error")
    return str(info["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"])


def test_the_service_describes_itself_to_everybody(client: Client, settings: Any) -> None:
    answer = client.get(f"{BASE}/discovery")

    document = answer.json()
    scheme = document["components"]["securitySchemes"]["OAuth2ACG"]
    flow = scheme["flows"]["authorizationCode"]
    assert document["openapi"].startswith("3.0.")
    assert scheme["x-imssf-registrationUrl"] == f"{settings.OPENLAUREL_URL}{BASE}/register"
    assert flow["tokenUrl"] == flow["refreshUrl"] == f"{settings.OPENLAUREL_URL}{BASE}/token"
    assert READ_CREDENTIALS in flow["scopes"]
    assert document["info"]["x-imssf-privacyPolicyUrl"].startswith(settings.OPENLAUREL_URL)
    assert client.get("/about/platforms").status_code == 200
    operations = {
        operation["operationId"] for path in document["paths"].values() for operation in path.values()
    }
    assert operations == {
        "getCredentials",
        "upsertCredential",
        "getProfile",
        "putProfile",
        "getServiceDescription",
    }


def test_all_badges_of_the_wallet_are_read_as_they_were_signed(
    connected: PlatformOfOthers, award: Award, foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    Award.objects.update(account=ana, state="accepted", accepted_at=now)
    kept = badge_for(foreign)
    keep_file(account=ana, data=kept, now=now)

    answer = connected.call("GET", "credentials")

    found = answer.json()
    assert answer["X-Total-Count"] == "2"
    assert {document["id"] for document in found["credential"]} == {
        json.loads(credential_bytes(award))["id"],
        json.loads(kept)["id"],
    }
    assert kept in answer.content
    assert found["compactJwsString"] == []


def test_badges_of_others_are_not_read(
    connected: PlatformOfOthers, foreign: ForeignIssuer, make_account: Callable[..., Account], now: datetime
) -> None:
    keep_file(account=make_account("bo@x.example"), data=badge_for(foreign, "bo@x.example"), now=now)

    assert connected.call("GET", "credentials").json() == {"credential": [], "compactJwsString": []}


def test_pages_lead_from_one_to_the_next(
    connected: PlatformOfOthers, foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    for index in range(5):
        keep_file(account=ana, data=badge_for(foreign, index=index), now=now + timedelta(minutes=index))

    first = connected.call("GET", "credentials?limit=2")
    middle = connected.call("GET", "credentials?limit=2&offset=2")
    last = connected.call("GET", "credentials?limit=2&offset=4")

    seen = [document["id"] for answer in (first, middle, last) for document in answer.json()["credential"]]
    assert len(seen) == len(set(seen)) == 5
    assert 'rel="next"' in first["Link"]
    assert 'rel="prev"' not in first["Link"]
    assert 'rel="prev"' in middle["Link"]
    assert "offset=4" in middle["Link"]
    assert 'rel="next"' not in last["Link"]
    assert 'rel="last"' in last["Link"]


def test_only_those_issued_since(
    connected: PlatformOfOthers, foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    keep_file(account=ana, data=badge_for(foreign), now=now)
    before = (now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    after = (now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")

    assert connected.call("GET", f"credentials?since={before}")["X-Total-Count"] == "1"
    assert connected.call("GET", f"credentials?since={after}")["X-Total-Count"] == "0"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "offset=-1", "since=yesterday", "since=2026-01-01T00:00:00"]
)
def test_a_wrong_parameter_is_named(connected: PlatformOfOthers, query: str) -> None:
    answer = connected.call("GET", f"credentials?{query}")

    assert (answer.status_code, minor(answer)) == (400, "invalid_query_parameter")
    assert query.split("=")[0] in answer.json()["imsx_description"]


def test_a_badge_that_is_sent_comes_back_and_is_read_again(
    connected: PlatformOfOthers, foreign: ForeignIssuer, ana: Account
) -> None:
    data = badge_for(foreign)

    answer = connected.call("POST", "credentials", data, CREDENTIAL)

    assert (answer.status_code, answer.content) == (201, data)
    assert KeptBadge.objects.get().source == "platform"
    assert connected.call("GET", "credentials").json()["credential"] == [json.loads(data)]
    again = connected.call("POST", "credentials", badge_for(foreign, name="Bends"), CREDENTIAL)
    assert again.status_code == 200
    assert KeptBadge.objects.get().name == "Bends"


def test_a_jwt_is_sent_as_text_and_read_among_the_tokens(
    connected: PlatformOfOthers, foreign: ForeignIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = json.loads(badge_for(foreign))
    del document["proof"]
    monkeypatch.setattr(foreign, "unsigned", lambda index: document)
    token = foreign.jwt()

    answer = connected.call("POST", "credentials", token.encode(), "text/plain")

    assert (answer.status_code, answer.content.decode()) == (201, token)
    assert answer["Content-Type"].startswith("text/plain")
    assert connected.call("GET", "credentials").json()["compactJwsString"] == [token]


def test_another_persons_badge_is_forbidden(connected: PlatformOfOthers, foreign: ForeignIssuer) -> None:
    answer = connected.call("POST", "credentials", badge_for(foreign, "eve@elsewhere.example"), CREDENTIAL)

    assert (answer.status_code, minor(answer)) == (403, "forbidden")
    assert not KeptBadge.objects.exists()


@pytest.mark.parametrize("kind", ["changed", "none", "not json", "wrong type", "a picture"])
def test_what_is_no_genuine_badge_is_invalid(
    connected: PlatformOfOthers, foreign: ForeignIssuer, kind: str
) -> None:
    media = CREDENTIAL
    if kind == "changed":
        data = badge_for(foreign).replace(b"Knots", b"Ropes")
    elif kind == "none":
        _header, payload, _ = foreign.jwt().split(".")
        data, media = f"eyJhbGciOiJub25lIn0.{payload}.".encode(), "text/plain"
    elif kind == "not json":
        data = b'{"a": 1, "a": 2}'
    elif kind == "wrong type":
        data, media = badge_for(foreign), "text/plain"
    else:
        data = b"\x89PNG\r\n\x1a\n"

    answer = connected.call("POST", "credentials", data, media)

    assert (answer.status_code, minor(answer)) == (400, "invalid_data")
    assert not KeptBadge.objects.exists()


def test_an_unknown_content_type_is_refused(connected: PlatformOfOthers) -> None:
    assert connected.call("POST", "credentials", b"<a/>", "text/xml").status_code == 415


def test_a_badge_that_was_earned_here_is_there_already(
    connected: PlatformOfOthers, award: Award, ana: Account, now: datetime
) -> None:
    data = credential_bytes(award)
    assert connected.call("POST", "credentials", data, CREDENTIAL).status_code == 403
    Award.objects.update(account=ana, state="accepted", accepted_at=now)

    assert connected.call("POST", "credentials", data, CREDENTIAL).status_code == 200
    assert not KeptBadge.objects.exists()


def test_the_profile_is_read_and_its_name_changed(connected: PlatformOfOthers, ana: Account) -> None:
    profile = connected.call("GET", "profile").json()
    assert (profile["type"], profile["email"]) == (["Profile"], ana.email)

    answer = connected.call("PUT", "profile", json.dumps(profile | {"name": "Ana Sousa"}).encode())

    assert answer.json()["name"] == "Ana Sousa"
    ana.refresh_from_db()
    assert ana.name == "Ana Sousa"


@pytest.mark.parametrize(
    "change", [{"email": "eve@x.example"}, {"phone": "1"}, {"name": ""}, {"name": 7}, {"id": "urn:x"}]
)
def test_what_cannot_be_changed_in_a_profile_is_named(
    connected: PlatformOfOthers, ana: Account, change: dict[str, Any]
) -> None:
    profile = connected.call("GET", "profile").json()

    answer = connected.call("PUT", "profile", json.dumps(profile | change).encode())

    assert (answer.status_code, minor(answer)) == (400, "invalid_data")
    assert next(iter(change)) in answer.json()["imsx_description"]


def test_without_a_token_or_with_a_made_up_one_nothing_is_answered(platform: PlatformOfOthers) -> None:
    for path in ("credentials", "profile"):
        for headers in ({}, {"authorization": "Bearer made-up"}, {"authorization": "Basic YTpi"}):
            answer = platform.client.get(f"{BASE}/{path}", headers=headers)
            assert (answer.status_code, minor(answer)) == (401, "unauthorizedrequest")
            assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_without_the_scope_is_refused_and_the_scope_named(
    platform: PlatformOfOthers, ana: Account
) -> None:
    platform.connect(ana, scope=READ_PROFILE)

    answer = platform.call("GET", "credentials")

    assert (answer.status_code, minor(answer)) == (403, "forbidden")
    assert READ_CREDENTIALS in answer["WWW-Authenticate"]


def test_another_method_is_not_allowed(connected: PlatformOfOthers) -> None:
    answer = connected.call("DELETE", "credentials")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, POST"
