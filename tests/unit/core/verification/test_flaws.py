"""One flaw a test: which check names it, and that nothing after it counts as passed."""

import copy
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, YEAR, Issuer, key_number

from openlaurel.core.keys import (
    EcdsaKey,
    EcdsaPublicKey,
    P256PublicKey,
    P384PublicKey,
    SoftwareSigner,
    base58,
    did_jwk,
    did_key,
)
from openlaurel.core.openbadges import Profile
from openlaurel.core.proofs.data_integrity import add_proof
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites import SUITES
from openlaurel.core.status import StatusEntry
from openlaurel.core.verification import (
    CHECKS,
    DidDocumentNeeded,
    Needs,
    Report,
    StatusListNeeded,
    Unavailable,
    verify,
)

Run = Callable[..., Report]
STATEMENTS = "https://www.w3.org/2018/credentials#"


@pytest.fixture
def run(canonizer: Canonizer, issuer: Issuer) -> Run:
    def check(document: Any, resources: dict[str, Any] | None = None, at: Any = NOW) -> Report:
        text = json.dumps(document) if isinstance(document, dict) else document
        report = verify(text, issuer.resources() if resources is None else resources, at, canonizer=canonizer)
        assert isinstance(report, Report), f"needs {report}"
        assert [entry.check for entry in report.checks] == list(CHECKS)
        return report

    return check


def assert_fails(report: Report, check: str, reason: str) -> None:
    """`check` fails for `reason`, what comes after it was not run, and the whole isn't verified."""
    failed = report.check(check)
    assert (failed.outcome, failed.reason) == ("fail", reason), failed.detail
    later = CHECKS[CHECKS.index(check) + 1 : -1]
    assert {report.check(name).outcome for name in later} <= {"skipped"}
    assert not report.verified
    assert not report.as_json()["verified"]


def test_a_good_badge_passes_every_check(run: Run, issuer: Issuer) -> None:
    report = run(issuer.badge())
    assert [entry.outcome for entry in report.checks] == ["pass"] * 5 + ["skipped"]
    assert report.verified
    assert "Harbour Institute" in report.check("issuer").detail


def test_a_good_badge_passes_in_every_form(run: Run, issuer: Issuer, canonizer: Canonizer) -> None:
    assert run(issuer.sign(issuer.credential(), cryptosuite="eddsa-jcs-2022")).verified
    assert run(issuer.jwt(issuer.credential())).verified
    assert run(json.dumps(issuer.badge(), indent=2).encode("utf-8-sig")).verified
    badge = issuer.badge()
    assert run(badge | {"proof": badge["proof"][0]}).verified
    holder = Issuer(canonizer, did=did_key(key_number(3).public), key=key_number(3))
    assert run(holder.badge(status=None), {}).verified


def test_two_good_proofs_both_count(run: Run, issuer: Issuer) -> None:
    rdfc, other = issuer.badge(), issuer.sign(issuer.credential(), cryptosuite="eddsa-jcs-2022")
    report = run(rdfc | {"proof": [*rdfc["proof"], *other["proof"]]})
    assert report.verified
    assert report.check("proof").params["cryptosuite"] == "eddsa-rdfc-2022, eddsa-jcs-2022"


# 1. format


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "hello", "eyJ.eyJ.x", b"\xff\xd8\xff\xe0 JFIF"])
def test_what_is_no_credential_is_unreadable(run: Run, text: str | bytes) -> None:
    report = run(text)
    assert_fails(report, "format", "unreadable")
    assert report.credential is None


@pytest.mark.parametrize("name", ["id", "name", "description", "criteria"])
def test_a_badge_without_a_required_part_says_which(run: Run, issuer: Issuer, name: str) -> None:
    document = issuer.credential()
    del document["credentialSubject"]["achievement"][name]
    report = run(issuer.sign(document))
    assert_fails(report, "format", "incomplete")
    assert name in report.check("format").detail


def test_a_badge_without_a_beginning_or_an_achievement_is_incomplete(run: Run, issuer: Issuer) -> None:
    without_start = {key: value for key, value in issuer.badge().items() if key != "validFrom"}
    assert_fails(run(without_start), "format", "incomplete")
    without_achievement = issuer.badge() | {"credentialSubject": {"type": ["AchievementSubject"]}}
    assert_fails(run(without_achievement), "format", "incomplete")


