"""The Python client: what a program would lose, do twice, or give away by it."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from tests.sites import Site, redirect, running_site

from openlaurel.apps.assessment.uploads import Upload
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.offers.models import Opening
from openlaurel.apps.offers.services import apply_for_badge
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.web.api import api

PROJECT = Path(__file__).parents[3]
CLIENT = PROJECT / "clients" / "python"
sys.path[:0] = [str(CLIENT / "src"), str(PROJECT / "tools")]

from openlaurel_client import (  # noqa: E402
    ApiError,
    Client,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotReached,
    TooManyRequests,
    Unauthorized,
)
from openlaurel_client.transport import Transport  # noqa: E402

import client as maker  # noqa: E402

BODY: Any = {"achievement": "tide-tables", "recipient_name": "Ana", "recipient_email": "ana@learners.example"}


def test_the_client_is_what_the_document_says() -> None:
    said = maker.written(json.loads(json.dumps(api.get_openapi_schema(), default=str)))
    assert maker.TARGET.read_text("utf-8") == said, "Run: .venv/bin/python tools/client.py"


def test_each_operation_has_a_name_of_its_own() -> None:
    paths = api.get_openapi_schema()["paths"].values()
    names = Counter(operation["operationId"] for path in paths for operation in path.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_it_needs_nothing_but_python() -> None:
    code = f"import sys; sys.path = [{str(CLIENT / 'src')!r}, *[p for p in sys.path if 'site-packages' not in p]]"
    code += "; import openlaurel_client"
    subprocess.run([sys.executable, "-S", "-c", code], check=True)


@pytest.fixture
def program(live_server: LiveServer, organisation: Profile, published: AchievementVersion) -> Client:
    """A client of the real site, with every scope."""
    return Client(live_server.url, key_of(organisation, *Scope.values))


def key_of(organisation: Profile, *scopes: str) -> str:
    cache.clear()
    made = create_api_key(
        organisation=organisation, name="Program", scopes=scopes, by=INSTALLATION, now=timezone.now()
    )
    return made[1]


def test_it_issues_reads_pages_and_revokes_on_the_real_site(program: Client, now: datetime) -> None:
    issued = [program.awards.create_award(BODY | {"recipient_email": f"p{n}@a.example"}) for n in range(3)]
    assert len({award["id"] for award in issued}) == 3
    assert program.awards.list_own_awards(limit=2)["count"] == 3
    assert len(list(program.awards.iter_own_awards())) == 3
    assert [award["id"] for award in program.awards.iter_own_awards(q="p1@")] == [issued[1]["id"]]
    assert program.awards.read_award(issued[0]["id"])["state"] == "offered"
    assert program.awards.revoke(issued[0]["id"], {"reason": "A mistake"})["validity"] == "revoked"
    assert program.achievements.read_achievement("tide-tables")["slug"] == "tide-tables"
    assert program.keys.read_current_key()["scopes"] == Scope.values
    assert any(event["kind"] == "award.revoked" for event in program.audit.iter_audit_events())
    hook = program.webhooks.create_webhook({"url": "https://hr.example/news", "types": ["award.issued"]})
    assert program.webhooks.change_webhook(hook["id"], {"paused": True})["paused_at"]
    program.webhooks.delete_webhook(hook["id"])
    assert program.webhooks.list_webhooks()["count"] == 0


def test_it_fetches_files_as_they_are(
    program: Client, published: AchievementVersion, make_account: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    program.offers.put_opening("tide-tables", {"instructions": "Show it."})
    file = Upload("plan.txt", b"{My plan")
    now = timezone.now()
    apply_for_badge(opening=Opening.objects.get(), account=make_account(), name="A", file=file, now=now)
    [found] = program.offers.iter_own_applications(state="submitted")
    assert program.offers.read_application_file(found["id"]) == b"{My plan"


def test_the_same_idempotency_key_issues_once(program: Client) -> None:
    first = program.awards.create_award(BODY, idempotency_key="enrolment-1")
    assert program.awards.create_award(BODY, idempotency_key="enrolment-1")["id"] == first["id"]
    with pytest.raises(Conflict):
        program.awards.create_award(BODY | {"recipient_name": "Bo"}, idempotency_key="enrolment-1")
    assert Award.objects.count() == 1


def test_what_is_refused_is_raised_by_kind(
    program: Client, live_server: LiveServer, organisation: Profile
) -> None:
    with pytest.raises(Invalid) as invalid:
        program.awards.create_award(BODY | {"recipient_email": "nobody"})
    assert invalid.value.errors[0]["field"] == "recipient_email"
    with pytest.raises(NotFound):
        program.awards.read_award("00000000-0000-4000-8000-000000000000")
    with pytest.raises(NotFound):
        program.achievements.read_achievement("../awards")
    with pytest.raises(Unauthorized):
        Client(live_server.url, "olk_wrong").awards.list_own_awards()
    reader = Client(live_server.url, key_of(organisation, "awards:read"))
    with pytest.raises(Forbidden, match="awards:issue"):
        reader.awards.create_award(BODY)


def test_the_example_runs(
    live_server: LiveServer, organisation: Profile, published: AchievementVersion
) -> None:
    key = key_of(organisation, "awards:read", "awards:issue", "awards:revoke")
    done = subprocess.run(
        [sys.executable, str(CLIENT / "example.py")],
        env=os.environ
        | {
            "PYTHONPATH": str(CLIENT / "src"),
            "OPENLAUREL_URL": live_server.url,
            "OPENLAUREL_KEY": key,
            "OPENLAUREL_ACHIEVEMENT": "tide-tables",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("issued http")
    assert lines[1:] == ["Ada Okafor unmailed", "422 ['reason']"]


def test_the_guide_shows_the_example() -> None:
    guide = (PROJECT / "docs" / "guides" / "python-client.md").read_text("utf-8")
    assert (CLIENT / "example.py").read_text("utf-8").partition('"""\n\n')[2].strip() in guide


