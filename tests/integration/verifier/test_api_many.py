"""Many badges by the API: begun, asked for, fetched, stopped, erased; and what can't be begun."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.integration.verifier.foreign import ForeignIssuer
from tests.papers import make_docx, make_zip
from tests.sites import Site

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import accept_award
from openlaurel.apps.verifier import api_many, inquiries
from openlaurel.apps.verifier.inquiries import run_waiting_inquiries
from openlaurel.apps.verifier.models import Inquiry
from openlaurel.apps.verifier.services import verify

pytestmark = pytest.mark.django_db
MANY = "/api/v1/verify/many"


@pytest.fixture
def accepted(make_award: Callable[..., Award], now: datetime) -> Award:
    award = make_award()
    accept_award(award=award, now=now, show_name=False)
    return award


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def test_a_program_has_many_verified_reads_them_and_erases_them(
    client: Client, accepted: Award, foreign: ForeignIssuer
) -> None:
    cv = make_docx(["Ana Sousa"], links=[award_url(accepted.id)])
    body = {
        "badges": [
            {"url": award_url(accepted.id), "email": "ana@learners.example"},
            {"document": json.loads(foreign.badge()), "name": "Ana Sousa"},
        ],
        "files": [{"name": "cv.docx", "content": base64.b64encode(cv).decode()}],
    }
    answer = post(client, MANY, body)
    assert answer.status_code == 201, answer.content
    begun = answer.json()
    assert begun["state"] == "done"
    assert answer["Location"] == begun["url"] == f"http://testserver{MANY}/{begun['token']}"
    assert "no-store" in answer["Cache-Control"]
    assert begun["counts"] == {"unread": 0, "total": 3, "done": 3, "proven": 2, "genuine": 1, "unproven": 0}
    page = client.get(f"{MANY}/{begun['token']}/badges", {"limit": 2, "offset": 1}).json()
    assert page["count"] == 3
    assert [(each["outcome"], each["holder"], each["held_by"]) for each in page["items"]] == [
        ("genuine", "other", "Bo Lind"),
        ("proven", "name", ""),
    ]
    report = client.get(f"{MANY}/{begun['token']}/report")
    assert verify(report.content, now=timezone.now()).verified
    assert client.get(begun["page"]).status_code == 200
    assert client.delete(f"{MANY}/{begun['token']}").status_code == 204
    for path in ("", "/badges", "/report"):
        assert client.get(f"{MANY}/{begun['token']}{path}").status_code == 404
    assert not Inquiry.objects.exists()


def test_files_go_as_a_form_and_a_long_one_is_stopped_and_gone_on_with(
    client: Client, site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inquiries, "QUICK_BADGES", 0)
    archive = make_zip({"list.txt": f"{site.url}/a\n{site.url}/b".encode()})
    files = {"file": [SimpleUploadedFile("a.zip", archive), SimpleUploadedFile("a.zip", archive)]}
    begun = client.post(f"{MANY}/files", files | {"recipient": "Bo Lind", "at": "2026-11-01"}).json()
    assert begun["state"] == "queued"
    assert begun["at"].startswith("2026-11-01T23:59:59")
    one = f"{MANY}/{begun['token']}"
    assert client.get(f"{one}/report").status_code == 409
    assert post(client, f"{one}/change", {"change": "stop"}).json()["state"] == "stopped"
    assert post(client, f"{one}/change", {"change": "stop"}).status_code == 409
    assert post(client, f"{one}/change", {"change": "go-on"}).json()["state"] == "queued"
    run_waiting_inquiries(clock=timezone.now)
    done = client.get(one).json()
    assert (done["state"], done["counts"]["unproven"]) == ("done", 4)
    items = client.get(f"{one}/badges").json()["items"]
    assert [each["place"] for each in items][::2] == ["a.zip/list.txt, line 1", "a.zip (2)/list.txt, line 1"]
    assert items[0]["said_names"] == ["Bo Lind"]
    assert items[0]["verdict"] == "no_badge"
    assert "404" in items[0]["problem"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"badges": []},
        {"badges": [{"url": "https://a.example/1", "document": {}}]},
        {"badges": [{"name": "Ana"}]},
        {"badges": [{"url": "not an address"}]},
        {"badges": [{"url": "https://a.example/1"}], "at": "2199-01-01"},
        {"badges": [{"url": "https://a.example/1"}], "secret": 1},
        {"files": [{"name": "a", "content": "***"}]},
        {"badges": [{"url": "https://a.example/1"}] * 1001},
    ],
)
def test_what_cannot_be_begun_says_why(client: Client, body: Any) -> None:
    answer = post(client, MANY, body)
    assert answer.status_code == 422
    assert answer.json()["title"]
    assert not Inquiry.objects.exists()


def test_one_client_cannot_keep_all_workers_busy(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openlaurel.apps.verifier.limits.INQUIRIES", 1)
    body = {"badges": [{"url": f"{site.url}/1"}]}
    assert post(client, MANY, body).status_code == 201
    refused = post(client, MANY, body)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    monkeypatch.setattr(api_many, "check_inquiries", lambda request: None)
    monkeypatch.setattr(inquiries, "MOST_OPEN", 0)
    assert post(client, MANY, body).status_code == 503