def test_another_credential_is_verified_but_called_what_it_is(run: Run, issuer: Issuer) -> None:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer.did,
        "credentialSubject": {"id": "did:web:somebody.example", "name": "x"},
    }
    report = run(issuer.sign(document))
    assert report.check("format").reason == "other_credential"
    assert report.verified


# 2. proof


def test_one_changed_character_is_found_anywhere_in_the_file(run: Run, issuer: Issuer) -> None:
    text = json.dumps(issuer.badge())
    changes = 0
    for place in range(0, len(text), 23):
        if text[place].isalnum():
            other = "b" if text[place] != "b" else "c"
            changes += 1
            report = run(text[:place] + other + text[place + 1 :], Everywhere(issuer.resources()))
            assert not report.verified, text[place - 20 : place + 20]
    assert changes > 50


class Everywhere(dict[str, Any]):
    """Whatever else a changed badge names is out of reach."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> Unavailable:
        return Unavailable("It is out of reach.")


def test_a_badge_without_a_signature_is_nobodys(run: Run, issuer: Issuer) -> None:
    assert_fails(run(issuer.credential()), "proof", "no_proof")
    assert_fails(run(issuer.credential() | {"proof": []}), "proof", "no_proof")


def test_an_unsigned_jwt_is_nobodys(run: Run, issuer: Issuer) -> None:
    text = issuer.jwt(issuer.credential(), alg="none")
    assert_fails(run(text), "format", "unreadable")
    assert_fails(run(text.rpartition(".")[0] + "."), "format", "unreadable")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"cryptosuite": "bbs-2023"}, "proof_unsupported"),
        ({"type": "Ed25519Signature2018"}, "proof_unsupported"),
        ({"previousProof": "urn:uuid:1"}, "chain_broken"),
        ({"previousProof": []}, "proof_malformed"),
        ({"cryptosuite": "ecdsa-rdfc-2019"}, "key_unfit"),
        ({"cryptosuite": "ecdsa-jcs-2019"}, "key_unfit"),
        ({"proofPurpose": "authentication"}, "proof_malformed"),
        ({"proofValue": "z111"}, "proof_malformed"),
        ({"created": "2026-01-01T00:00:00Z"}, "changed"),
        ({"nonce": "added"}, "changed"),
        ({"unknownOption": "x"}, "undefined_term"),
        ({"cred:x": "x"}, "hidden_term"),
    ],
)
def test_a_proof_with_a_flaw_is_told_by_it(
    run: Run, issuer: Issuer, change: dict[str, Any], reason: str
) -> None:
    badge = issuer.badge()
    assert_fails(run(badge | {"proof": [badge["proof"][0] | change]}), "proof", reason)


def test_one_bad_proof_beside_a_good_one_fails_the_badge(
    run: Run, issuer: Issuer, canonizer: Canonizer
) -> None:
    badge = issuer.badge()
    stranger = Issuer(canonizer, key=key_number(9)).badge()
    assert_fails(run(badge | {"proof": [*badge["proof"], *stranger["proof"]]}), "proof", "key_not_found")


def test_a_proof_that_isnt_understood_is_told_beside_one_that_holds(run: Run, issuer: Issuer) -> None:
    badge = issuer.badge()
    unknown = badge["proof"][0] | {"cryptosuite": "made-up-2031"}
    for proofs in ([*badge["proof"], unknown], [unknown, *badge["proof"]]):
        report = run(badge | {"proof": proofs})
        assert (report.check("proof").outcome, report.check("proof").reason) == ("warn", "partly_understood")
        assert "made-up-2031" in report.check("proof").detail
        assert report.verified
    assert_fails(run(badge | {"proof": [unknown, unknown]}), "proof", "proof_unsupported")
    assert_fails(run(badge | {"name": "Changed", "proof": [*badge["proof"], unknown]}), "proof", "changed")


def test_a_proof_counts_no_more_than_the_one_that_it_follows_on(
    run: Run, issuer: Issuer, canonizer: Canonizer
) -> None:
    options: dict[str, Any] = {"signer": issuer.signer, "created": NOW - YEAR / 2, "canonizer": canonizer}
    first = add_proof(issuer.credential(), **options, proof_id="urn:uuid:1")
    first["proof"][0]["cryptosuite"] = "made-up-2031"
    chain = add_proof(first, **options, cryptosuite="eddsa-jcs-2022", previous=["urn:uuid:1"])
    assert_fails(run(chain), "proof", "proof_unsupported")
    own = issuer.badge()["proof"]
    report = run(chain | {"proof": [*chain["proof"], *own]})
    assert report.check("proof").reason == "partly_understood"
    assert report.verified


def test_a_chain_of_proofs_holds_link_by_link(run: Run, issuer: Issuer, canonizer: Canonizer) -> None:
    options: dict[str, Any] = {"signer": issuer.signer, "created": NOW - YEAR / 2, "canonizer": canonizer}
    first = add_proof(issuer.credential(), **options, proof_id="urn:uuid:1")
    chain = add_proof(first, **options, cryptosuite="eddsa-jcs-2022", previous=["urn:uuid:1"])
    assert run(chain).verified
    assert_fails(run(chain | {"proof": chain["proof"][1:]}), "proof", "chain_broken")
    replaced = issuer.sign(issuer.credential(), created=NOW - YEAR / 3)["proof"][0]
    other = add_proof(issuer.credential(), **options | {"created": NOW}, proof_id="urn:uuid:1")["proof"][0]
    assert_fails(run(chain | {"proof": [other, chain["proof"][1]]}), "proof", "changed")
    assert run(chain | {"proof": [*chain["proof"], replaced]}).verified


@pytest.mark.parametrize("curve", [P256PublicKey, P384PublicKey])
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_badge_signed_by_ecdsa_passes(
    run: Run, issuer: Issuer, curve: type[EcdsaPublicKey], suite: str
) -> None:
    """By a key that a DID document lists as JWK, by did:key and by did:jwk."""
    key = EcdsaKey(curve, b"\x07" * curve.coordinate_bytes)
    method = f"{issuer.did}#ecdsa"
    entry = {"id": method, "type": "JsonWebKey", "controller": issuer.did, "publicKeyJwk": key.public.jwk}
    published = {"id": issuer.did, "verificationMethod": [entry], "assertionMethod": [method]}
    signed = issuer.sign(
        issuer.credential(status=None), signer=SoftwareSigner(key, method), cryptosuite=suite
    )
    assert run(signed, issuer.resources(did=published)).check("proof").params == {"cryptosuite": suite}
    assert run(signed, issuer.resources(did=published)).verified
    assert_fails(run(signed | {"name": "x"}, issuer.resources(did=published)), "proof", "changed")
    for did, fragment in ((did_key(key.public), key.public.multibase), (did_jwk(key.public), "0")):
        credential = issuer.credential(status=None, issuer=Profile(did, "Harbour Institute"))
        signer = SoftwareSigner(key, f"{did}#{fragment}")
        assert run(issuer.sign(credential, signer=signer, cryptosuite=suite), {}).verified


@pytest.mark.parametrize(("curve", "algorithm"), [(P256PublicKey, "ES256"), (P384PublicKey, "ES384")])
def test_a_jwt_is_signed_by_the_algorithm_of_its_key_and_no_other(
    run: Run, canonizer: Canonizer, curve: type[EcdsaPublicKey], algorithm: str
) -> None:
    issuer = Issuer(canonizer, key=EcdsaKey(curve, b"\x07" * curve.coordinate_bytes))
    document = issuer.credential(status=None)
    published = {issuer.did: issuer.did_json()}
    report = run(issuer.jwt(document, alg=algorithm), published)
    assert report.verified
    assert report.check("proof").params == {"cryptosuite": f"JWT with {algorithm}"}
    if curve is P256PublicKey:  # as long as one of EdDSA, so that it is read
        confused = run(issuer.jwt(document, alg="EdDSA"), published)
        assert_fails(confused, "proof", "key_unfit")
        assert "EdDSA, but the key is of the kind P-256" in confused.check("proof").detail
    assert_fails(run(issuer.jwt(document, alg="HS256"), published), "format", "unreadable")
    changed = run(issuer.jwt(document, alg=algorithm)[:-8] + "AAAAAAAA", published)
    assert_fails(changed, "proof", "changed")


def test_a_jwt_cannot_make_an_ed25519_key_count_as_another(run: Run, issuer: Issuer) -> None:
    assert_fails(run(issuer.jwt(issuer.credential(), alg="ES256")), "proof", "key_unfit")
    assert run(issuer.jwt(issuer.credential(), alg="Ed25519")).verified


def test_a_key_that_was_published_in_an_unusable_form_is_told_apart_from_none(
    run: Run, issuer: Issuer
) -> None:
    published = issuer.did_json()
    published["verificationMethod"][0] |= {"publicKeyJwk": {"kty": "OKP", "d": "secret"}}
    report = run(issuer.badge(), issuer.resources(did=published))
    assert_fails(report, "proof", "key_unusable")
    assert "written down twice" in report.check("proof").detail


def test_a_proof_counts_only_until_it_expires(run: Run, issuer: Issuer) -> None:
    signed = issuer.sign(issuer.credential())
    assert_fails(
        run(signed | {"proof": [signed["proof"][0] | {"expires": "2999-01-01T00:00:00Z"}]}),
        "proof",
        "changed",
    )
    options = {key: value for key, value in signed["proof"][0].items() if key != "proofValue"}
    options["expires"] = "2026-11-20T00:00:00Z"
    suite = SUITES["eddsa-rdfc-2022"]
    data = suite.hash_data(issuer.credential(), options, issuer.canonizer, "sha256")
    signature = issuer.key.sign(data)
    proof = options | {"proofValue": "z" + base58.encode(signature)}
    expired = run(issuer.credential() | {"proof": [proof]})
    assert_fails(expired, "proof", "proof_expired")
    assert run(issuer.credential() | {"proof": [proof]}, at=NOW - timedelta(days=10)).verified


def test_an_unknown_context_is_named_and_not_fetched(run: Run, issuer: Issuer) -> None:
    badge = issuer.badge()
    report = run(badge | {"@context": [*badge["@context"], "https://contexts.example/v1"]})
    assert_fails(report, "proof", "context_unknown")
    assert "https://contexts.example/v1" in report.check("proof").detail


def test_a_term_that_the_signature_would_not_cover_is_named(run: Run, issuer: Issuer) -> None:
    report = run(issuer.badge() | {"superpower": "flight"})
    assert_fails(report, "proof", "undefined_term")
    assert "superpower" in report.check("proof").detail


@pytest.mark.parametrize("name", ["validUntil", "credentialStatus"])
def test_an_expiry_or_status_cannot_be_hidden_under_its_full_address(
    run: Run, issuer: Issuer, name: str
) -> None:
    """The signature still holds, since to RDF both spellings are one."""
    badge = issuer.badge(valid_until=NOW - timedelta(days=1)) if name == "validUntil" else issuer.badge()
    value = badge.pop(name)
    if name == "validUntil":
        value = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": value}
    hidden = [
        badge | {STATEMENTS + name: value},
        badge | {"@nest": {name: value}},
        badge | {"@context": [*badge["@context"], {"x": STATEMENTS + name}], "x": value},
        badge | {"@included": [{"id": badge["id"], name: value}]},
    ]
    for document in hidden:
        assert_fails(run(document), "proof", "hidden_term")


@pytest.mark.parametrize("name", ["validUntil", "credentialStatus"])
@pytest.mark.parametrize("place", ["evidence", "endorsement"])
def test_an_expiry_or_status_cannot_be_moved_to_another_place_that_names_the_badge(
    run: Run, issuer: Issuer, place: str, name: str
) -> None:
    """The signature still holds, since to RDF all objects with one id are one."""
    document = issuer.credential(valid_until=NOW - timedelta(days=1))
    naming = {
        "id": document["id"],
        "type": [{"evidence": "Evidence", "endorsement": "EndorsementSubject"}[place]],
    }
    endorsement = {
        "id": "https://endorser.example/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": "did:web:endorser.example", "type": "Profile"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": naming,
    }
    document[place] = [naming if place == "evidence" else endorsement]
    badge = issuer.sign(document)
    assert_fails(run(badge), "validity", "expired")
    moved = copy.deepcopy(badge)
    target = moved[place][0] if place == "evidence" else moved[place][0]["credentialSubject"]
    target["type"] += ["VerifiableCredential", "OpenBadgeCredential"]
    target[name] = moved.pop(name)
    assert_fails(run(moved), "proof", "hidden_term")


def test_a_key_that_isnt_listed_signs_for_nobody(run: Run, issuer: Issuer, canonizer: Canonizer) -> None:
    forged = Issuer(canonizer, key=key_number(2)).badge()
    assert_fails(run(forged), "proof", "key_not_found")


@pytest.mark.parametrize(
    "found",
    [
        Unavailable("The site issuer.example didn't answer."),
        {},
        [],
        "text",
        {"id": "did:web:other.example"},
        {"id": "did:web:issuer.example", "verificationMethod": [{}]},
    ],
)
def test_an_issuer_that_cant_be_looked_up_is_not_confirmed(run: Run, issuer: Issuer, found: Any) -> None:
    assert_fails(run(issuer.badge(), issuer.resources(did=found)), "proof", "key_unavailable")


@pytest.mark.parametrize(
    "did", ["did:ion:abc", "did:web:a..b:../x", "did:web:[::1", "did:key:zzz", "did:web:"]
)
def test_a_did_that_leads_nowhere_is_told(run: Run, issuer: Issuer, did: str) -> None:
    badge = issuer.badge()
    proof = badge["proof"][0] | {"verificationMethod": f"{did}#key"}
    assert_fails(run(badge | {"proof": [proof]}), "proof", "key_unavailable")


# 3. issuer


def test_a_long_name_cannot_push_out_of_sight_who_really_signed(run: Run, issuer: Issuer) -> None:
    name = "Harbour Institute (did:web:harbour.example), the school of the harbour masters. " * 5
    report = run(issuer.badge(issuer=Profile(issuer.did, name)))
    assert report.verified
    assert report.check("issuer").detail.rstrip(".").endswith(f"({issuer.did})")


def test_a_stranger_cannot_sign_in_an_issuers_name(run: Run, issuer: Issuer, canonizer: Canonizer) -> None:
    stranger = Issuer(canonizer, did="did:web:evil.example", key=key_number(6))
    document = issuer.credential()
    report = run(stranger.sign(document), issuer.resources() | stranger.resources())
    assert_fails(report, "issuer", "issuer_mismatch")


def test_a_strangers_document_cannot_claim_a_key_for_an_issuer(
    run: Run, issuer: Issuer, canonizer: Canonizer
) -> None:
    """The method is in evil.example's document, but says that issuer.example controls it."""
    stranger = Issuer(canonizer, did="did:web:evil.example", key=key_number(6))
    published = stranger.did_json()
    published["verificationMethod"][0]["controller"] = issuer.did
    report = run(stranger.sign(issuer.credential()), issuer.resources() | {stranger.did: published})
    assert_fails(report, "proof", "key_unavailable")


