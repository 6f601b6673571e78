"""Anyone verifies a badge on /verify, and learns in words what holds and what to do."""

import re
from collections.abc import Callable

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, baked_png, baked_svg, credential_bytes


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the page tried to fetch; each fails as one that can't be reached."""
    tried: list[str] = []

    def refuse(url: str, **options: object) -> object:
        tried.append(url)
        raise FetchError(f"{url} can't be reached.")

    monkeypatch.setattr("openlaurel.apps.verifier.outside.retrieve", refuse)
    return tried


def verdict_of(response: HttpResponse) -> str:
    found = re.search(r'data-verdict="(\w+)"', response.content.decode())
    return found[1] if found else ""


def post(client: Client, **fields: object) -> HttpResponse:
    return client.post("/verify", fields)


def test_the_page_asks_for_one_thing_and_keeps_nothing(client: Client, db: None) -> None:
    page = client.get("/verify").content.decode()

    assert "Address of the badge, or its JSON or JWT" in page
    assert verdict_of(client.get("/verify")) == ""


@pytest.mark.parametrize("kind", ["json", "png", "svg", "text", "url"])
def test_a_badge_verifies_in_whatever_form_it_comes(client: Client, award: Award, kind: str) -> None:
    files: dict[str, Callable[[Award], bytes | None]] = {
        "json": credential_bytes,
        "png": baked_png,
        "svg": baked_svg,
    }
    if kind in files:
        content = files[kind](award)
        assert content is not None
        response = post(client, file=SimpleUploadedFile(f"badge.{kind}", content))
    elif kind == "text":
        response = post(client, text=credential_bytes(award).decode())
    else:
        response = post(client, text=award_url(award.id))

    assert response.status_code == 200
    assert verdict_of(response) == "verified"
    assert "Tide tables in practice" in response.content.decode()


def test_a_changed_letter_is_found_and_said(client: Client, award: Award) -> None:
    changed = credential_bytes(award).replace(b"Tide tables", b"Tide cables", 1)

    response = post(client, text=changed.decode())

    assert verdict_of(response) == "failed"
    assert "The file was changed after it was signed" in response.content.decode()
    assert "Don&#x27;t rely on it." in response.content.decode()


@pytest.mark.parametrize(
    ("entered", "verdict"),
    [
        ("Ana Sousa", "verified"),
        ("ana@learners.example", "verified"),
        ("Bo Berg", "other_person"),
    ],
)
def test_a_name_or_an_address_is_compared(client: Client, award: Award, entered: str, verdict: str) -> None:
    response = post(client, text=credential_bytes(award).decode(), recipient=entered)

    assert verdict_of(response) == verdict


def test_a_link_verifies_our_own_badge_at_once(client: Client, award: Award) -> None:
    response = client.get("/verify", {"url": award_url(award.id)})

    assert verdict_of(response) == "verified"


def test_a_link_never_makes_this_site_fetch_anothers_address(
    client: Client, db: None, no_network: list[str]
) -> None:
    response = client.get("/verify", {"url": "https://elsewhere.example/badge.json"})

    assert no_network == []
    assert verdict_of(response) == ""
    assert "https://elsewhere.example/badge.json" in response.content.decode()


def test_an_address_out_of_reach_is_named(client: Client, db: None, no_network: list[str]) -> None:
    response = post(client, text="https://elsewhere.example/badge.json")

    assert response.status_code == 422
    assert no_network == ["https://elsewhere.example/badge.json"]
    assert "https://elsewhere.example/badge.json can&#x27;t be reached." in response.content.decode()


def test_a_badge_that_nobody_accepted_isnt_told_apart_from_none(
    client: Client, make_award: Callable[..., Award]
) -> None:
    response = client.get("/verify", {"url": award_url(make_award(accept=False).id)})

    assert verdict_of(response) == "problem"
    assert "Tide tables" not in response.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xd8\xff\xe0", "A JPEG, GIF or WebP picture"),
        (b"<!doctype html><html>", "This is a saved web page."),
        (b"hello", "This is neither a PNG or SVG picture"),
        (b"{", "JSON"),
    ],
)
def test_a_file_that_is_no_badge_gets_an_answer_that_helps(
    client: Client, db: None, content: bytes, words: str
) -> None:
    response = post(client, file=SimpleUploadedFile("badge.png", content))

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("fields", [{}, {"text": "   "}])
def test_giving_nothing_is_answered_at_the_field(client: Client, db: None, fields: dict[str, str]) -> None:
    page = post(client, **fields).content.decode()

    assert 'aria-describedby="id_text_helptext id_text_error"' in page
    assert "Enter the address of a badge" in page


def test_text_and_file_together_are_refused(client: Client, award: Award) -> None:
    upload = SimpleUploadedFile("badge.json", credential_bytes(award))

    response = post(client, text="https://elsewhere.example/", file=upload)

    assert response.status_code == 422
    assert "not both" in response.content.decode()


def test_what_a_strangers_badge_says_cant_run_in_the_browser(client: Client, award: Award) -> None:
    document = orjson.loads(credential_bytes(award))
    document["credentialSubject"]["achievement"]["name"] = "</pre><script>alert(1)</script>"

    page = post(client, text=orjson.dumps(document).decode()).content.decode()

    assert "<script>alert" not in page
