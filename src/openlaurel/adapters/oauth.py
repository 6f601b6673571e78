"""OAuth 2 as a client: the way to another site's consent (RFC 6749, 4.1.1, with PKCE by RFC 7636)."""

import base64
import hashlib
from urllib.parse import urlencode, urlsplit


def authorization_url(
    endpoint: str, *, client_id: str, redirect_uri: str, scope: str, state: str, verifier: str, **more: str
) -> str:
    """This function will return where the browser goes to allow something; `more` are further parameters.

    `verifier` is the secret of PKCE, of which only the SHA-256 hash is sent.
    """
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **more,
    }
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"
