"""Keys, signatures and the identifiers that they belong to."""

from openlaurel.core.keys.dids import (
    DidDocument,
    VerificationMethod,
    did_document,
    did_jwk,
    did_key,
    did_web_of,
    did_web_url,
    parse_did_document,
    resolve_did_jwk,
    resolve_did_key,
)
from openlaurel.core.keys.ecdsa import EcdsaKey, EcdsaPublicKey, P256PublicKey, P384PublicKey
from openlaurel.core.keys.ed25519 import Ed25519PublicKey, SoftwareKey
from openlaurel.core.keys.errors import (
    BadDid,
    BadKey,
    BadSignature,
    KeysError,
    SignerError,
    SignerUnavailable,
    UnknownKey,
    WrongSignature,
)
from openlaurel.core.keys.public_key import PublicKey
from openlaurel.core.keys.signer import CallableSigner, PrivateKey, Signer, SoftwareSigner

__all__ = [
    "BadDid",
    "BadKey",
    "BadSignature",
    "CallableSigner",
    "DidDocument",
    "EcdsaKey",
    "EcdsaPublicKey",
    "Ed25519PublicKey",
    "KeysError",
    "P256PublicKey",
    "P384PublicKey",
    "PrivateKey",
    "PublicKey",
    "Signer",
    "SignerError",
    "SignerUnavailable",
    "SoftwareKey",
    "SoftwareSigner",
    "UnknownKey",
    "VerificationMethod",
    "WrongSignature",
    "did_document",
    "did_jwk",
    "did_key",
    "did_web_of",
    "did_web_url",
    "parse_did_document",
    "resolve_did_jwk",
    "resolve_did_key",
]
