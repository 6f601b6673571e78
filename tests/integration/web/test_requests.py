"""What the rim does to every request: limits it, and keeps secrets out of the logs."""

import logging

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from openlaurel.web.logs import RoutesNotAddresses, route_of


@pytest.mark.django_db
def test_a_request_that_is_too_large_is_refused_unread(client):
    answer = client.post("/verify", {}, headers={"content-length": str(settings.MOST_REQUEST_BYTES + 1)})
    assert answer.status_code == 413


@pytest.mark.django_db
def test_a_program_learns_the_limit_as_a_problem_document(client):
    too_long = str(settings.MOST_REQUEST_BYTES + 1)
    answer = client.post("/api/v1/verify", {}, headers={"content-length": too_long})
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert too_long in answer.json()["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/explore?language=%00", "/achievements/a%00b", "/org/harbour/issue?achievement=%00"]
)
def test_an_address_that_no_database_takes_is_refused_as_such(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/achievements?language=%00", "/api/v1/no/such/address"])
def test_a_program_gets_a_problem_document_where_nothing_of_the_api_answers(client, path):
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code in {400, 404}


@pytest.mark.django_db
def test_when_the_api_fails_a_program_still_gets_a_problem_document(client, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError

    monkeypatch.setattr("openlaurel.apps.catalog.api.found_versions", fail)
    client.raise_request_exception = False
    answer = client.get("/api/v1/achievements")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["/org/harbour/", "/org/harbour/awards", "/org/harbour/members", "/home", "/explore"]
)
def test_a_page_of_somebody_signed_in_stays_in_no_cache(signed_in, owner, organisation, path):
    answer = signed_in(owner).get(path, follow=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.django_db
def test_no_cache_hands_the_page_of_one_visitor_to_the_next(client):
    assert client.get("/explore").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_the_access_log_names_the_route_and_no_address(client, caplog):
    with caplog.at_level(logging.INFO, logger="openlaurel.access"):
        client.get("/healthz?secret=1")
        client.get("/no/such/page-of-ada")
    assert "GET /healthz 503" in caplog.text
    assert "GET (no page) 404" in caplog.text
    assert "secret" not in caplog.text
    assert "ada" not in caplog.text


@pytest.mark.django_db
def test_a_stranger_cannot_fill_the_log_by_asking_for_another_host(client, caplog):
    with caplog.at_level(logging.INFO):
        assert client.get("/healthz", headers={"host": "elsewhere.example"}).status_code == 400
    assert "elsewhere" not in caplog.text
    assert len(caplog.records) <= 2


def test_an_error_in_the_log_names_the_route_and_no_address():
    request: HttpRequest = RequestFactory().get("/healthz")
    record = logging.LogRecord(
        "django.request", 40, "", 1, "%s: %s", ("Internal Server Error", "/healthz"), None
    )
    record.request = request
    request.path_info = "/api/v1/openapi.json"
    assert RoutesNotAddresses().filter(record)
    assert record.getMessage() == f"Internal Server Error: {route_of(request)}"


def test_pages_of_others_can_neither_frame_nor_script_ours(client, db):
    headers = client.get("/healthz").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
