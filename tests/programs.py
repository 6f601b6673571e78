"""A program with an API key, as the tests of the API are one."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from openlaurel.apps.profiles.models import ApiKey, Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_api_key


@dataclass(frozen=True)
class Program:
    key: ApiKey
    client: Client

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """The status and the answer: JSON as values, another file as it is. Headers are written with `_` for `-`."""
        content = b"" if body is None else orjson.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.client.generic(method, f"/api/v1{path}", content, "application/json", headers=named)
        data = b"".join(response) if response.streaming else response.content
        is_json = data and "json" in response.get("Content-Type", "")
        return response.status_code, orjson.loads(data) if is_json else data


def program_of(organisation: Profile, *scopes: str) -> Program:
    """A program of an organisation, with these scopes."""
    cache.clear()
    key, secret = create_api_key(
        organisation=organisation, name="Program", scopes=scopes, by=INSTALLATION, now=timezone.now()
    )
    return Program(key, Client(headers={"authorization": f"Bearer {secret}"}))
