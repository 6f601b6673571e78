"""Badges of version 2.0 that a library we didn't write signs and bakes, and documents that it writes, are read here."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob2.models import (
    Assertion,
    BadgeClass,
    CryptographicKey,
    IdentityObject,
    Profile,
    RevocationList,
    Verification,
)
from openbadgeslib.ob2.signer import OB2Signer

from openlaurel.core.openbadges import unbake
from openlaurel.core.verification import Report, compare_recipient
from tests.interop.test_we_read_strangers_badges import blank_png
from tests.unit.core import legacy_issuers as old
from tests.unit.core.issuers import NOW

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


def published(*revoked: str) -> dict[str, Any]:
    """What the stranger's issuer has on its site, each document as the library writes it."""
    profile = Profile(
        id=old.ISSUER, name="Old Harbour", url=old.SITE, public_key=[old.KEY], revocation_list=old.REVOKED
    )
    badge = BadgeClass(
        id=old.CLASS,
        name="Tide tables",
        description="Plans a passage.",
        image=f"{old.SITE}/tides.png",
        criteria=f"{old.SITE}/criteria",
        issuer=old.ISSUER,
    )
    key = CryptographicKey(id=old.KEY, owner=old.ISSUER, public_key_pem=old.pem(old.rsa_key()))
    revocations = RevocationList(id=old.REVOKED, issuer=old.ISSUER, revoked_assertions=list(revoked))
    return {document.id: document.to_dict() for document in (profile, badge, key, revocations)}


@pytest.fixture
def assertion() -> Assertion:
    return Assertion(
        recipient=IdentityObject.create("ana@learners.example", "a1b2c3"),
        badge=old.CLASS,
        verification=Verification("SignedBadge", old.KEY),
        issued_on=NOW - timedelta(days=30),
        expires=NOW + timedelta(days=30),
    )


def signer(key: RSAPrivateKey) -> OB2Signer:
    return OB2Signer(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


@pytest.mark.parametrize("picture", ["png", "svg"])
def test_a_badge_that_a_stranger_signed_and_baked_verifies_here(picture: str, assertion: Assertion) -> None:
    def read(made_by: OB2Signer) -> Report:
        baked = (
            made_by.sign_into_png(assertion, blank_png())
            if picture == "png"
            else made_by.sign_into_svg(assertion, SVG)
        )
        return old.report_on(unbake(baked), published())

    report = read(signer(old.rsa_key()))
    assert report.verified, report.as_json()
    assert compare_recipient(report, "ana@learners.example").verified
    assert not compare_recipient(report, "bea@learners.example").verified
    assert read(signer(old.rsa_key(2))).check("proof").reason == "changed"


def test_a_badge_that_a_stranger_revoked_is_revoked_here(assertion: Assertion) -> None:
    report = old.report_on(signer(old.rsa_key()).sign(assertion), published(str(assertion.id)))
    assert (report.check("status").outcome, report.check("status").reason) == ("fail", "revoked")
