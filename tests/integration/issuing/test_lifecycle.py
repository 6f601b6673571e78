"""What becomes of a badge after it was issued: accepted, declined, revoked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.lifecycle import TRANSITIONS, next_state
from openlaurel.apps.issuing.models import Award, AwardState, StatusList
from openlaurel.apps.issuing.queries import award_of_token, credential_bytes
from openlaurel.apps.issuing.services import (
    InvalidAward,
    NotPossibleNow,
    accept_award,
    decline_award,
    resend_claim_mail,
    revoke_award,
    set_show_name,
)
from openlaurel.apps.issuing.services.claims import award_id_of, claim_token
from openlaurel.apps.issuing.validity import Validity, validity_of
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db


def test_a_holder_accepts_and_decides_whether_to_be_named(
    award: Award, now: datetime, make_account: Callable[..., Any]
) -> None:
    account = make_account("ana@learners.example")
    accepted = accept_award(award=award, account=account, show_name=True, now=now)
    assert (accepted.state, accepted.accepted_at, accepted.account) == ("accepted", now, account)
    assert accepted.show_name
    assert not set_show_name(award=accepted, show_name=False, now=now).show_name


def test_a_name_is_not_shown_unless_the_holder_agreed(award: Award) -> None:
    assert not award.show_name


def test_who_declined_by_mistake_can_still_accept(award: Award, now: datetime) -> None:
    declined = decline_award(award=award, now=now)
    assert declined.state == "declined"
    accepted = accept_award(award=declined, show_name=False, now=now)
    assert (accepted.state, accepted.declined_at) == ("accepted", None)


@pytest.mark.parametrize("state", AwardState.values)
@pytest.mark.parametrize("action", TRANSITIONS)
def test_every_action_is_either_in_the_table_or_refused_with_a_reason(state: str, action: str) -> None:
    if AwardState(state) in TRANSITIONS[action]:
        assert next_state(state, action) in AwardState
    else:
        with pytest.raises(NotPossibleNow, match=r"already|undone"):
            next_state(state, action)


def test_a_revoked_badge_fails_everywhere_and_says_why(
    award: Award, now: datetime, verified: Callable[..., Report]
) -> None:
    document = credential_bytes(award)
    assert verified(document).verified
    revoked = revoke_award(award=award, reason="  Issued to\nanother person. ", by=INSTALLATION, now=now)
    assert (revoked.state, revoked.revocation_reason) == ("revoked", "Issued to another person.")
    report = verified(document)
    assert not report.verified
    assert report.check("status").reason == "revoked"


def test_revoking_one_badge_leaves_the_others_valid(
    make_award: Callable[..., Award], now: datetime, verified: Callable[..., Report]
) -> None:
    first, second = make_award(), make_award(recipient_email="bo@learners.example")
    revoke_award(award=first, reason="Wrong person.", by=INSTALLATION, now=now)
    assert verified(credential_bytes(second)).verified


def test_a_badge_is_revoked_once_and_only_with_a_reason(award: Award, now: datetime) -> None:
    with pytest.raises(InvalidAward):
        revoke_award(award=award, reason="  ", by=INSTALLATION, now=now)
    revoked = revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)
    with pytest.raises(NotPossibleNow):
        revoke_award(award=revoked, reason="Again.", by=INSTALLATION, now=now)
    with pytest.raises(NotPossibleNow):
        accept_award(award=revoked, show_name=True, now=now)
    assert Event.objects.filter(kind="award.revoked").count() == 1


def test_readers_cannot_revoke(award: Award, make_member: Callable[..., Any], now: datetime) -> None:
    with pytest.raises(NotAllowed):
        revoke_award(award=award, reason="Why not", by=Actor(account=make_member("reader")), now=now)


def test_when_the_list_cannot_be_signed_the_badge_is_not_revoked_either(
    award: Award, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no signer")

    before = bytes(StatusList.objects.get().signed_document)
    monkeypatch.setattr("openlaurel.apps.issuing.services.revocations.record_event", fail)
    with pytest.raises(RuntimeError):
        revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)
    assert Award.objects.get().state == "offered"
    assert bytes(StatusList.objects.get().signed_document) == before


def test_a_link_stays_the_same_and_belongs_to_one_badge(make_award: Callable[..., Award]) -> None:
    first, second = make_award(), make_award()
    assert claim_token(first) == claim_token(first)
    assert claim_token(first) != claim_token(second)
    assert award_id_of(claim_token(first)) == first.id
    assert len(claim_token(first)) == 43


@pytest.mark.parametrize(
    "made_up", ["", "A", "é" * 43, "-" * 43, "the id of another", "one letter", "padding"]
)
def test_a_link_that_was_made_up_opens_nothing(make_award: Callable[..., Award], made_up: str) -> None:
    award, other = make_award(), make_award()
    token = claim_token(award)
    forged = {
        "the id of another": claim_token(other)[:21] + token[21:],
        "one letter": token[:-1] + chr(ord(token[-1]) + 1),  # its last two bits belong to no byte
        "padding": token + "=",
    }.get(made_up, made_up)
    assert award_of_token(forged) is None
    assert award_of_token(token) == award


def test_the_mail_is_not_sent_again_once_it_was_answered(award: Award, now: datetime) -> None:
    resend_claim_mail(award=award, by=INSTALLATION, now=now)
    assert Event.objects.filter(kind="award.mail_requested").count() == 1
    accept_award(award=award, show_name=False, now=now)
    with pytest.raises(NotPossibleNow):
        resend_claim_mail(award=award, by=INSTALLATION, now=now)


def test_expiry_is_computed_when_somebody_asks(make_award: Callable[..., Award], now: datetime) -> None:
    award = make_award(valid_until=now + timedelta(days=30))
    assert validity_of(award, now + timedelta(days=29)) == Validity.VALID
    assert validity_of(award, now + timedelta(days=30)) == Validity.EXPIRED
    revoked = revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)
    assert validity_of(revoked, now + timedelta(days=31)) == Validity.REVOKED
