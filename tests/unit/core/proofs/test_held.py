"""A proof that held is remembered; nothing else is, and never for another document, key, day or issuer."""

from datetime import timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, YEAR, Issuer, key_number

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import PublicKey
from openlaurel.core.proofs import held
from openlaurel.core.proofs.data_integrity import parse_proofs
from openlaurel.core.proofs.errors import ProofMismatch
from openlaurel.core.proofs.held import verify_proof_again
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import Bitstring
from openlaurel.core.verification import Report, verify


@pytest.fixture
def fresh() -> Canonizer:
    return Canonizer(load_bundle())


def again(document: dict[str, Any], key: PublicKey, canonizer: Canonizer) -> None:
    (proof,) = parse_proofs(document)
    verify_proof_again(document, proof, key=key, canonizer=canonizer)


def report_of(issuer: Issuer, resources: dict[str, Any], canonizer: Canonizer, **options: Any) -> Report:
    badge = issuer.sign(issuer.credential())
    report = verify(badge, resources, options.pop("now", NOW), canonizer=canonizer, **options)
    assert isinstance(report, Report)
    return report


def test_what_held_is_not_computed_again(
    issuer: Issuer, fresh: Canonizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = issuer.status_list()
    again(document, issuer.key.public, fresh)
    computed: list[dict[str, Any]] = []
    monkeypatch.setattr(held, "verify_proof", lambda document, *_, **__: computed.append(document))
    again(document, issuer.key.public, fresh)
    assert computed == []
    again(changed := document | {"validFrom": "2020-01-01T00:00:00Z"}, issuer.key.public, fresh)
    assert computed == [changed]


def test_a_changed_document_is_refused_after_the_true_one_held(issuer: Issuer, fresh: Canonizer) -> None:
    document = issuer.status_list()
    again(document, issuer.key.public, fresh)
    for changed in (
        document | {"validFrom": "2020-01-01T00:00:00Z"},
        document | {"credentialSubject": document["credentialSubject"] | {"statusPurpose": "suspension"}},
    ):
        with pytest.raises(ProofMismatch):
            again(changed, issuer.key.public, fresh)


def test_one_issuers_key_never_counts_as_anothers(issuer: Issuer, fresh: Canonizer) -> None:
    document = issuer.status_list()
    again(document, issuer.key.public, fresh)
    with pytest.raises(ProofMismatch):
        again(document, key_number(2).public, fresh)


def test_another_signature_under_the_same_document_is_checked(issuer: Issuer, fresh: Canonizer) -> None:
    document = issuer.status_list()
    (proof,) = parse_proofs(document)
    verify_proof_again(document, proof, key=issuer.key.public, canonizer=fresh)
    forged = proof._replace(signature=bytes(64))
    with pytest.raises(ProofMismatch):
        verify_proof_again(document, forged, key=issuer.key.public, canonizer=fresh)


def test_what_failed_is_asked_again(issuer: Issuer, fresh: Canonizer) -> None:
    for _ in range(2):
        with pytest.raises(ProofMismatch):
            again(issuer.status_list(), key_number(2).public, fresh)
    assert not fresh.held


def test_strangers_lists_cant_fill_the_memory(
    issuer: Issuer, fresh: Canonizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MAX_HELD", 3)
    for number in range(6):
        again(issuer.status_list(id=f"https://issuer.example/status/{number}"), issuer.key.public, fresh)
    assert len(fresh.held) == 3
    assert {len(name) for name in fresh.held} == {32}


def test_a_list_that_held_is_still_refused_once_its_time_is_over(issuer: Issuer, fresh: Canonizer) -> None:
    until = NOW + timedelta(days=2)
    published = issuer.status_list(validUntil=until.strftime("%Y-%m-%dT%H:%M:%SZ"))
    resources = {issuer.did: issuer.did_json(), issuer.list_url: published}
    assert report_of(issuer, resources, fresh).check("status").outcome == "pass"
    assert fresh.held
    later = report_of(issuer, resources, fresh, now=until + timedelta(days=1))
    assert later.check("status").outcome != "pass"


def test_a_list_that_held_is_still_refused_once_its_key_was_withdrawn(
    issuer: Issuer, fresh: Canonizer
) -> None:
    published = issuer.status_list()
    resources = {issuer.did: issuer.did_json(), issuer.list_url: published}
    assert report_of(issuer, resources, fresh).verified
    resources[issuer.did] = issuer.did_json(revoked=NOW - 2 * YEAR)
    assert not report_of(issuer, resources, fresh).verified


def test_a_list_that_changed_to_revoked_is_read_anew(issuer: Issuer, fresh: Canonizer) -> None:
    resources = {issuer.did: issuer.did_json(), issuer.list_url: issuer.status_list()}
    assert report_of(issuer, resources, fresh).verified
    badge = issuer.credential()
    index = int(badge["credentialStatus"]["statusListIndex"])
    resources[issuer.list_url] = issuer.status_list(index)
    assert report_of(issuer, resources, fresh).check("status").reason == "revoked"


def test_a_programmes_list_is_unpacked_once_and_each_badge_is_told_its_own_status(
    issuer: Issuer, fresh: Canonizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked = []
    decode = Bitstring.decode
    monkeypatch.setattr(
        Bitstring, "decode", lambda text, **options: unpacked.append(text) or decode(text, **options)
    )
    resources = issuer.resources(status=issuer.status_list(3, 1234))
    for index in range(6):
        badge = issuer.sign(issuer.credential(index=index))
        report = verify(badge, resources, NOW, canonizer=fresh)
        assert isinstance(report, Report)
        assert report.verified == (index != 3)
    assert len(unpacked) == 1