def test_a_strangers_key_listed_under_the_issuers_name_is_not_the_issuers(
    run: Run, issuer: Issuer, canonizer: Canonizer
) -> None:
    stranger = Issuer(canonizer, did="did:web:evil.example", key=key_number(6))
    published = stranger.did_json()
    published["verificationMethod"][0]["id"] = f"{issuer.did}#{stranger.key.public.multibase}"
    forged = Issuer(canonizer, key=key_number(6)).badge()
    assert_fails(run(forged, issuer.resources() | {stranger.did: published}), "proof", "key_not_found")


def test_a_key_for_signing_in_is_not_one_for_badges(run: Run, issuer: Issuer) -> None:
    published = issuer.did_json() | {"assertionMethod": [], "authentication": [issuer.method]}
    assert_fails(run(issuer.badge(), issuer.resources(did=published)), "issuer", "key_not_for_credentials")


@pytest.mark.parametrize(("field", "reason"), [("revoked", "key_revoked"), ("expires", "key_expired")])
def test_a_key_counts_until_it_is_withdrawn_or_expires(
    run: Run, issuer: Issuer, field: str, reason: str
) -> None:
    signed_at = NOW - YEAR / 2
    before = issuer.resources(did=issuer.did_json(**{field: signed_at - timedelta(days=1)}))
    assert_fails(run(issuer.badge(), before), "issuer", reason)
    assert_fails(
        run(issuer.badge(), issuer.resources(did=issuer.did_json(**{field: signed_at}))), "issuer", reason
    )
    after = issuer.did_json(**{field: signed_at + timedelta(seconds=1)})
    assert run(issuer.badge(), issuer.resources(did=after)).verified


