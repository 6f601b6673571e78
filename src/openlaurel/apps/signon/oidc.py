"""OpenID Connect Core 1.0, the relying party: authorisation code with PKCE, and strict about what comes back.

1. discover: the issuer's own description (Discovery 1.0, 4), whose `issuer` must be the one that was configured
2. authorization_url: state, nonce and code challenge (RFC 7636, S256) go out
3. exchange: the code and its verifier for an ID token, by the client's secret
4. check_id_token: signature, issuer, audience, times and nonce (Core 1.0, 3.1.3.7)
"""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from openlaurel.adapters import oauth
from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import post, retrieve
from openlaurel.adapters.guarded_connections import host_and_port
from openlaurel.apps.signon.identity import Identity, SignOnFailed

# Asymmetric ones alone: an HMAC by the client's secret would let a leaked secret sign, and "none" anybody.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"]
MAX_BYTES = 256 * 1024
TIMEOUT = 8.0
SKEW = 60
OLDEST = 600
SCOPE = "openid email profile"


@dataclass(frozen=True)
class Endpoints:
    """What a provider says of itself, as far as it is used."""

    issuer: str
    authorization: str
    token: str
    keys: str
    by_post: bool


def discover(issuer: str, *, allow: Collection[str]) -> Endpoints:
    """This function will read the provider's description; raises SignOnFailed."""
    said = _object(f"{issuer.rstrip('/')}/.well-known/openid-configuration", allow)
    if said.get("issuer") != issuer:
        raise SignOnFailed(f"The provider calls itself {str(said.get('issuer'))[:200]!r}, not {issuer!r}.")
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if not {"client_secret_basic", "client_secret_post"} & set(methods):
        raise SignOnFailed("The provider takes no client secret, neither as Basic nor in the body.")
    return Endpoints(
        issuer=issuer,
        authorization=_endpoint(said, "authorization_endpoint", allow),
        token=_endpoint(said, "token_endpoint", allow),
        keys=_endpoint(said, "jwks_uri", allow),
        by_post="client_secret_basic" not in methods,
    )


def authorization_url(
    endpoints: Endpoints, *, client_id: str, redirect_uri: str, state: str, nonce: str, verifier: str
) -> str:
    """This function will return where the browser goes to sign on."""
    return oauth.authorization_url(
        endpoints.authorization,
        client_id=client_id,
        redirect_uri=redirect_uri,
        scope=SCOPE,
        state=state,
        verifier=verifier,
        nonce=nonce,
    )


def exchange(
    endpoints: Endpoints,
    *,
    code: str,
    verifier: str,
    client_id: str,
    client_secret: str,
    redirect_uri: str,
    allow: Collection[str],
) -> str:
    """This function will return the ID token for a code, still to be checked; raises SignOnFailed."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    if endpoints.by_post:
        form |= {"client_id": client_id, "client_secret": client_secret}
    else:  # RFC 6749, 2.3.1
        pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    try:
        answer = post(
            endpoints.token,
            urlencode(form).encode(),
            headers=headers,
            allow=allow,
            timeout=TIMEOUT,
            max_bytes=MAX_BYTES,
        )
    except FetchError as error:
        raise SignOnFailed(str(error)) from error
    said = _parsed(answer.content)
    if answer.status != 200 or not isinstance(said.get("id_token"), str):
        fault = str(said.get("error", ""))[:100]
        raise SignOnFailed(f"The provider gave no ID token: status {answer.status} {fault}".strip())
    return str(said["id_token"])


def fetch_keys(endpoints: Endpoints, *, allow: Collection[str]) -> dict[str, Any]:
    """This function will return the provider's public keys, as they are published."""
    return _object(endpoints.keys, allow)


def check_id_token(
    token: str, *, keys: dict[str, Any], issuer: str, client_id: str, nonce: str, now: datetime
) -> Identity:
    """This function will return who an ID token is about, or raise SignOnFailed with the rule that it breaks."""
    try:
        usable = [key for key in keys.get("keys", []) if key.get("kty") != "oct" and key.get("use") != "enc"]
        decoded = jwt.decode(token, KeySet.import_key_set({"keys": usable}), algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise SignOnFailed(f"The ID token isn't signed by the provider: {type(error).__name__}.") from error
    claims, moment = decoded.claims, now.timestamp()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    rules = {
        "iss is the provider": claims.get("iss") == issuer,
        "aud names this client": client_id in audiences,
        "azp is this client": claims.get("azp", client_id if len(audiences) == 1 else None) == client_id,
        "exp is to come": _is_number(claims.get("exp")) and claims["exp"] > moment - SKEW,
        "iat is lately": _is_number(claims.get("iat")) and moment - OLDEST < claims["iat"] < moment + SKEW,
        "nbf is over": "nbf" not in claims or (_is_number(claims["nbf"]) and claims["nbf"] <= moment + SKEW),
        "nonce is that of this sign-on": bool(nonce) and claims.get("nonce") == nonce,
        "sub says who": isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 255,
    }
    if broken := [rule for rule, holds in rules.items() if not holds]:
        raise SignOnFailed(f"The ID token breaks a rule: {broken[0]}.")
    verified = claims.get("email_verified")
    return Identity(
        subject=claims["sub"],
        email=str(claims.get("email") or "").strip().lower(),
        email_verified=verified if isinstance(verified, bool) else None,
        name=str(claims.get("name") or "")[:200],
        claims=dict(claims),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _endpoint(said: dict[str, Any], name: str, allow: Collection[str]) -> str:
    url = said.get(name)
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or not parts.hostname or parts.fragment:
        raise SignOnFailed(f"The provider's description lacks {name}.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host_and_port(parts) in allow):
        raise SignOnFailed(f"The provider's {name} isn't at an https:// address.")
    return str(url)


def _object(url: str, allow: Collection[str]) -> dict[str, Any]:
    try:
        fetched = retrieve(
            url, allow=allow, max_bytes=MAX_BYTES, timeout=TIMEOUT, accept="application/json", same_site=True
        )
    except FetchError as error:
        raise SignOnFailed(str(error)) from error
    return _parsed(fetched.content)


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise SignOnFailed("The provider answered with something else than JSON.") from error
    if not isinstance(said, dict):
        raise SignOnFailed("The provider answered with something else than a JSON object.")
    return said
