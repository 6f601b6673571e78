"""Who endorses a badge is told only when they signed that they do, and it never makes the badge better or worse."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, YEAR, Issuer, key_number

from openlaurel.core.keys import did_key
from openlaurel.core.openbadges import Profile
from openlaurel.core.proofs import CREDENTIALS_V2, OPEN_BADGES, Canonizer
from openlaurel.core.verification import Check, Needs, Report, StatusListNeeded, Unavailable, verify
from openlaurel.core.verification.endorsements import MAXIMUM_ENDORSEMENTS

BADGE_ID = "https://issuer.example/awards/7f3e2a90-4c52-4b0e-9a37-d4c1f0a6b111"
ACHIEVEMENT_ID = "https://issuer.example/achievements/tide-tables"


@pytest.fixture
def endorser(canonizer: Canonizer) -> Issuer:
    return Issuer(canonizer, did="did:web:board.example", key=key_number(7))


def unsigned(endorser: Issuer, subject: str = ACHIEVEMENT_ID, **changes: Any) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "https://board.example/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": endorser.did, "type": ["Profile"], "name": "Sea Board"},
        "validFrom": "2026-05-01T00:00:00Z",
        "credentialSubject": {
            "id": subject,
            "type": ["EndorsementSubject"],
            "endorsementComment": "What a mate needs.",
        },
    } | changes


def carrying(issuer: Issuer, place: str = "achievement", **endorsed: Any) -> dict[str, Any]:
    """A signed badge with `endorsement` or `endorsementJwt` where `place` says."""
    credential = issuer.credential(issuer=Profile(issuer.did, "Harbour Institute"))
    subject = credential["credentialSubject"]
    holder = {"badge": credential, "achievement": subject["achievement"], "issuer": credential["issuer"]}[
        place
    ]
    holder |= endorsed
    return issuer.sign(credential)


def verified(issuer: Issuer, badge: Any, endorser: Issuer, **replaced: Any) -> Report:
    published = issuer.resources() | {endorser.did: endorser.did_json()} | replaced
    report = verify(badge, published, NOW, canonizer=issuer.canonizer)
    assert isinstance(report, Report), report
    assert report.verified, "what is endorsed holds, whatever its endorsements are worth"
    return report


def only(report: Report) -> Check:
    (line,) = report.further
    assert line.check == "endorsement"
    return line


@pytest.mark.parametrize(
    ("place", "subject", "reason"),
    [
        ("badge", BADGE_ID, "badge_endorsed"),
        ("achievement", ACHIEVEMENT_ID, "achievement_endorsed"),
        ("issuer", "did:web:issuer.example", "issuer_endorsed"),
        ("badge", ACHIEVEMENT_ID, "achievement_endorsed"),
    ],
)
def test_an_endorsement_says_who_endorses_what(
    issuer: Issuer, endorser: Issuer, place: str, subject: str, reason: str
) -> None:
    signed = endorser.sign(unsigned(endorser, subject))
    jwt = endorser.jwt(unsigned(endorser, subject))
    for form in ({"endorsement": [signed]}, {"endorsementJwt": [jwt]}):
        line = only(verified(issuer, carrying(issuer, place, **form), endorser))
        assert (line.outcome, line.reason) == ("pass", reason), line.detail
        assert "Sea Board (did:web:board.example)" in line.detail
        assert line.as_json()["says"] == "What a mate needs."


def test_a_badge_that_is_a_jwt_carries_endorsements_too(issuer: Issuer, endorser: Issuer) -> None:
    payload = issuer.credential() | {"endorsement": [endorser.sign(unsigned(endorser, BADGE_ID))]}
    assert only(verified(issuer, issuer.jwt(payload), endorser)).reason == "badge_endorsed"


def test_an_endorsement_of_something_else_is_told_as_that(issuer: Issuer, endorser: Issuer) -> None:
    """Else a copy of anybody's endorsement would adorn every badge."""
    copied = endorser.sign(unsigned(endorser, "https://issuer.example/achievements/other"))
    line = only(verified(issuer, carrying(issuer, endorsement=[copied]), endorser))
    assert (line.outcome, line.reason) == ("fail", "endorses_something_else")
    assert "achievements/other" in line.detail


def test_an_issuer_that_endorses_itself_is_told_as_that(issuer: Issuer, endorser: Issuer) -> None:
    own = issuer.sign(unsigned(issuer))
    line = only(verified(issuer, carrying(issuer, endorsement=[own]), endorser))
    assert (line.outcome, line.reason) == ("warn", "endorses_itself")


def test_a_changed_endorsement_fails_and_the_badge_doesnt(issuer: Issuer, endorser: Issuer) -> None:
    signed = endorser.sign(unsigned(endorser))
    signed["credentialSubject"]["endorsementComment"] = "The best there is."
    line = only(verified(issuer, carrying(issuer, endorsement=[signed]), endorser))
    assert (line.outcome, line.reason) == ("fail", "endorsement_broken")
    assert "changed after it was signed" in line.detail
    assert "Sea Board" not in line.detail, "a name that nobody signed isn't told"


def test_an_endorsement_by_anothers_key_fails(issuer: Issuer, endorser: Issuer) -> None:
    forged = issuer.sign(unsigned(endorser))
    line = only(verified(issuer, carrying(issuer, endorsement=[forged]), endorser))
    assert (line.outcome, line.reason) == ("fail", "endorsement_broken")
    assert "names did:web:board.example as its issuer" in line.detail


