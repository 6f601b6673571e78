"""Changing keys: no badge that holds stops holding, and none of a stolen key goes on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award, Credential, SigningKey, StatusList
from openlaurel.apps.issuing.queries import (
    KeyState,
    count_signed,
    credential_bytes,
    did_document,
    issuer_did,
    list_signing_keys,
)
from openlaurel.apps.issuing.services import (
    AwardDraft,
    InvalidKeyRevocation,
    KeyNotPossibleNow,
    ensure_signing_key,
    issue_awards,
    revoke_award,
    revoke_signing_key,
    rotate_signing_key,
)
from openlaurel.apps.issuing.services.key_rotation import OVERLAP
from openlaurel.apps.issuing.services.signing_keys import KINDS, signer_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.verifier.services import verify
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def rotate(organisation: Profile, now: datetime) -> Callable[..., SigningKey]:
    def run(at: datetime = now, **options: Any) -> SigningKey:
        return rotate_signing_key(organisation=organisation, by=INSTALLATION, now=at, **options)

    return run


@pytest.fixture
def revoke(now: datetime) -> Callable[..., SigningKey]:
    def run(key: SigningKey, since: datetime, at: datetime = now, **options: Any) -> SigningKey:
        given: dict[str, Any] = {"reason": "A backup was stolen.", "by": INSTALLATION}
        return revoke_signing_key(key=key, since=since, now=at, **(given | options))

    return run


def signed_with(award: Award) -> SigningKey:
    return Credential.objects.get(award=award).key


def states(organisation: Profile, now: datetime) -> list[str]:
    return [row.state.value for row in list_signing_keys(organisation, now)]


def test_the_next_key_is_published_before_it_signs(
    award: Award,
    make_award: Callable[..., Award],
    rotate: Callable[..., SigningKey],
    organisation: Profile,
    now: datetime,
) -> None:
    old = signed_with(award)
    new = rotate()
    listed = orjson.loads(did_document(issuer_did("harbour")) or b"")
    assert len(listed["verificationMethod"]) == len(listed["assertionMethod"]) == 2
    assert states(organisation, now) == ["waiting", "signing"]
    assert signed_with(make_award(now=now + OVERLAP - SECOND)) == old
    assert signed_with(make_award(now=now + OVERLAP)) == new
    assert states(organisation, now + OVERLAP) == ["signing", "retired"]


def test_old_badges_hold_after_a_change_of_keys_and_can_still_be_revoked(
    award: Award, make_award: Callable[..., Award], rotate: Callable[..., SigningKey], now: datetime
) -> None:
    rotate()
    later = now + DAY
    new = make_award(now=later)
    for document in (credential_bytes(award), credential_bytes(new)):
        report = verify(document, now=later)
        assert report.verified, report.as_json()["checks"]
        assert report.check("issuer").reason != "key_revoked_later"
    revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=later)
    assert verify(credential_bytes(award), now=later).check("status").reason == "revoked"
    assert verify(credential_bytes(new), now=later).verified


def test_news_that_comes_late_are_signed_when_the_key_signs_and_hold(
    make_award: Callable[..., Award], now: datetime
) -> None:
    """A worker that was away hears of a passed course after the issuer's first badge."""
    make_award()
    late = make_award(recipient_email="bo@learners.example", now=now - timedelta(days=2))
    assert Credential.objects.get(award=late).signed_at == now
    assert orjson.loads(credential_bytes(late))["proof"][0]["created"] == now.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert verify(credential_bytes(late), now=now).verified


def test_keys_are_changed_one_change_at_a_time(
    award: Award, rotate: Callable[..., SigningKey], now: datetime
) -> None:
    rotate()
    with pytest.raises(KeyNotPossibleNow):
        rotate(now + OVERLAP - SECOND)
    rotate(now + OVERLAP)
    assert SigningKey.objects.count() == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_each_kind_is_sealed_at_rest_and_signs_one_badge_or_many(
    kind: str,
    award: Award,
    rotate: Callable[..., SigningKey],
    now: datetime,
) -> None:
    key = rotate(overlap=timedelta(0), kind=kind)
    secret = signer_of(key).key  # type: ignore[attr-defined]
    raw = secret.seed if kind == "Ed25519" else secret.secret
    assert raw not in bytes(key.sealed_secret)
    assert len(bytes(key.sealed_secret)) == 1 + 12 + len(raw) + 16
    drafts = [
        AwardDraft(recipient_name=f"Bo {n}", recipient_email=f"bo{n}@learners.example") for n in range(20)
    ]
    for batch in (drafts[:1], drafts[1:]):
        outcomes = issue_awards(version=award.version, drafts=batch, by=INSTALLATION, now=now)
        for issued in (outcomes[0].award, outcomes[-1].award):
            assert issued is not None
            report = verify(credential_bytes(issued), now=now)
            assert report.verified, report.as_json()["checks"]
            suite = "eddsa-rdfc-2022" if kind == "Ed25519" else "ecdsa-rdfc-2019"
            assert suite in report.check("proof").detail


def test_a_stolen_keys_badges_fail_from_a_day_on_and_earlier_ones_hold_with_a_warning(
    award: Award, make_award: Callable[..., Award], revoke: Callable[..., SigningKey], now: datetime
) -> None:
    later = now + 3 * DAY
    stolen = make_award(now=later)
    key = signed_with(award)
    revoke(key, now + DAY, later)
    before, after = verify(credential_bytes(award), now=later), verify(credential_bytes(stolen), now=later)
    assert before.verified
    assert before.check("issuer").reason == "key_revoked_later"
    assert (after.verified, after.check("issuer").reason) == (False, "key_revoked")
    assert count_signed(key, now + DAY) == 1
    fresh = make_award(now=later)
    assert signed_with(fresh) != key
    report = verify(credential_bytes(fresh), now=later)
    assert report.verified, report.as_json()["checks"]
    assert report.check("issuer").reason != "key_revoked_later"


