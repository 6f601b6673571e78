"""As of a day, asked on the page and by programs: own badges are answered from what is recorded here."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes, status_history
from openlaurel.apps.issuing.services import accept_award, revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.verifier.services import verify
from openlaurel.core.verification import StatusHistory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def old(make_award: Callable[..., Award]) -> Award:
    """A badge of a hundred days ago, revoked ten days ago."""
    today = timezone.now()
    award = make_award(now=today - 100 * DAY)
    award = accept_award(award=award, now=today - 99 * DAY, show_name=False)
    return revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=today - 10 * DAY)


def test_our_own_badges_are_answered_from_what_is_recorded(old: Award) -> None:
    now, document = timezone.now(), credential_bytes(old)
    assert verify(document, now=now).check("status").reason == "revoked"
    before = verify(document, now=now, at=now - 50 * DAY)
    assert before.verified, before.as_json()["checks"]
    assert before.check("status").reason == "revoked_later"
    assert verify(document, now=now, at=now - 5 * DAY).check("status").reason == "revoked"
    assert verify(document, now=now, at=now - 150 * DAY).check("validity").reason == "not_yet"


def test_what_others_lists_were_is_not_known_here(old: Award) -> None:
    credential = old.credentials.get()
    url = json.loads(credential_bytes(old))["credentialStatus"]["statusListCredential"]
    assert status_history(url, credential.status_index) != StatusHistory()
    assert status_history(url, (credential.status_index + 1) % 131072) is None
    assert status_history("https://other.example/status/1", credential.status_index) is None


def test_a_program_asks_for_a_day(old: Award, client: Client) -> None:
    def ask(**given: str) -> dict:
        answer = client.post(
            "/api/v1/verify",
            json.dumps({"document": credential_bytes(old).decode(), **given}),
            content_type="application/json",
        )
        return {"code": answer.status_code, **answer.json()}

    then = (timezone.now() - 50 * DAY).date().isoformat()
    answer = ask(at=then)
    assert (answer["code"], answer["verified"], answer["at"]) == (200, True, f"{then}T23:59:59Z")
    today = ask()
    assert (today["verified"], "at" in today) == (False, False)
    for at, said in (("2999-01-01", "still to come"), ("1.3.2025", "is not a day"), (5, "must be a string")):
        refused = ask(at=at)  # type: ignore[arg-type]
        assert refused["code"] == 422
        assert said in refused["detail"]


def test_the_page_asks_for_a_day(old: Award, client: Client) -> None:
    given = {"text": credential_bytes(old).decode()}
    then = (timezone.now() - 50 * DAY).date().isoformat()
    page = client.post("/verify", given | {"at": then}).content.decode()
    assert 'data-verdict="valid_then"' in page
    assert "It was not revoked then" in page
    assert "in force today" not in page.partition('id="what"')[0]
    page = client.post("/verify", given | {"at": timezone.now().date().isoformat()}).content.decode()
    assert 'data-verdict="revoked"' in page
    assert client.post("/verify", given | {"at": "2999-01-01"}).status_code == 422
    assert 'data-verdict="revoked"' in client.post("/verify", given | {"at": ""}).content.decode()