def test_an_issuer_that_is_no_did_has_no_key(run: Run, issuer: Issuer) -> None:
    badge = issuer.sign(issuer.credential(issuer=Profile("https://issuer.example/", "Harbour Institute")))
    assert_fails(run(badge), "issuer", "issuer_not_a_did")


# 4. status


def test_a_revoked_badge_is_revoked(run: Run, issuer: Issuer) -> None:
    assert_fails(run(issuer.badge(), issuer.resources(status=issuer.status_list(94567))), "status", "revoked")


def test_a_neighbours_revocation_is_not_ours(run: Run, issuer: Issuer) -> None:
    others = issuer.status_list(94566, 94568, 0)
    assert run(issuer.badge(), issuer.resources(status=others)).verified


def test_a_suspended_badge_is_suspended(run: Run, issuer: Issuer) -> None:
    entry = StatusEntry(issuer.list_url, 94567, "suspension")
    listed = issuer.status_list(94567, purpose="suspension")
    assert_fails(run(issuer.badge(status=entry), issuer.resources(status=listed)), "status", "suspended")


def test_each_of_several_statuses_counts(run: Run, issuer: Issuer) -> None:
    second = StatusEntry("https://issuer.example/status/2", 3, "suspension")
    document = issuer.credential()
    document["credentialStatus"] = [document["credentialStatus"], second.as_json()]
    badge = issuer.sign(document)
    suspensions = issuer.status_list(3, purpose="suspension", id=second.list_url)
    assert_fails(run(badge, issuer.resources() | {second.list_url: suspensions}), "status", "suspended")
    lifted = issuer.status_list(purpose="suspension", id=second.list_url)
    assert run(badge, issuer.resources() | {second.list_url: lifted}).verified


