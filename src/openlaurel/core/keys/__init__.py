"""Keys, signatures and the identifiers that they belong to."""

from openlaurel.core.keys.dids import (
    DidDocument,
    VerificationMethod,
    did_document,
    did_key,
    did_web_of,
    did_web_url,
    parse_did_document,
    resolve_did_key,
)
from openlaurel.core.keys.ed25519 import PublicKey, SoftwareKey
from openlaurel.core.keys.errors import BadDid, BadKey, BadSignature, KeysError
from openlaurel.core.keys.signer import CallableSigner, Signer, SoftwareSigner

__all__ = [
    "BadDid",
    "BadKey",
    "BadSignature",
    "CallableSigner",
    "DidDocument",
    "KeysError",
    "PublicKey",
    "Signer",
    "SoftwareKey",
    "SoftwareSigner",
    "VerificationMethod",
    "did_document",
    "did_key",
    "did_web_of",
    "did_web_url",
    "parse_did_document",
    "resolve_did_key",
]
