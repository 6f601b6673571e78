"""Nobody is led to another site by an address of this one."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

import openlaurel
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Visibility

SOURCE = Path(openlaurel.__file__).parent
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    r"/\evil.example/",
    r"\\evil.example/",
    r"/\/evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\thttps://evil.example",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:80@evil.example/",
    "https://[::1",
    "\x00//evil.example",
]
Ask = Callable[[Client, str], object]

# Each parameter that says where to go on, by the file that reads it.
PARAMETERS: dict[str, Ask] = {
    "language": lambda client, target: client.post("/language", {"language": "es", "next": target}),
    "theme": lambda client, target: client.post("/theme", {"theme": "dark", "next": target}),
    "sign-in": lambda client, target: client.post(
        "/account/login/", {"login": "ana@learners.example", "password": "sea-shanty-42", "next": target}
    ),
    "sign-in, by the address": lambda client, target: client.post(
        f"/account/login/?{_query(target)}", {"login": "ana@learners.example", "password": "sea-shanty-42"}
    ),
    "sign-out": lambda client, target: client.post("/account/logout/", {"next": target}),
    "who sees a badge": lambda client, target: client.post(
        "/wallet/showing/change", {"decision": Visibility.PUBLIC, "badge": [], "next": target}
    ),
    "who sees a badge, asked": lambda client, target: client.get("/wallet/showing", {"next": target}),
    "sign-on": lambda client, target: client.get("/sign-on", {"next": target}),
}
READERS = {
    "apps/signon/views/arrive.py",
    "apps/wallet/showing_views.py",
    "apps/pages/views/choices.py",
}


def _query(target: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"next": target})


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_parameter_leads_to_another_site(
    client: Client, make_account: Callable[..., Account], parameter: str, target: str
) -> None:
    account = make_account("ana@learners.example")
    if parameter.startswith(("who", "sign-out")):
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = PARAMETERS[parameter](client, target)
    place = answer.get("Location", "")  # type: ignore[attr-defined]
    assert answer.status_code < 500  # type: ignore[attr-defined]
    # As browsers read it: backslashes are slashes, and tabs and ends of lines are passed over.
    read = re.sub(r"[\t\r\n\x00]", "", place).replace("\\", "/").strip()
    parts = urlsplit(read) if not read.startswith("https://[") else urlsplit("//unreadable")
    assert parts.netloc in {"", "testserver"}, place
    assert parts.scheme in {"", "http", "https"}, place
    assert not read.startswith("//")
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert 'href="https://evil.example' not in text
    assert 'href="//evil.example' not in text
    assert 'href="javascript:' not in text


def test_a_way_back_on_this_site_is_taken(client: Client, make_account: Callable[..., Account]) -> None:
    make_account("ana@learners.example")
    assert (
        client.post("/theme", {"theme": "dark", "next": "/explore?q=tide"})["Location"] == "/explore?q=tide"
    )
    fields = {"login": "ana@learners.example", "password": "sea-shanty-42", "next": "/wallet"}
    assert client.post("/account/login/", fields)["Location"] == "/wallet"


def test_every_reader_of_such_a_parameter_is_known() -> None:
    found = {
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        if re.search(
            r"(?:GET|POST)\)?\.get\(\s*\"(?:next|return|redirect|url_next|continue|back)\"",
            file.read_text("utf-8"),
        )
    }
    assert found == READERS
    for name in READERS:
        assert "url_has_allowed_host_and_scheme" in (SOURCE / name).read_text("utf-8")
