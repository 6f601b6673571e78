"""A device that keeps passkeys, in software: what a browser and a security key do together."""

import hashlib
import os
from typing import Any

import orjson
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from openlaurel.apps.accounts.models import Account

PRESENT, VERIFIED, ATTESTED = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UV, AuthenticatorData.FLAG.AT


class Device:
    """One passkey of one account. `host` is the site that it is for, `origin` the page at which it is used."""

    def __init__(
        self, account: Account, *, host: str = "testserver", origin: str = "http://testserver"
    ) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.host, self.origin = os.urandom(16), host, origin
        self.handle = str(account.pk).encode()
        data = AuthenticatorData.create(
            self._hash(),
            PRESENT | VERIFIED | ATTESTED,
            0,
            AttestedCredentialData.create(
                b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())
            ),
        )
        response = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", "AAAA")),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        credential = self._written(response)
        Authenticator.objects.create(
            user=account,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Key", "passwordless": False, "credential": credential},
        )

    def answer(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """What the page sends after the device was asked with `options`."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = AuthenticatorData.create(self._hash(), PRESENT | VERIFIED if verified else PRESENT, 1)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
            "userHandle": websafe_encode(self.handle),
        }
        return orjson.dumps(self._written(response)).decode()

    def _hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, kind: str, challenge: str) -> bytes:
        return orjson.dumps({"type": kind, "challenge": challenge, "origin": self.origin})

    def _written(self, response: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }
