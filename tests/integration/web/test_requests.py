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
def test_the_access_log_names_the_route_and_no_address(client, caplog):
    with caplog.at_level(logging.INFO, logger="openlaurel.access"):
        client.get("/healthz?secret=1")
        client.get("/no/such/page-of-ada")
    assert "GET /healthz 503" in caplog.text
    assert "GET (no page) 404" in caplog.text
    assert "secret" not in caplog.text
    assert "ada" not in caplog.text


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
