"""Verifying for programs: POST /api/v1/verify."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.integration.verifier.foreign import ForeignIssuer
from tests.sites import Site

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, baked_png, credential_bytes
from openlaurel.apps.issuing.services import accept_award
from openlaurel.apps.verifier import limits
from openlaurel.core.verification import CHECKS

pytestmark = pytest.mark.django_db
URL = "/api/v1/verify"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_test(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(
        "openlaurel.apps.verifier.api.timezone", type("Clock", (), {"now": staticmethod(lambda: now)})
    )


def ask(client: Client, body: Any, **headers: Any) -> Any:
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(URL, data, content_type="application/json", headers=headers)


def problem(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["title"]
    return response.status_code, body["detail"]


def test_a_document_is_verified_as_an_object_or_as_a_text(client: Client, award: Award) -> None:
    text = credential_bytes(award).decode()
    for document in (text, json.loads(text)):
        response = ask(client, {"document": document})
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        answer = response.json()
        assert set(answer) == {"verified", "checks", "further", "credential"}
        assert answer["verified"] is True
        assert [check["check"] for check in answer["checks"]] == list(CHECKS)
        assert all(
            set(check) == {"check", "outcome", "detail"} and check["detail"] for check in answer["checks"]
        )
        assert answer["credential"] == json.loads(text)


def test_a_badge_that_does_not_verify_is_an_answer_and_no_error(client: Client, award: Award) -> None:
    changed = credential_bytes(award).decode().replace("Tide tables in practice", "Tide tables in theory")
    response = ask(client, {"document": changed})
    assert response.status_code == 200
    answer = response.json()
    assert answer["verified"] is False
    assert {check["check"]: check["outcome"] for check in answer["checks"]} == {
        "format": "pass",
        "proof": "fail",
        "issuer": "skipped",
        "status": "skipped",
        "validity": "skipped",
        "recipient": "skipped",
    }


def test_a_recipient_is_compared(client: Client, award: Award) -> None:
    document = credential_bytes(award).decode()
    outcomes = {}
    for recipient in ("ana@learners.example", "bea@learners.example"):
        answer = ask(client, {"document": document, "recipient": recipient}).json()
        outcomes[recipient] = (answer["verified"], answer["checks"][-1]["outcome"])
    assert outcomes == {"ana@learners.example": (True, "pass"), "bea@learners.example": (False, "fail")}


def test_an_address_is_verified(
    client: Client, award: Award, foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    site.pages["/b.json"] = foreign.badge()
    accept_award(award=award, now=now, show_name=True)
    for url in (f"{site.url}/b.json", award_url(award.id)):
        assert ask(client, {"url": url}).json()["verified"] is True
    status, detail = problem(ask(client, {"url": f"{site.url}/none"}))
    assert (status, "status 404" in detail) == (422, True)


def test_a_file_is_verified(client: Client, award: Award) -> None:
    for data in (baked_png(award), credential_bytes(award)):
        assert data is not None
        form = {"file": SimpleUploadedFile("badge", data), "recipient": "Ana Sousa"}
        answer = client.post(URL, form).json()
        assert answer["verified"] is True
        assert answer["checks"][-1]["outcome"] == "pass"


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"{", 400, "not JSON"),
        (b'{"document": "{}", "document": "{}"}', 400, "appears twice"),
        (b"\xff", 400, "not UTF-8"),
        (b"[" * 10_000, 400, "nested deeper"),
        ([], 422, "either"),
        ({}, 422, "either"),
        ({"document": "{}", "url": "https://a.example/"}, 422, "either"),
        ({"document": 7}, 422, "must be an object or a string"),
        ({"document": None}, 422, "must be an object or a string"),
        ({"url": ["https://a.example/"]}, 422, "must be an object or a string"),
        ({"document": "{}", "recipients": "x"}, 422, "isn't known"),
        ({"document": "{}", "recipient": 7}, 422, "recipient"),
        ({"document": "{}", "recipient": "x" * 1001}, 422, "recipient"),
        ({"document": {}}, 400, "@context"),
        ({"document": "hello"}, 400, "neither a PNG"),
        ({"document": ""}, 400, "empty"),
        ({"url": "ftp://a.example/"}, 422, "must begin with https://"),
        ({"url": "http://169.254.169.254/latest"}, 422, "not on the public internet"),
    ],
)
def test_a_request_that_cannot_be_answered_says_why(
    client: Client, body: Any, status: int, says: str
) -> None:
    found, detail = problem(ask(client, body))
    assert found == status
    assert says in detail


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png"]
)
def test_other_content_types_are_refused(client: Client, kind: str) -> None:
    status, detail = problem(client.post(URL, b"{}", content_type=kind))
    assert status == 415
    assert "application/json" in detail


def test_a_form_without_a_file_or_that_is_none_says_so(client: Client) -> None:
    assert problem(client.post(URL, {"recipient": "x"}))[0] == 422
    broken = client.post(URL, b"nothing of the kind", content_type="multipart/form-data")
    assert problem(broken)[0] == 400
    cut = client.post(
        URL,
        b'--x\r\nContent-Disposition: form-data; name="file',
        content_type="multipart/form-data; boundary=x",
    )
    assert problem(cut)[0] in {400, 422}


def test_a_request_that_is_too_large_is_not_read(client: Client) -> None:
    status, detail = problem(ask(client, b'{"document": "' + b"x" * (6 * 1024 * 1024) + b'"}'))
    assert status == 413
    assert "at most" in detail
    huge = SimpleUploadedFile("badge.png", b"\x89PNG\r\n\x1a\n" + bytes(6 * 1024 * 1024))
    assert problem(client.post(URL, {"file": huge}))[0] == 413


def test_sentences_are_in_english_whatever_the_reader_speaks(client: Client, award: Award) -> None:
    answer = ask(client, {"document": credential_bytes(award).decode()}, accept_language="ar").json()
    assert answer["checks"][0]["detail"] == "The file is a complete Open Badges 3.0 credential."


def test_one_client_cannot_keep_this_site_busy(
    client: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(limits, "timezone", type("Clock", (), {"now": staticmethod(lambda: now)}))
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    for _ in range(3):
        assert ask(client, {"document": {}}).status_code == 400
    refused = ask(client, {"document": {}})
    assert problem(refused)[0] == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "as many badges verified as a minute allows" in refused.json()["detail"]
    other = client.post(URL, "{}", content_type="application/json", REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 422


def test_badges_made_to_take_long_count_for_many(
    client: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(limits, "timezone", type("Clock", (), {"now": staticmethod(lambda: now)}))
    seconds = iter([0.0, 10.0, 10.0, 20.0])
    clock = type(
        "Clock",
        (),
        {"monotonic": staticmethod(lambda: 0.0), "thread_time": staticmethod(lambda: next(seconds))},
    )
    monkeypatch.setattr(limits, "time", clock)
    for _ in range(2):
        assert ask(client, {"document": {}}).status_code == 400
    assert ask(client, {"document": {}}).status_code == 429


def test_the_page_has_the_same_limit_and_keeps_what_was_entered(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 0)
    for _ in range(2):
        response = client.post("/verify", {"text": "{}", "recipient": "Ana Sousa"})
    assert response.status_code == 429
    assert "Wait " in response.content.decode()
    assert "Ana Sousa" in response.content.decode()


def test_only_post_is_answered(client: Client) -> None:
    for method in (client.get, client.put, client.delete):
        assert method(URL).status_code == 405


def test_every_answer_is_declared_in_the_openapi_document(client: Client) -> None:
    operation = client.get("/api/v1/openapi.json").json()["paths"][URL]["post"]
    assert set(operation["responses"]) == {"200", "400", "413", "415", "422", "429"}
    for status, response in operation["responses"].items():
        kind = "application/json" if status == "200" else "application/problem+json"
        assert list(response["content"]) == [kind]
    assert set(operation["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert "security" not in operation


def test_the_answer_is_as_of_now(client: Client, award: Award, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openlaurel.apps.verifier.api.timezone", timezone)
    assert ask(client, {"document": credential_bytes(award).decode()}).status_code == 200
