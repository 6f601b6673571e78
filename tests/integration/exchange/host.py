"""Another platform that offers the Open Badges 3.0 API, of another make: written after the standard alone, and strict.

`pages` of its site may be changed to make it a bad one. Nothing of the program under test is used here.
"""

import base64
import hashlib
import json
import secrets
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from tests.sites import Site, send

BASE = "/ims/ob/v3p0"
SCOPE = "https://purl.imsglobal.org/spec/ob/v3p0/scope"
SCOPES = (
    f"{SCOPE}/credential.readonly",
    f"{SCOPE}/credential.upsert",
    f"{SCOPE}/profile.readonly",
    "offline_access",
)
NEEDED = ("client_name", "client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version")


class Host:
    """`badges` are those of its one user; `sent` what was put there; `lives` how long an access token counts."""

    def __init__(self, site: Site) -> None:
        self.site, self.badges, self.sent = site, [], []  # type: ignore[var-annotated]
        self.clients: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.refresh_tokens: set[str] = set()
        self.revoked: list[str] = []
        self.lives, self.gives_refresh, self.page = 3600, True, 50
        site.pages |= {
            f"{BASE}/discovery": self.discovery,
            f"{BASE}/register": self.register,
            f"{BASE}/token": self.token,
            f"{BASE}/revoke": self.revoke,
            f"{BASE}/credentials": self.upsert,
            **{f"{BASE}/credentials?limit=50&offset={n}": self.read for n in range(200)},
        }

    @property
    def url(self) -> str:
        return self.site.url

    def description(self, **changes: Any) -> dict[str, Any]:
        flow = {
            "tokenUrl": f"{self.url}{BASE}/token",
            "authorizationUrl": f"{self.url}{BASE}/authorize",
            "refreshUrl": f"{self.url}{BASE}/token",
            "x-imssf-revocationUrl": f"{self.url}{BASE}/revoke",
            "scopes": dict.fromkeys(SCOPES, "…"),
        } | changes
        scheme = {
            "type": "oauth2",
            "x-imssf-name": "Other Backpack",
            "x-imssf-registrationUrl": changes.pop("registration", f"{self.url}{BASE}/register"),
            "flows": {"authorizationCode": {k: v for k, v in flow.items() if v is not None}},
        }
        return {
            "openapi": "3.0.1",
            "info": {"title": "Other Backpack", "version": "1"},
            "components": {"securitySchemes": {"OAuth2ACG": scheme}},
        }

    def discovery(self, handler: BaseHTTPRequestHandler) -> None:
        answer(handler, self.description())

    def register(self, handler: BaseHTTPRequestHandler) -> None:
        said = json.loads(self.site.posted[-1][2])
        hosts = {
            urlsplit(url).hostname for url in [*said["redirect_uris"], said["client_uri"], said["tos_uri"]]
        }
        if any(not said.get(name) for name in NEEDED) or len(hosts) != 1:
            answer(handler, {"error": "invalid_client_metadata"}, 400)
            return
        client = {"client_id": secrets.token_hex(8), "client_secret": secrets.token_urlsafe(16)}
        self.clients[client["client_id"]] = said | client
        answer(handler, said | client, 201)

    def allow(self, location: str) -> dict[str, str]:
        """What its user's browser brings back when it was sent to `location` and they allowed it."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.url}{BASE}/authorize"
        asked = dict(parse_qsl(parts.query))
        client = self.clients[asked["client_id"]]
        assert asked["redirect_uri"] in client["redirect_uris"]
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert set(asked["scope"].split()) <= set(client["scope"].split())
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "scope": asked["scope"]}

    def token(self, handler: BaseHTTPRequestHandler) -> None:
        _, headers, body = self.site.posted[-1]
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if self._client(headers) is None:
            answer(handler, {"error": "invalid_client"}, 401)
            return
        if form["grant_type"] == "authorization_code":
            asked = self.codes.pop(form["code"], None)
            challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
            good = (
                asked is not None
                and challenge.rstrip(b"=").decode() == asked["code_challenge"]
                and form["redirect_uri"] == asked["redirect_uri"]
            )
        else:
            good = form["refresh_token"] in self.refresh_tokens
            self.refresh_tokens.discard(form["refresh_token"])
        if not good:
            answer(handler, {"error": "invalid_grant", "error_description": "No such code."}, 400)
            return
        access, renewal = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        self.tokens.add(access)
        given = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self.lives,
            "scope": form["scope"],
        }
        if self.gives_refresh:
            self.refresh_tokens.add(renewal)
            given["refresh_token"] = renewal
        answer(handler, given)

    def revoke(self, handler: BaseHTTPRequestHandler) -> None:
        _, headers, body = self.site.posted[-1]
        token = parse_qs(body.decode())["token"][0]
        if self._client(headers) is None:
            answer(handler, {"error": "invalid_client"}, 401)
            return
        self.revoked.append(token)
        self.tokens.discard(token)
        self.refresh_tokens.discard(token)
        answer(handler, {})

    def read(self, handler: BaseHTTPRequestHandler) -> None:
        if not self._is_let_in(handler):
            return
        offset = int(parse_qs(urlsplit(handler.path).query)["offset"][0])
        part = self.badges[offset : offset + self.page]
        links = [f'<{self.url}{BASE}/credentials?limit=50&offset=0>; rel="first"']
        if offset + self.page < len(self.badges):
            query = urlencode({"limit": 50, "offset": offset + self.page})
            links.append(f'<{self.url}{BASE}/credentials?{query}>; rel="next"')
        said = {
            "credential": [json.loads(one) for one in part if one.startswith(b"{")],
            "compactJwsString": [one.decode() for one in part if not one.startswith(b"{")],
        }
        answer(handler, said, 200, link=", ".join(links), x_total_count=str(len(self.badges)))

    def upsert(self, handler: BaseHTTPRequestHandler) -> None:
        if not self._is_let_in(handler):
            return
        _, headers, body = self.site.posted[-1]
        assert (headers["content-type"] == "text/plain") == (not body.startswith(b"{"))
        is_new = body not in self.sent
        self.sent.append(body)
        send(body, status=201 if is_new else 200, content_type=headers["content-type"])(handler)

    def _client(self, headers: dict[str, str]) -> dict[str, Any] | None:
        kind, _, pair = headers.get("authorization", "").partition(" ")
        name, _, secret = base64.b64decode(pair).decode().partition(":")
        client = self.clients.get(name)
        return client if kind == "Basic" and client and client["client_secret"] == secret else None

    def _is_let_in(self, handler: BaseHTTPRequestHandler) -> bool:
        if handler.headers.get("Authorization", "").removeprefix("Bearer ") in self.tokens:
            return True
        refuse(handler, 401, "unauthorisedrequest")
        return False


def answer(handler: BaseHTTPRequestHandler, said: Any, status: int = 200, **headers: str) -> None:
    send(json.dumps(said).encode(), status=status, content_type="application/json", **headers)(handler)


def refuse(handler: BaseHTTPRequestHandler, status: int, code: str, words: str = "", **headers: str) -> None:
    """Imsx_StatusInfo."""
    said = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": words,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [{"imsx_codeMinorFieldName": "Other", "imsx_codeMinorFieldValue": code}]
        },
    }
    answer(handler, said, status, **headers)
