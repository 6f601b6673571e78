"""Verifiable Credentials: reading them strictly."""

from openlaurel.core.credentials.conformance import check_conformance
from openlaurel.core.credentials.errors import (
    BadJwt,
    BadPresentation,
    CredentialsError,
    NotACredential,
    NotJson,
    TooDeep,
    TooLarge,
)
from openlaurel.core.credentials.jwt import SecuredJwt, looks_like_jwt, parse_jwt
from openlaurel.core.credentials.model import CredentialEnvelope, read_envelope
from openlaurel.core.credentials.parsing import parse_json
from openlaurel.core.credentials.presentation import Presentation, parse_presentation
from openlaurel.core.credentials.presented import ProvedPresentation, read_presentation

__all__ = [
    "BadJwt",
    "BadPresentation",
    "CredentialEnvelope",
    "CredentialsError",
    "NotACredential",
    "NotJson",
    "Presentation",
    "ProvedPresentation",
    "SecuredJwt",
    "TooDeep",
    "TooLarge",
    "check_conformance",
    "looks_like_jwt",
    "parse_json",
    "parse_jwt",
    "parse_presentation",
    "read_envelope",
    "read_presentation",
]