class Answers:
    """A site that gives its answers one after the other, and keeps what was asked."""

    def __init__(self, *answers: tuple[int, dict[str, str], bytes]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked += 1
        status, headers, body = self.answers.pop(0)
        if status == 0:
            handler.connection.close()
            return
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def paused() -> list[float]:
    return []


OK = (200, {}, b'{"id": "1"}')
BUSY = (429, {"Retry-After": "7"}, b'{"title": "Too many requests", "status": 429}')


def test_a_busy_site_is_asked_again_when_it_says_so(site: Site, paused: list[float]) -> None:
    site.pages["/x"] = Answers(BUSY, (503, {}, b""), OK)
    transport = Transport(site.url, "olk_key", sleep=paused.append)
    assert transport.send("GET", "/x") == {"id": "1"}
    assert paused == [7.0, 1.0]


def test_a_wait_that_is_too_long_is_raised_and_not_slept(site: Site, paused: list[float]) -> None:
    site.pages["/x"] = Answers((429, {"Retry-After": "99999"}, b""))
    with pytest.raises(TooManyRequests) as busy:
        Transport(site.url, sleep=paused.append).send("GET", "/x")
    assert busy.value.retry_after == 99999
    assert paused == []


def test_after_the_last_try_it_is_raised(site: Site, paused: list[float]) -> None:
    site.pages["/x"] = Answers(BUSY, BUSY)
    with pytest.raises(TooManyRequests):
        Transport(site.url, tries=2, sleep=paused.append).send("GET", "/x")
    assert len(paused) == 1


def test_a_post_that_broke_off_is_sent_again_only_under_a_key(site: Site, paused: list[float]) -> None:
    site.pages["/x"] = Answers((0, {}, b""), OK)
    transport = Transport(site.url, sleep=paused.append)
    with pytest.raises(NotReached):
        transport.send("POST", "/x", body={})
    assert len(site.posted) == 1
    site.pages["/x"] = Answers((0, {}, b""), (503, {}, b""), OK)
    transport.send("POST", "/x", body={}, is_idempotent=True)
    keys = {headers["idempotency-key"] for _, headers, _ in site.posted[1:]}
    assert len(site.posted) == 4
    assert len(keys) == 1


def test_a_key_follows_no_redirect(site: Site) -> None:
    with running_site({"/taken": b"{}"}) as elsewhere:
        site.pages["/x"] = redirect(f"{elsewhere.url}/taken")
        with pytest.raises(ApiError) as refused:
            Transport(site.url, "olk_key").send("GET", "/x")
        assert refused.value.status in {301, 302, 303, 307, 308}
        assert elsewhere.asked == []


def test_an_answer_that_is_no_problem_document_is_still_an_error_of_its_kind(site: Site) -> None:
    site.pages["/x"] = Answers((404, {}, b"<html>"), (400, {}, b"[1]"))
    transport = Transport(site.url)
    with pytest.raises(NotFound):
        transport.send("GET", "/x")
    with pytest.raises(Invalid):
        transport.send("GET", "/x")


def test_an_address_that_is_none_is_refused_at_once() -> None:
    for url in ("badges.example.org", "file:///etc/passwd", ""):
        with pytest.raises(ValueError, match="isn't the address"):
            Client(url)