def test_a_badge_without_a_status_passes_with_a_word_about_it(run: Run, issuer: Issuer) -> None:
    report = run(issuer.badge(status=None))
    assert (report.check("status").outcome, report.check("status").reason) == ("warn", "no_status")
    assert report.verified


def flawed_lists(issuer: Issuer) -> dict[str, Any]:
    unsigned = {key: value for key, value in issuer.status_list().items() if key != "proof"}
    stranger = Issuer(issuer.canonizer, did="did:web:evil.example", key=key_number(6))
    by_stranger = stranger.sign(unsigned)
    tampered = copy.deepcopy(issuer.status_list(94567))
    tampered["credentialSubject"]["encodedList"] = issuer.status_list()["credentialSubject"]["encodedList"]
    return {
        "out of reach": Unavailable("The site issuer.example didn't answer in time."),
        "unsigned": unsigned,
        "signed by a stranger": by_stranger,
        "issued by a stranger": stranger.status_list(id=issuer.list_url),
        "tampered with": tampered,
        "expired": issuer.status_list(validUntil="2026-11-01T00:00:00Z"),
        "not yet in force": issuer.status_list(validFrom="2027-11-01T00:00:00Z"),
        "another list": issuer.status_list(id="https://issuer.example/status/2"),
        "for another purpose": issuer.status_list(purpose="suspension"),
        "too short": issuer.status_list(
            credentialSubject={
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": "uH4sI",
            }
        ),
        "a badge": issuer.badge(),
        "not json-ld": [],
    }


