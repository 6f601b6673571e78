"""Badges that were issued by software of another make verify here, and changed ones don't."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey
from openbadgeslib import baking
from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.did import did_key_from_pem
from openbadgeslib.ob3.ldp import OB3LdpSigner

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import PublicKey, SoftwareKey, base58, did_jwk, did_key
from openlaurel.core.openbadges import (
    EMAIL,
    NAME,
    Criteria,
    IdentityObject,
    Profile,
    bake_png,
    build_credential,
    hash_identity,
    unbake,
)
from openlaurel.core.openbadges import Achievement as OurAchievement
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Needs, Report, Unavailable, compare_recipient, verify
from tests.interop.conftest import changed_in_one_character
from tests.interop.reference import Reference

NOW = datetime.now(UTC)  # the software of others reads the clock
CANONIZER = Canonizer(load_bundle())


def checked(document: Any) -> Report:
    now = datetime.now(UTC)  # not when the run began: what is signed in it would lie in the future
    report = verify(document, {}, now, canonizer=CANONIZER)
    if isinstance(report, Needs):  # the schema that the second stranger's badges name; the rest needs nobody
        unreachable = {need.key: Unavailable("This test has no network.") for need in report.needs}
        report = verify(document, unreachable, now, canonizer=CANONIZER)
    assert isinstance(report, Report)
    return report


def recipients() -> list[IdentityObject]:
    return [
        hash_identity("Ada@Example.org", identity_type=EMAIL, salt="s1"),
        hash_identity("Ada Łomnicka", identity_type=NAME, salt="s2"),
    ]


@pytest.fixture
def unsigned() -> dict[str, Any]:
    return build_credential(
        id="urn:uuid:6b1e2b8e-8d2f-4d2a-9a36-2f3a4b1c5d6e",
        issuer=Profile(id="did:example:to-be-set", name="Another Issuer"),
        achievement=OurAchievement(
            id="https://other.example/a/1",
            name="Knots",
            description="Ties twelve knots.",
            criteria=Criteria("Tie them."),
            achievement_type="Badge",
            language="en",
        ),
        recipients=recipients(),
        awarded_date=NOW - timedelta(days=3),
        valid_from=NOW - timedelta(days=3),
    )


def test_a_badge_issued_by_the_reference_stack_verifies_here(
    reference: Reference, unsigned: dict[str, Any]
) -> None:
    key = SoftwareKey.generate(secrets.token_bytes)
    did = did_key(key.public)
    unsigned["issuer"]["id"] = did
    answer = reference.ask(
        op="issue",
        document=unsigned,
        controller=did,
        verificationMethod=f"{did}#{key.public.multibase}",
        publicKeyMultibase=key.public.multibase,
        secretKeyMultibase="z" + base58.encode(b"\x80\x26" + key.seed + key.public.raw),
    )
    assert "document" in answer, answer
    report = checked(answer["document"])
    assert report.verified, report.as_json()
    assert compare_recipient(report, "ada@example.org").check("recipient").outcome == "pass"
    assert compare_recipient(report, "Ada Łomnicka").check("recipient").outcome == "pass"
    assert compare_recipient(report, "Eve").check("recipient").outcome == "fail"
    changed = checked(changed_in_one_character(answer["document"]))
    assert not changed.verified
    assert changed.check("proof").outcome == "fail"


@pytest.fixture
def foreign() -> dict[str, Any]:
    """A badge by openbadgeslib, its issuer a did:key."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    credential = OpenBadgeCredential(
        issuer=Issuer(id=did_key_from_pem(public), name="Another Issuer"),
        recipient_id="mailto:ada@example.org",
        achievement=Achievement(
            id="https://other.example/a/2",
            name="Łodzie i żagle",
            description="Sails a dinghy.",
            criteria_narrative="Sail one.",
        ),
        issuance_date=NOW - timedelta(days=2),
    )
    signed = OB3LdpSigner(private).sign(credential)
    return signed if isinstance(signed, dict) else json.loads(signed)


def test_a_badge_issued_by_a_second_stranger_verifies_here(foreign: dict[str, Any]) -> None:
    report = checked(foreign)
    assert report.verified, report.as_json()
    assert not checked(changed_in_one_character(foreign)).verified


@pytest.mark.parametrize(
    ("curve", "algorithm"), [("P-256", "ES256"), ("P-384", "ES384"), ("Ed25519", "Ed25519")]
)
def test_a_jwt_signed_by_a_strangers_library_verifies_here(
    unsigned: dict[str, Any], curve: str, algorithm: str
) -> None:
    """The key reaches us as the JWK that the library writes, inside a did:jwk."""
    stranger = OKPKey.generate_key("Ed25519") if curve == "Ed25519" else ECKey.generate_key(curve)
    did = did_jwk(PublicKey.from_jwk(stranger.as_dict(private=False)))
    unsigned["issuer"]["id"] = did
    header = {"alg": algorithm, "typ": "vc+jwt", "kid": f"{did}#0"}
    text = jws.serialize_compact(header, json.dumps(unsigned), stranger, algorithms=[algorithm])
    report = checked(text)
    assert report.verified, report.as_json()
    start, payload, signature = text.split(".")
    other = jws.serialize_compact(
        header, json.dumps(unsigned | {"name": "Splices"}), stranger, algorithms=[algorithm]
    )
    assert not checked(f"{start}.{other.split('.')[1]}.{signature}").verified
    assert payload != other.split(".")[1]


def test_pictures_baked_there_are_read_here_and_the_other_way_round(foreign: dict[str, Any]) -> None:
    png, text = blank_png(), json.dumps(foreign)
    keyword = b"openbadgecredential"
    assert json.loads(unbake(baking.bake_png(png, text, keyword=keyword))) == foreign
    found = baking.extract_png(bake_png(png, text), keyword=keyword)
    assert json.loads(found if isinstance(found, str) else bytes(found or b"").decode()) == foreign


def blank_png() -> bytes:
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (40, 40), "white").save(file, "PNG")
    return file.getvalue()
