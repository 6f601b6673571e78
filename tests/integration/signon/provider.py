"""An OpenID provider for tests: a server of its own that speaks HTTP, and may be told to break single rules."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "openlaurel at harbour", "s3cret:with/signs"


class Provider:
    """Signs on `person` without asking; `bend` changes the claims of the next ID token, `sign` replaces its signing."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.allow = {f"127.0.0.1:{port}"}
        self.keys = [
            RSAKey.generate_key(2048, {"kid": "r1", "use": "sig"}),
            ECKey.generate_key("P-256", {"kid": "e1", "use": "sig"}),
        ]
        self.alg = "RS256"
        self.person: dict[str, Any] = {
            "sub": "u-1",
            "email": "ana@harbour.example",
            "email_verified": True,
            "name": "Ana Sousa",
        }
        self.bend: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] | None = None
        self.description: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        } | self.description

    def authorize(self, query: dict[str, str]) -> str:
        self.asked.append(query)
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        kind, _, pair = authorization.partition(" ")
        expected = f"{CLIENT_ID.replace(' ', '%20')}:s3cret%3Awith%2Fsigns"
        if kind != "Basic" or base64.b64decode(pair).decode() != expected:
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge.rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.person
        for name, value in self.bend.items():
            claims.pop(name, None)
            if value is not None:
                claims[name] = value(now) if callable(value) else value
        key = self.keys[0 if self.alg.startswith(("RS", "PS")) else 1]
        signed = (
            self.sign(claims) if self.sign else jwt.encode({"alg": self.alg, "kid": key.kid}, claims, key)
        )
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def jwks(self) -> dict[str, Any]:
        return dict(KeySet(self.keys).as_dict(private=False))  # type: ignore[arg-type]


@contextmanager
def running_provider() -> Iterator[Provider]:
    """This function will serve an OpenID provider on this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/.well-known/openid-configuration":
                self.answer(200, provider.about())
            elif parts.path == "/keys":
                self.answer(200, provider.jwks())
            elif parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*provider.token(form, self.headers.get("Authorization", "")))

        def answer(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
