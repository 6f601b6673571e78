"""SAML 2.0 Web Browser SSO, the service provider: a request by redirect, a signed answer by POST, strict about it."""

from openlaurel.apps.signon.saml.metadata import IdpMetadata, read_metadata, write_metadata
from openlaurel.apps.signon.saml.requests import new_request_id, request_url
from openlaurel.apps.signon.saml.responses import Answer, ServiceProvider, check_response

__all__ = [
    "Answer",
    "IdpMetadata",
    "ServiceProvider",
    "check_response",
    "new_request_id",
    "read_metadata",
    "request_url",
    "write_metadata",
]
