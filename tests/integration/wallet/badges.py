"""Badges of an issuer elsewhere, made out to an address."""

import json
from datetime import datetime
from typing import Any

from tests.integration.verifier.foreign import CANONIZER, ForeignIssuer

from openlaurel.core.keys import SoftwareKey, SoftwareSigner, did_key
from openlaurel.core.openbadges import EMAIL, hash_identity
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES
from openlaurel.core.proofs.data_integrity import sign

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
    "ErkJggg=="
)


def badge_for(
    issuer: ForeignIssuer, address: str = "ana@learners.example", index: int = 7, **changes: Any
) -> bytes:
    """A signed badge that names `address` by a salted hash; changes are those of the achievement."""
    document = issuer.unsigned(index)
    subject = document["credentialSubject"]
    subject["identifier"] = [_identity(address)]
    subject["achievement"] |= changes
    return issuer.badge(index, credentialSubject=subject)


def badge_by_key(now: datetime, address: str, name: str) -> bytes:
    """A signed badge of an issuer that is only a key, so that nothing need be looked up to verify it."""
    key = SoftwareKey(b"a key of an issuer elsewhere....")
    did = did_key(key.public)
    document = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:uuid:0b1a5f6e-2a75-4f0c-9a58-1f2c6d3b7a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did, "type": ["Profile"], "name": f"Issuer of {name}"},
        "validFrom": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(address)],
            "achievement": {
                "id": "urn:uuid:5d0f3a52-6f5e-4d0b-8f7c-3f3c3a9d2b10",
                "type": ["Achievement"],
                "name": name,
                "description": "Ties twelve knots.",
                "criteria": {"narrative": "Tie them."},
            },
        },
    }
    signer = SoftwareSigner(key, f"{did}#{did.removeprefix('did:key:')}")
    return json.dumps(sign(document, signer=signer, created=now, canonizer=CANONIZER)).encode()


def _identity(address: str) -> dict[str, Any]:
    identity = hash_identity(address, identity_type=EMAIL, salt="k7Lq")
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity.hash,
        "identityType": EMAIL,
        "salt": identity.salt,
    }
