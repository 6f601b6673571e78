"""What this installation answers for the identifiers that it gave out."""

from collections.abc import Callable
from datetime import datetime, timedelta

import orjson
import pytest

from openlaurel.apps.issuing.models import Award, Credential, SigningKey, StatusList
from openlaurel.apps.issuing.queries import (
    baked_png,
    baked_svg,
    credential_bytes,
    did_document,
    issuer_did,
    resource_of,
    status_list_document,
)
from openlaurel.apps.issuing.services import ensure_signing_key, issue_award, revoke_award, status_lists
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.openbadges import unbake
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:8000"


def test_an_issuer_signs_with_one_key_that_is_sealed_at_rest(organisation: Profile, now: datetime) -> None:
    key = ensure_signing_key(organisation=organisation, now=now)
    again = ensure_signing_key(organisation=organisation, now=now + timedelta(days=1))
    assert again == key
    assert SigningKey.objects.count() == 1
    assert len(bytes(key.sealed_secret)) == 1 + 12 + 32 + 16


def test_identifiers_resolve_from_the_own_store(award: Award, organisation: Profile) -> None:
    did = issuer_did(organisation.handle)
    status_url = orjson.loads(credential_bytes(award))["credentialStatus"]["statusListCredential"]
    assert orjson.loads(resource_of(did) or b"")["id"] == did
    assert resource_of(f"{HERE}/profiles/harbour/did.json") == did_document(did)
    assert orjson.loads(resource_of(status_url) or b"")["id"] == status_url
    assert resource_of(f"{HERE}/awards/{award.id}") == credential_bytes(award)
    assert resource_of(f"{HERE}/awards/{award.id}.json") == credential_bytes(award)


@pytest.mark.parametrize(
    "url",
    [
        "did:web:example.org:profiles:harbour",
        "did:web:127.0.0.1%3A8000:profiles:nobody",
        "did:web:127.0.0.1%3A8000:profiles:harbour:more",
        "http://127.0.0.1:80001/profiles/harbour/did.json",
        f"{HERE}/profiles/harbour/../harbour/did.json",
        f"{HERE}/status/00000000-0000-0000-0000-000000000000",
        f"{HERE}/awards/------------------------------------",
        f"{HERE}/explore",
        "",
    ],
)
def test_what_is_not_ours_is_not_answered(award: Award, url: str) -> None:
    assert resource_of(url) is None


def test_badges_survive_a_change_of_address(
    award: Award,
    make_award: Callable[..., Award],
    move_address: Callable[[str], None],
    verified: Callable[..., Report],
    now: datetime,
) -> None:
    old = credential_bytes(award)
    move_address("https://badges.harbour.example")
    assert verified(old).verified
    assert resource_of(f"{HERE}/awards/{award.id}") == old
    new = credential_bytes(make_award(recipient_email="bo@learners.example"))
    assert orjson.loads(new)["issuer"]["id"] == "did:web:badges.harbour.example:profiles:harbour"
    assert verified(new).verified
    revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)
    assert not verified(old).verified
    assert verified(new).verified


def test_after_a_change_of_address_a_list_is_not_answered_under_the_new_one(
    award: Award, move_address: Callable[[str], None]
) -> None:
    list_id = StatusList.objects.get().id
    move_address("https://badges.harbour.example")
    assert status_list_document(f"{HERE}/status/{list_id}") is not None
    assert status_list_document(f"https://badges.harbour.example/status/{list_id}") is None


def test_a_full_list_is_followed_by_a_new_one(
    make_award: Callable[..., Award], verified: Callable[..., Report], now: datetime
) -> None:
    make_award()
    StatusList.objects.update(allocated=131_071)
    last, first = make_award(), make_award()
    lists = set(Credential.objects.values_list("status_list", flat=True))
    assert len(lists) == 2
    assert verified(credential_bytes(last)).verified
    assert verified(credential_bytes(first)).verified


def test_a_chunk_that_overflows_a_list_goes_on_in_the_next(
    award: Award, organisation: Profile, now: datetime
) -> None:
    StatusList.objects.update(allocated=131_069)
    entries = status_lists.allocate_entries(organisation=organisation, count=5, now=now)
    assert [entry.status_list.id for entry in entries[:3]] == [
        StatusList.objects.earliest("created_at").id
    ] * 3
    assert len({(entry.status_list.id, entry.index) for entry in entries}) == 5


def test_badges_of_one_issuer_do_not_use_the_list_of_another(
    award: Award,
    make_organisation: Callable[..., Profile],
    make_published: Callable[..., object],
    now: datetime,
) -> None:
    other = make_published("knots", of=make_organisation("lighthouse"))
    issue_award(
        version=other,  # type: ignore[arg-type]
        recipient_name="Bo",
        recipient_email="bo@learners.example",
        by=INSTALLATION,
        now=now,
    )
    assert StatusList.objects.count() == SigningKey.objects.count() == 2


def test_pictures_carry_the_badge_byte_for_byte(award: Award) -> None:
    png, svg = baked_png(award), baked_svg(award)
    assert png is not None
    assert svg is not None
    assert unbake(png).encode() == credential_bytes(award)
    assert unbake(svg).encode() == credential_bytes(award)
    assert resource_of(f"{HERE}/awards/{award.id}.png") == png
