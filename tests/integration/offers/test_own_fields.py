"""Custom fields where recipients ask for the badge: their part is asked of them, the issuer's of the issuer."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import set_custom_fields
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.offers.models import Application, ClaimCode, Redemption
from openlaurel.apps.offers.services import confirm_redemption, set_opening
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.fields import AskedOf, FieldSpec, Kind, Place

TERM = FieldSpec("term", Kind.TEXT, {"en": "Term"}, True, place=Place.TERM)
BOAT = FieldSpec("boat", Kind.TEXT, {"en": "Boat"}, True, AskedOf.RECIPIENT, Place.RESULT, most="10")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def asking(published: AchievementVersion, now: datetime) -> AchievementVersion:
    set_custom_fields(achievement=published.achievement, fields=[TERM, BOAT], by=INSTALLATION, now=now)
    return published


def subject_of(award: Award) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(credential_bytes(award))["credentialSubject"]
    return found


def test_a_claim_code_has_the_issuers_values_and_asks_who_uses_it_for_theirs(
    asking: AchievementVersion, signed_in: Callable[[Account], Client], owner: Account, now: datetime
) -> None:
    workspace = signed_in(owner)
    new = "/org/harbour/claim-codes/new"
    page = workspace.get(f"{new}?achievement=tide-tables").content.decode()
    assert 'name="field_term"' in page
    assert 'name="field_boat"' not in page
    form = {"version": str(asking.pk), "asked_for": str(asking.pk), "field_term": ""}
    assert workspace.post(new, form).status_code == 422
    assert workspace.post(new, form | {"field_term": "Spring 2026"}).status_code == 302
    code = ClaimCode.objects.get()
    stranger = Client()
    asked = {"name": "Ana Sousa", "email": "ana@x.example", "field_boat": "a boat of too many letters"}
    refused = stranger.post(f"/c/{code.in_groups}", asked)
    assert (refused.status_code, "at most 10" in refused.content.decode()) == (422, True)
    assert stranger.post(f"/c/{code.in_groups}", asked | {"field_boat": "Dinghy"}).status_code == 200
    set_custom_fields(achievement=asking.achievement, fields=[BOAT], by=INSTALLATION, now=now)
    assert confirm_redemption(redemption=Redemption.objects.get(), now=now).state == "granted"
    set_custom_fields(achievement=asking.achievement, fields=[TERM, BOAT], by=INSTALLATION, now=now)
    stranger.post(f"/c/{code.in_groups}", asked | {"email": "bo@x.example", "field_boat": "Cutter"})
    confirm_redemption(redemption=Redemption.objects.get(email="bo@x.example"), now=now)
    first, second = Award.objects.order_by("recipient_email")
    assert "term" not in subject_of(first), "a field that was removed meanwhile keeps nobody's badge back"
    assert subject_of(first)["result"][0]["value"] == "Dinghy"
    assert subject_of(second)["term"] == "Spring 2026"


def test_an_applicant_fills_in_theirs_and_who_approves_the_issuers(
    asking: AchievementVersion, make_account: Callable[..., Account], owner: Account, now: datetime
) -> None:
    set_opening(
        achievement=asking.achievement, instructions="Show a log.", is_open=True, by=INSTALLATION, now=now
    )
    ana, reviewer = Client(), Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    ana.force_login(make_account("ana@x.example", name="Ana Sousa"), backend=backend)
    reviewer.force_login(owner, backend=backend)
    page = "/achievements/tide-tables/apply"
    form = {"name": "Ana Sousa", "words": "I sailed."}
    assert 'name="field_term"' not in ana.get(page).content.decode()
    assert ana.post(page, form).status_code == 422
    assert ana.post(page, form | {"field_boat": "Dinghy"}).status_code == 302
    application = Application.objects.get()
    detail = f"/org/harbour/applications/{application.pk}"
    assert "Dinghy" in reviewer.get(detail).content.decode()
    assert reviewer.post(detail, {"decision": "approve"}).status_code == 422
    assert reviewer.post(detail, {"decision": "approve", "field_term": "Spring"}).status_code == 302
    subject = subject_of(Award.objects.get())
    assert (subject["term"], subject["result"][0]["value"]) == ("Spring", "Dinghy")
