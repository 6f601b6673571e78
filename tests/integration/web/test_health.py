"""A watchdog learns from /healthz when nobody does the background work or the database is away."""

import pytest
from django.db import DatabaseError
from django.utils import timezone

from openlaurel.apps.events.services.workers import sign_on


@pytest.mark.django_db
def test_it_is_well_while_a_worker_is_alive(client):
    sign_on("alive", now=timezone.now())
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "workers": 1,
        "mails": {"waiting": 0, "uncertain": 0, "failed": 0, "server": "ok"},
        "deliveries": {"open": 0, "given_up": 0},
    }


@pytest.mark.django_db
def test_it_fails_when_no_worker_was_seen_lately(client):
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"


def test_it_fails_when_the_database_is_away(client, monkeypatch):
    def away(*, now):
        raise DatabaseError

    monkeypatch.setattr("openlaurel.web.health.background_health", away)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": "unreachable"}
