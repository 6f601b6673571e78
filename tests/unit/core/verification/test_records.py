"""A record holds as far as each credential in it does; nothing in it that wasn't checked counts."""

import json
from datetime import datetime
from typing import Any

import pytest
from tests.integration.wallet.badges import CANONIZER, badge_by_key

from openlaurel.core.keys import SoftwareKey, SoftwareSigner, did_key
from openlaurel.core.openbadges import EMAIL, ClrCredential, ClrSubject, Profile, hash_identity
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.verification import Report, records, verify

KEY = SoftwareKey(b"a key of an issuer elsewhere....")
DID = did_key(KEY.public)
SIGNER = SoftwareSigner(KEY, f"{DID}#{DID.removeprefix('did:key:')}")


def verified(inside: list[dict[str, Any]], now: datetime) -> Report:
    """A record of these credentials, signed and verified."""
    record = ClrCredential(
        id="urn:uuid:7f0a1d0e-9d51-4b5e-9a0c-9c1f0a6f3f11",
        name="Record",
        issuer=Profile(id=DID, name="Keeper"),
        subject=ClrSubject(
            tuple(inside), identifiers=(hash_identity("ana@x.example", identity_type=EMAIL, salt="k7Lq"),)
        ),
        valid_from=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    signed = sign(record.as_json(), signer=SIGNER, created=now, canonizer=CANONIZER)
    report = verify(signed, {}, now, canonizer=CANONIZER)
    assert isinstance(report, Report)
    return report


@pytest.fixture
def badge(now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(badge_by_key(now, "ana@x.example", "Splicing"))
    return found


def test_a_badge_without_its_signature_in_a_signed_record_proves_nothing(
    badge: dict[str, Any], now: datetime
) -> None:
    assert verified([badge], now).verified
    forged = {name: value for name, value in badge.items() if name != "proof"}

    report = verified([badge, forged], now)

    assert not report.verified
    assert [line.reason for line in report.further] == ["credential_holds", "credential_fails"]


def test_a_badge_that_was_changed_inside_a_signed_record_is_named(
    badge: dict[str, Any], now: datetime
) -> None:
    badge["credentialSubject"]["achievement"]["name"] = "Navigation"

    (line,) = verified([badge], now).further

    assert (line.reason, line.params["name"]) == ("credential_fails", "Navigation")


def test_a_record_of_more_than_are_checked_never_counts_as_verified(
    badge: dict[str, Any], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MAXIMUM_CREDENTIALS", 1)

    report = verified([badge, {**badge, "name": "Another"}], now)

    assert not report.verified
    assert report.further[-1].reason == "credentials_left_out"
