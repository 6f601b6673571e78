"""An issuer that exists only in memory: its key, its DID document, its status list and the badges that it signs."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from openlaurel.core.keys import EcdsaKey, SoftwareKey, SoftwareSigner, VerificationMethod, did_document
from openlaurel.core.openbadges import (
    EMAIL,
    NAME,
    Achievement,
    Alignment,
    Criteria,
    Evidence,
    Image,
    Profile,
    Result,
    ResultDescription,
    build_credential,
    hash_identity,
)
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import Bitstring, StatusEntry, build_status_list_credential

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
YEAR = timedelta(days=365)


def key_number(number: int) -> SoftwareKey:
    return SoftwareKey(bytes([number]) * 32)


@dataclass(frozen=True)
class Issuer:
    """Signs with one key; everything that it publishes is in `resources`."""

    canonizer: Canonizer
    did: str = "did:web:issuer.example"
    key: SoftwareKey | EcdsaKey = field(default_factory=lambda: key_number(1))

    @property
    def method(self) -> str:
        return f"{self.did}#{self.key.public.multibase}"

    @property
    def signer(self) -> SoftwareSigner:
        return SoftwareSigner(self.key, self.method)

    @property
    def list_url(self) -> str:
        return f"https://{self.did.removeprefix('did:web:')}/status/1"

    def did_json(self, **key_fields: datetime) -> dict[str, Any]:
        method = VerificationMethod(self.method, self.did, self.key.public, **key_fields)
        return did_document(self.did, [method]).as_json()

    def achievement(self, **fields: Any) -> Achievement:
        given: dict[str, Any] = {
            "id": "https://issuer.example/achievements/tide-tables",
            "name": "Tide tables in practice",
            "description": "Plans a passage from tide tables.",
            "criteria": Criteria("Pass the quiz and plan one passage."),
            "achievement_type": "MicroCredential",
            "language": "en",
            "image": Image("https://issuer.example/tides.png", "A wave"),
            "alignments": (
                Alignment(
                    "Tidal planning",
                    "https://skills.example/tides",
                    code="T1",
                    target_type="ceasn:Competency",
                ),
                Alignment("Chart reading", "https://skills.example/charts", target_type="ceasn:Competency"),
            ),
            "result_descriptions": (
                ResultDescription("urn:uuid:6b2f1d58-7d06-4bd1-8c4b-2b1a3b1f0c55", "Quiz", "Percent"),
            ),
            "tags": ("sea", "navigation"),
            "credits": 0.5,
        }
        return Achievement(**(given | fields))

    def credential(self, *, index: int = 94567, **fields: Any) -> dict[str, Any]:
        """A complete unsigned badge; `fields` are those of build_credential."""
        given: dict[str, Any] = {
            "id": "https://issuer.example/awards/7f3e2a90-4c52-4b0e-9a37-d4c1f0a6b111",
            "issuer": Profile(self.did, "Harbour Institute", url="https://issuer.example/"),
            "achievement": self.achievement(),
            "recipients": [
                hash_identity("ana@learners.example", identity_type=EMAIL, salt="a1b2c3"),
                hash_identity("Ana Sousa", identity_type=NAME, salt="d4e5f6"),
            ],
            "awarded_date": NOW - YEAR / 2,
            "valid_from": NOW - YEAR / 2,
            "valid_until": NOW + YEAR,
            "results": [Result("urn:uuid:6b2f1d58-7d06-4bd1-8c4b-2b1a3b1f0c55", value="92")],
            "evidence": [Evidence("Passage plan", narrative="Porto to Viana, two tides.")],
            "status": StatusEntry(self.list_url, index),
        }
        return build_credential(**(given | fields))

    def sign(self, document: dict[str, Any], **options: Any) -> dict[str, Any]:
        given: dict[str, Any] = {
            "signer": self.signer,
            "created": NOW - YEAR / 2,
            "canonizer": self.canonizer,
        }
        return sign(document, **(given | options))

    def badge(self, **fields: Any) -> dict[str, Any]:
        """A signed badge that verifies."""
        return self.sign(self.credential(**fields))

    def status_list(self, *listed: int, purpose: str = "revocation", **changes: Any) -> dict[str, Any]:
        """The signed status list, in which the bits `listed` are set; `changes` are made before it is signed."""
        bits = Bitstring()
        for index in listed:
            bits.set(index)
        unsigned = build_status_list_credential(
            url=self.list_url, issuer=self.did, purpose=purpose, bits=bits, valid_from=NOW - YEAR
        )
        return self.sign(unsigned | changes)

    def resources(self, **replaced: Any) -> dict[str, Any]:
        """What the issuer publishes, by DID and address; `status` and `did` replace one of them."""
        return {
            self.did: replaced.get("did", self.did_json()),
            self.list_url: replaced.get("status", self.status_list()),
        }

    def jwt(self, payload: dict[str, Any], **header: Any) -> str:
        """`payload` as a compact JWS; header fields that are None are left out."""
        given = {"alg": "EdDSA", "typ": "vc+jwt", "kid": self.method} | header
        parts = [{k: v for k, v in given.items() if v is not None}, payload]
        text = ".".join(base64url(json.dumps(part).encode()) for part in parts)
        return f"{text}.{base64url(self.key.sign(text.encode()))}"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