def test_what_was_revoked_stays_revoked_when_its_lists_are_signed_anew(
    award: Award,
    make_award: Callable[..., Award],
    revoke: Callable[..., SigningKey],
    verified: Callable[..., Report],
    now: datetime,
) -> None:
    other = make_award()
    revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)
    told = orjson.loads(bytes(StatusList.objects.get().signed_document))["credentialSubject"]["encodedList"]
    revoke(signed_with(award), now - DAY, now + DAY)
    signed = orjson.loads(bytes(StatusList.objects.get().signed_document))
    assert signed["credentialSubject"]["encodedList"] == told
    current = SigningKey.objects.get(revoked_at=None)
    assert signed["proof"][0]["verificationMethod"].endswith(current.public_multibase)
    revoke(current, now, now + 2 * DAY)
    assert count_signed(signed_with(other), now - DAY) == 2


def test_a_key_that_waits_takes_over_at_once(
    award: Award,
    rotate: Callable[..., SigningKey],
    revoke: Callable[..., SigningKey],
    organisation: Profile,
    now: datetime,
) -> None:
    waiting = rotate()
    revoke(signed_with(award), now)
    assert ensure_signing_key(organisation=organisation, now=now) == waiting
    assert sorted(states(organisation, now)) == ["revoked", "signing"]
    assert SigningKey.objects.count() == 2


def test_a_revoked_key_that_waited_leaves_the_present_one_in_charge(
    award: Award,
    rotate: Callable[..., SigningKey],
    revoke: Callable[..., SigningKey],
    organisation: Profile,
    now: datetime,
) -> None:
    revoke(rotate(), now)
    assert ensure_signing_key(organisation=organisation, now=now) == signed_with(award)
    after = ensure_signing_key(organisation=organisation, now=now + DAY)
    assert after not in {signed_with(award), *SigningKey.objects.exclude(revoked_at=None)}


def test_a_revocation_says_from_when_and_why_and_only_grows(
    award: Award, revoke: Callable[..., SigningKey], now: datetime
) -> None:
    key = signed_with(award)
    with pytest.raises(InvalidKeyRevocation) as caught:
        revoke(key, now + SECOND, reason="  ")
    assert set(caught.value.problems) == {"since", "reason"}
    revoke(key, now)
    with pytest.raises(KeyNotPossibleNow):
        revoke(key, now)
    assert revoke(key, now - DAY).revoked_at == now - DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.filter(pk=key.pk).update(revocation_reason="")


def test_only_owners_change_keys_and_each_change_is_on_record(
    award: Award, organisation: Profile, owner: Account, make_member: Callable[..., Account], now: datetime
) -> None:
    for role in ("issuer", "designer", "assessor", "reader"):
        with pytest.raises(NotAllowed):
            rotate_signing_key(organisation=organisation, by=Actor(account=make_member(role)), now=now)
        with pytest.raises(NotAllowed):
            revoke_signing_key(
                key=signed_with(award), since=now, reason="x", by=Actor(account=make_member(role)), now=now
            )
    by = Actor(account=owner)
    rotate_signing_key(organisation=organisation, by=by, now=now)
    revoke_signing_key(key=signed_with(award), since=now, reason="Secret words.", by=by, now=now)
    events = list(Event.objects.filter(subject_kind="signing_key", actor_id=owner.id).order_by("pk"))
    assert sorted(event.kind.partition(".")[2] for event in events) == ["created", "retired", "revoked"]
    assert "Secret" not in str([event.data for event in events])


def test_the_page_lists_changes_and_revokes_by_post(
    award: Award, owner: Account, signed_in: Callable[[Account], Client]
) -> None:
    client, address = signed_in(owner), "/org/harbour/settings/signing-keys"
    key = signed_with(award)
    assert key.public_multibase in client.get(address).content.decode()
    assert client.get(f"{address}/rotate").status_code == 405
    assert SigningKey.objects.count() == 1
    page = client.post(f"{address}/rotate", follow=True).content.decode()
    assert str(KeyState.WAITING.label) in page
    form = f"{address}/{key.id}/revoke"
    assert client.get(form).status_code == 200
    assert client.post(form, {"since": "2999-01-01", "reason": "x"}).status_code == 422
    key.refresh_from_db()
    assert key.revoked_at is None
    page = client.post(form, {"since": "2026-01-01", "reason": "<b>Stolen</b>"}, follow=True).content.decode()
    assert "1 badge that it signed" in page
    assert "&lt;b&gt;Stolen&lt;/b&gt;" in page
    key.refresh_from_db()
    assert key.revoked_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert client.post(form, {"since": "2026-01-02", "reason": "x"}).status_code == 422


def test_another_organisations_key_is_out_of_reach(
    award: Award,
    owner: Account,
    make_organisation: Callable[..., Profile],
    signed_in: Callable[[Account], Client],
    now: datetime,
) -> None:
    foreign = ensure_signing_key(organisation=make_organisation("lighthouse"), now=now)
    form = f"/org/harbour/settings/signing-keys/{foreign.id}/revoke"
    assert signed_in(owner).post(form, {"since": "2026-01-01", "reason": "x"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.revoked_at is None
