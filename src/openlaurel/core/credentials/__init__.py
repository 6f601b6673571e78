"""Verifiable Credentials: reading them strictly."""

from openlaurel.core.credentials.errors import (
    BadJwt,
    CredentialsError,
    NotACredential,
    NotJson,
    TooDeep,
    TooLarge,
)
from openlaurel.core.credentials.jwt import SecuredJwt, looks_like_jwt, parse_jwt
from openlaurel.core.credentials.model import CredentialEnvelope, read_envelope
from openlaurel.core.credentials.parsing import parse_json

__all__ = [
    "BadJwt",
    "CredentialEnvelope",
    "CredentialsError",
    "NotACredential",
    "NotJson",
    "SecuredJwt",
    "TooDeep",
    "TooLarge",
    "looks_like_jwt",
    "parse_json",
    "parse_jwt",
    "read_envelope",
]