def test_an_endorsement_that_ended_fails(issuer: Issuer, endorser: Issuer) -> None:
    ended = endorser.sign(unsigned(endorser, validUntil="2026-06-01T00:00:00Z"))
    line = only(verified(issuer, carrying(issuer, endorsement=[ended]), endorser))
    assert "expired on 2026-06-01" in line.detail


def test_an_endorsement_that_was_revoked_fails(issuer: Issuer, endorser: Issuer) -> None:
    status = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "5",
        "statusListCredential": endorser.list_url,
    }
    badge = carrying(issuer, endorsement=[endorser.sign(unsigned(endorser, credentialStatus=status))])
    resources = issuer.resources() | {endorser.did: endorser.did_json()}
    outcome = verify(badge, resources, NOW, canonizer=issuer.canonizer)
    assert outcome == Needs((StatusListNeeded(endorser.list_url),))
    revoked = {endorser.list_url: endorser.status_list(5)}
    assert "has revoked it" in only(verified(issuer, badge, endorser, **revoked)).detail
    fine = {endorser.list_url: endorser.status_list()}
    assert only(verified(issuer, badge, endorser, **fine)).outcome == "pass"


def test_an_endorser_out_of_reach_is_neither_believed_nor_doubted(issuer: Issuer, endorser: Issuer) -> None:
    badge = carrying(issuer, endorsement=[endorser.sign(unsigned(endorser))])
    away = {endorser.did: Unavailable("The site board.example is out of reach.")}
    line = only(verified(issuer, badge, endorser, **away))
    assert (line.outcome, line.reason) == ("skipped", "endorsement_out_of_reach")
    assert "board.example is out of reach" in line.detail


@pytest.mark.parametrize(
    "endorsed",
    [
        {"endorsementJwt": ["eyJ.eyJ.x"]},
        {"endorsementJwt": ["eyJ" + "A" * 100_000]},
        {"endorsementJwt": "no JWT"},
        {"endorsement": [{"id": "urn:x:1", "type": ["EndorsementCredential"]}]},
    ],
)
def test_what_is_no_endorsement_is_told_as_unreadable(
    issuer: Issuer, endorser: Issuer, endorsed: dict[str, Any]
) -> None:
    line = only(verified(issuer, carrying(issuer, **endorsed), endorser))
    assert (line.outcome, line.reason) == ("fail", "endorsement_unreadable"), line.detail


def test_a_credential_of_another_kind_is_no_endorsement(issuer: Issuer, endorser: Issuer) -> None:
    other = endorser.sign(unsigned(endorser, type=["VerifiableCredential"]))
    line = only(verified(issuer, carrying(issuer, endorsement=[other]), endorser))
    assert "isn't an EndorsementCredential" in line.detail or "not an EndorsementCredential" in line.detail
    assert line.outcome == "fail"


def test_an_endorsement_of_an_endorsement_is_not_followed(issuer: Issuer, endorser: Issuer) -> None:
    inner = endorser.jwt(unsigned(endorser))
    outer = endorser.sign(unsigned(endorser, endorsementJwt=[inner]))
    assert only(verified(issuer, carrying(issuer, endorsement=[outer]), endorser)).outcome == "pass"


def test_more_endorsements_than_are_checked_are_counted_not_believed(
    issuer: Issuer, endorser: Issuer
) -> None:
    jwts = [endorser.jwt(unsigned(endorser, name=f"Endorsement {number}")) for number in range(7)]
    report = verified(issuer, carrying(issuer, endorsementJwt=jwts), endorser)
    assert [line.outcome for line in report.further] == ["pass"] * MAXIMUM_ENDORSEMENTS + ["skipped"]
    assert "carries 7 endorsements; only 5 were checked" in report.further[-1].detail


def test_what_all_endorsements_need_is_asked_for_at_once(issuer: Issuer, canonizer: Canonizer) -> None:
    endorsers = [Issuer(canonizer, f"did:web:{name}.example", key_number(9)) for name in ("a", "b")]
    badge = carrying(issuer, endorsement=[one.sign(unsigned(one)) for one in endorsers])
    outcome = verify(badge, issuer.resources(), NOW, canonizer=canonizer)
    assert isinstance(outcome, Needs)
    assert [need.key for need in outcome.needs] == ["did:web:a.example", "did:web:b.example"]


def test_a_badge_that_doesnt_hold_says_nothing_of_its_endorsements(issuer: Issuer, endorser: Issuer) -> None:
    badge = carrying(issuer, endorsement=[endorser.sign(unsigned(endorser))]) | {"name": "Another"}
    report = verify(badge, issuer.resources(), NOW, canonizer=issuer.canonizer)
    assert isinstance(report, Report)
    assert not report.verified
    assert report.further == ()


def test_an_endorser_needs_no_site(issuer: Issuer, canonizer: Canonizer) -> None:
    endorser = replace(Issuer(canonizer, key=key_number(8)), did=did_key(key_number(8).public))
    badge = json.dumps(carrying(issuer, endorsement=[endorser.sign(unsigned(endorser))]))
    assert only(verified(issuer, badge, endorser)).outcome == "pass"
    later = verify(badge, issuer.resources(), NOW + YEAR * 2, canonizer=canonizer)
    assert isinstance(later, Report)
    assert later.further == ()
