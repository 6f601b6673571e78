"""Corrections for programs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import orjson
import pytest
from django.core.cache import cache
from django.test import Client

from openlaurel.apps.issuing.models import Award, Correction
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import create_api_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def correct(award: Award, organisation: Profile, now: datetime) -> Callable[..., Any]:
    """Sends a correction of Ana Sousa's badge with a key of its issuer, or of another organisation."""
    cache.clear()

    def send(of: Profile | None = None, scopes: Sequence[str] = Scope.values, **body: Any) -> Any:
        _, secret = create_api_key(
            organisation=of or organisation, name="Program", scopes=scopes, by=INSTALLATION, now=now
        )
        client = Client(headers={"authorization": f"Bearer {secret}"})
        address = f"/api/v1/awards/{award.id}/correct"
        return client.post(address, {"reason": "Misspelt."} | body, "application/json")

    return send


def test_a_program_corrects_a_badge_and_what_it_does_not_send_stays(
    award: Award, correct: Callable[..., Any]
) -> None:
    before = orjson.loads(credential_bytes(award))
    response = correct(recipient_name="Ana de Sousa")
    assert (response.status_code, response.json()["recipient_name"]) == (200, "Ana de Sousa")
    since = orjson.loads(credential_bytes(award))
    assert (since["id"], since["validFrom"]) == (before["id"], before["validFrom"])
    assert since["credentialStatus"]["id"] != before["credentialStatus"]["id"]
    assert Correction.objects.get().fields == ["recipient_name"]


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 422), ({"recipient_name": " "}, 422), ({"surname": "x"}, 422), ({"reason": ""}, 422)],
)
def test_what_cannot_be_corrected_is_refused(
    award: Award, correct: Callable[..., Any], body: dict[str, Any], status: int
) -> None:
    assert correct(**body).status_code == status
    assert not Correction.objects.exists()


def test_a_revoked_badge_stays_as_it_is(award: Award, correct: Callable[..., Any], now: datetime) -> None:
    revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)
    assert correct(recipient_name="Bo").status_code == 409


def test_a_reader_and_a_stranger_may_not(
    correct: Callable[..., Any], make_organisation: Callable[..., Profile]
) -> None:
    assert correct(scopes=["awards:read"], recipient_name="Bo").status_code == 403
    assert correct(of=make_organisation("lighthouse"), recipient_name="Bo").status_code == 404
    assert not Correction.objects.exists()
