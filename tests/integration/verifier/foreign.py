"""An issuer of badges somewhere else, with its DID document and status list on a site of its own."""

import base64
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from tests.sites import Site

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import SoftwareKey, SoftwareSigner, VerificationMethod, did_document, did_web_of
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.status import Bitstring, build_status_list_credential

CANONIZER = Canonizer(load_bundle())


class ForeignIssuer:
    """Publishes did.json and a status list on `site` and signs badges; `list_url` is where the list is."""

    def __init__(self, site: Site, now: datetime, path: str = "issuer") -> None:
        self.site, self.now = site, now
        self.did = did_web_of(f"{site.url}/{path}")
        self.key = SoftwareKey(path.encode().ljust(32, b"-"))
        self.method = f"{self.did}#{self.key.public.multibase}"
        self.did_path, self.list_path = f"/{path}/did.json", f"/{path}/status/1"
        self.list_url = site.url + self.list_path
        self.publish_did()
        self.publish_list()

    def publish_did(self) -> None:
        method = VerificationMethod(self.method, self.did, self.key.public)
        document = did_document(self.did, [method]).as_json()
        self.site.pages[self.did_path] = json.dumps(document).encode()

    def publish_list(self, revoked: Collection[int] = (), url: str = "") -> None:
        bits = Bitstring()
        for index in revoked:
            bits.set(index)
        unsigned = build_status_list_credential(
            url=url or self.list_url, issuer=self.did, purpose="revocation", bits=bits, valid_from=self.now
        )
        self.site.pages[self.list_path] = self.signed(unsigned)

    def signed(self, document: dict[str, Any]) -> bytes:
        signer = SoftwareSigner(self.key, self.method)
        return json.dumps(sign(document, signer=signer, created=self.now, canonizer=CANONIZER)).encode()

    def badge(self, index: int = 7, **changes: Any) -> bytes:
        """This function will return a signed badge with a place in the status list; a change of None leaves a part out."""
        return self.signed(
            {key: value for key, value in (self.unsigned(index) | changes).items() if value is not None}
        )

    def unsigned(self, index: int = 7) -> dict[str, Any]:
        return {
            "@context": [CREDENTIALS_V2, OPEN_BADGES],
            "id": f"{self.site.url}/badges/{index}",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": self.did, "type": ["Profile"], "name": "Lighthouse College"},
            "validFrom": self.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": [
                    {
                        "type": "IdentityObject",
                        "hashed": False,
                        "identityHash": "Bo Lind",
                        "identityType": "name",
                    }
                ],
                "achievement": {
                    "id": f"{self.site.url}/achievements/knots",
                    "type": ["Achievement"],
                    "name": "Knots",
                    "description": "Ties twelve knots.",
                    "criteria": {"narrative": "Tie them."},
                },
            },
            "credentialStatus": {
                "id": f"{self.list_url}#{index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": str(index),
                "statusListCredential": self.list_url,
            },
        }

    def jwt(self, index: int = 7) -> str:
        """This function will return the badge as a JWT."""
        header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": self.method, "iss": self.did}
        signed = ".".join(_base64url(json.dumps(part).encode()) for part in (header, self.unsigned(index)))
        return f"{signed}.{_base64url(self.key.sign(signed.encode()))}"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