FLAWED = {
    "out of reach": "didn't answer in time",
    "unsigned": "carries no signature",
    "signed by a stranger": "but the file names did:web:issuer.example as its issuer",
    "issued by a stranger": "another issuer's",
    "tampered with": "changed after it was signed",
    "expired": "expired on 2026-11-01",
    "not yet in force": "isn't valid before 2027-11-01",
    "another list": "names another address",
    "for another purpose": "isn't one for revocation",
    "too short": "cut off",
    "a badge": "isn't a status list",
    "not json-ld": "JSON object",
}


@pytest.mark.parametrize(("flaw", "said"), FLAWED.items())
def test_a_status_list_that_cant_be_relied_on_is_no_pass(
    run: Run, issuer: Issuer, canonizer: Canonizer, flaw: str, said: str
) -> None:
    stranger = Issuer(canonizer, did="did:web:evil.example", key=key_number(6))
    resources = issuer.resources(status=flawed_lists(issuer)[flaw]) | {stranger.did: stranger.did_json()}
    report = run(issuer.badge(), resources)
    assert_fails(report, "status", "status_unavailable")
    assert said in report.check("status").detail


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "StatusList2021Entry", "id": "https://issuer.example/revoked"},
        {"statusPurpose": "message"},
        {"statusPurpose": "approval"},
        {"statusSize": 2},
        {"statusListIndex": "131072"},
        {"statusListIndex": "x"},
    ],
)
def test_a_status_that_cant_be_checked_is_no_pass(run: Run, issuer: Issuer, entry: dict[str, Any]) -> None:
    document = issuer.credential()
    document["credentialStatus"] |= entry
    report = run(issuer.jwt(document))
    assert_fails(report, "status", "status_unavailable")


