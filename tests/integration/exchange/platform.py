"""A platform of others, which does by HTTP what Open Badges 3.0.3 says that clients do."""

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.scopes import SCOPES

BASE = "/ims/ob/v3p0"
SITE = "https://backpack.example"
METADATA: dict[str, Any] = {
    "client_name": "Backpack",
    "client_uri": f"{SITE}/",
    "logo_uri": f"{SITE}/logo.png",
    "tos_uri": f"{SITE}/terms",
    "policy_uri": f"{SITE}/privacy",
    "software_id": "c88b6ed8-269e-448e-99be-7e2ff47167d1",
    "software_version": "v4.0",
    "redirect_uris": [f"{SITE}/back"],
    "token_endpoint_auth_method": "client_secret_basic",
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "scope": " ".join(SCOPES),
}


class PlatformOfOthers:
    """`token` and `refresh_token` are those of the latest connection."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.verifier = secrets.token_urlsafe(48)
        self.token = self.refresh_token = ""

    def register(self, **changes: Any) -> HttpResponse:
        body = json.dumps({k: v for k, v in (METADATA | changes).items() if v is not None})
        answer = self.client.post(f"{BASE}/register", body, content_type="application/json")
        if answer.status_code == 201:
            self.registration = answer.json()
        return answer

    def authorization(self, **changes: Any) -> str:
        """The address to which the person's browser is sent; a change of None leaves a parameter out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=")
        parameters = {
            "response_type": "code",
            "client_id": self.registration["client_id"],
            "redirect_uri": f"{SITE}/back",
            "scope": self.registration["scope"],
            "state": "a-state",
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        } | changes
        return f"{BASE}/authorize?" + urlencode({k: v for k, v in parameters.items() if v is not None})

    def ask(self, account: Account, answer: str = "allow", **changes: Any) -> HttpResponse:
        browser = Client()
        browser.force_login(account)
        return browser.post(self.authorization(**changes), {"answer": answer})

    def exchange(self, code: str, /, **changes: Any) -> HttpResponse:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": f"{SITE}/back",
            "code_verifier": self.verifier,
        } | changes
        return self.post("token", {k: v for k, v in fields.items() if v is not None})

    def refresh(self, token: str = "", **changes: Any) -> HttpResponse:
        fields = {"grant_type": "refresh_token", "refresh_token": token or self.refresh_token}
        return self.post("token", fields | changes)

    def connect(self, account: Account, **changes: Any) -> None:
        code = returned(self.ask(account, **changes))["code"]
        self.take(self.exchange(code))

    def take(self, answer: HttpResponse) -> None:
        assert answer.status_code == 200, answer.content
        tokens = answer.json()
        self.token, self.refresh_token = tokens["access_token"], tokens.get("refresh_token", "")

    def post(self, endpoint: str, fields: dict[str, Any], secret: str = "") -> HttpResponse:
        pair = f"{self.registration['client_id']}:{secret or self.registration['client_secret']}"
        basic = base64.b64encode(pair.encode()).decode()
        return self.client.post(f"{BASE}/{endpoint}", fields, headers={"authorization": f"Basic {basic}"})

    def call(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/json", token: str = ""
    ) -> HttpResponse:
        return self.client.generic(
            method,
            f"{BASE}/{path}",
            body,
            content_type=kind,
            headers={"authorization": f"Bearer {token or self.token}"},
        )


def returned(answer: HttpResponse) -> dict[str, str]:
    """What the person's browser brings back to the platform."""
    assert answer.status_code == 302, answer.content
    assert answer["Location"].startswith(f"{SITE}/back?"), answer["Location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}