# 5. validity


def test_a_badge_is_in_force_between_its_dates(run: Run, issuer: Issuer) -> None:
    badge = issuer.badge(valid_from=NOW, valid_until=NOW + timedelta(days=30))
    assert_fails(run(badge, at=NOW - timedelta(minutes=6)), "validity", "not_yet")
    assert run(badge, at=NOW - timedelta(minutes=4)).verified  # clocks differ
    assert run(badge, at=NOW + timedelta(days=30)).verified
    expired = run(badge, at=NOW + timedelta(days=30, seconds=1))
    assert_fails(expired, "validity", "expired")
    assert "2026-12-25" in expired.check("validity").detail


def test_a_badge_without_an_end_doesnt_expire(run: Run, issuer: Issuer) -> None:
    report = run(issuer.badge(valid_until=None))
    assert report.check("validity").reason == "in_force_for_good"


@pytest.mark.parametrize(
    ("claim", "reason"), [({"exp": 1_700_000_000}, "expired"), ({"nbf": 1_900_000_000}, "not_yet")]
)
def test_a_jwts_own_dates_count_too(run: Run, issuer: Issuer, claim: dict[str, int], reason: str) -> None:
    assert_fails(run(issuer.jwt(issuer.credential() | claim)), "validity", reason)


def test_a_revoked_and_expired_badge_says_that_it_was_revoked(run: Run, issuer: Issuer) -> None:
    badge = issuer.badge(valid_until=NOW - timedelta(days=1))
    assert_fails(run(badge, issuer.resources(status=issuer.status_list(94567))), "status", "revoked")


# what is asked for, and in which order


def test_resources_are_asked_for_one_after_the_other(issuer: Issuer, canonizer: Canonizer) -> None:
    badge = json.dumps(issuer.badge())
    assert verify(badge, {}, NOW, canonizer=canonizer) == Needs(
        (DidDocumentNeeded(issuer.did, "https://issuer.example/.well-known/did.json"),)
    )
    only_did = {issuer.did: issuer.did_json()}
    assert verify(badge, only_did, NOW, canonizer=canonizer) == Needs((StatusListNeeded(issuer.list_url),))


def test_a_file_that_fails_by_itself_makes_nobody_fetch_anything(
    issuer: Issuer, canonizer: Canonizer
) -> None:
    for text in ("{", json.dumps(issuer.credential())):
        assert isinstance(verify(text, {}, NOW, canonizer=canonizer), Report)
