"""Badges for programs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award, revoke_award
from openlaurel.apps.profiles import access
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.web.api import api

pytestmark = pytest.mark.django_db
BODY = {
    "achievement": "tide-tables",
    "recipient_name": "Ana Sousa",
    "recipient_email": "ana@learners.example",
}


class Program:
    """A program with a key."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {secret}"})

    def get(self, path: str = "") -> Any:
        return self.client.get(f"/api/v1/awards{path}")

    def post(self, body: dict[str, Any], path: str = "", **headers: str) -> Any:
        return self.client.post(f"/api/v1/awards{path}", body, "application/json", headers=headers)


@pytest.fixture
def make_program(organisation: Profile, now: datetime) -> Callable[..., Program]:
    """Makes a program with a key of `organisation`, or of another one."""
    cache.clear()

    def make(scopes: Sequence[str] = Scope.values, of: Profile | None = None) -> Program:
        _, secret = create_api_key(
            organisation=of or organisation, name="Program", scopes=scopes, by=INSTALLATION, now=now
        )
        return Program(secret)

    return make


@pytest.fixture
def program(make_program: Callable[..., Program]) -> Program:
    return make_program()


def test_a_program_issues_a_badge(program: Program, published: AchievementVersion) -> None:
    response = program.post(
        BODY
        | {
            "valid_from": "2026-03-01T10:00:00+01:00",
            "valid_until": "2027-03-01T00:00:00Z",
            "evidence": [{"name": "Log", "url": "https://work.example/log"}],
            "narrative": "Four watches.",
            "notify": False,
            "language": "es",
        }
    )
    assert response.status_code == 201
    award = Award.objects.get()
    answer = response.json()
    assert answer["id"] == str(award.id)
    assert answer["url"] == f"http://127.0.0.1:8000/awards/{award.id}"
    assert answer["valid_from"] == "2026-03-01T09:00:00Z"
    assert (answer["state"], answer["validity"], answer["stage"]) == ("offered", "valid", "unmailed")
    assert answer["claim_url"].startswith("http://127.0.0.1:8000/claim/")
    assert (award.language, award.notify, award.evidence[0]["name"]) == ("es", False, "Log")


@pytest.mark.parametrize("in_header", [True, False])
def test_a_repeated_request_is_answered_with_the_first_badge(
    program: Program, published: AchievementVersion, in_header: bool
) -> None:
    def send(**changes: Any) -> Any:
        if in_header:
            return program.post(BODY | changes, **{"idempotency-key": "order-7"})
        return program.post(BODY | {"idempotency_key": "order-7"} | changes)

    first, again, other = send(), send(), send(recipient_name="Bo")
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["idempotency_key"] == "order-7"
    assert other.headers["Content-Type"] == "application/problem+json"
    assert Award.objects.count() == 1


def test_header_and_field_must_not_contradict_each_other(
    program: Program, published: AchievementVersion
) -> None:
    response = program.post(BODY | {"idempotency_key": "a"}, **{"idempotency-key": "b"})
    assert response.status_code == 422
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"recipient_email": "ana"}, 422, "recipient_email"),
        ({"recipient_name": ""}, 422, "recipient_name"),
        ({"recipient_name": "A\x00na"}, 422, "recipient_name"),
        ({"valid_until": "2001-01-01T00:00:00Z"}, 422, "valid_until"),
        ({"valid_until": "2001-01-01"}, 422, "valid_until"),
        ({"results": [{"result": "oral-exam", "value": "5"}]}, 422, "results"),
        ({"evidence": [{"url": "javascript:alert(1)"}]}, 422, "evidence"),
        ({"colour": "red"}, 422, "colour"),
        ({"achievement": "no-such"}, 404, None),
    ],
)
def test_a_request_that_cannot_be_used_names_the_field(
    program: Program, published: AchievementVersion, changes: dict[str, Any], status: int, field: str | None
) -> None:
    response = program.post(BODY | changes)
    assert response.status_code == status
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    if field:
        assert any(field in error["field"] for error in problem["errors"])
    assert not Award.objects.exists()


def test_what_is_not_json_is_refused(program: Program, published: AchievementVersion) -> None:
    response = program.client.post("/api/v1/awards", "{", "application/json")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_own_badges_are_listed_in_pages_and_filtered(
    program: Program, make_award: Callable[..., Award], now: datetime
) -> None:
    for number in range(3):
        make_award(recipient_email=f"p{number}@learners.example")
    revoke_award(award=Award.objects.earliest("recipient_email"), reason="Wrong.", by=INSTALLATION, now=now)
    page = program.get("?limit=2&offset=1").json()
    assert (len(page["items"]), page["count"], page["next"]) == (2, 3, None)
    first = program.get("?limit=2").json()
    last = program.get(f"?limit=2&after={quote(first['next'])}").json()
    assert len({item["id"] for item in first["items"] + last["items"]}) == 3
    assert last["next"] is None
    assert program.get("?after=2026").status_code == 422
    revoked = program.get("?stage=revoked").json()
    assert [item["revocation_reason"] for item in revoked["items"]] == ["Wrong."]
    assert program.get("?q=p2@").json()["count"] == 1
    assert program.get("?limit=1000").status_code == 422


def test_a_badge_is_revoked_once(program: Program, award: Award) -> None:
    first = program.post({"reason": "Wrong person."}, f"/{award.id}/revoke")
    assert (first.status_code, first.json()["validity"]) == (200, "revoked")
    assert program.post({"reason": "Again."}, f"/{award.id}/revoke").status_code == 409
    assert program.post({"reason": ""}, f"/{award.id}/revoke").status_code == 422
    assert program.post({"reason": "Why."}, f"/{uuid4()}/revoke").status_code == 404


def test_strangers_read_accepted_badges_only_and_the_name_only_if_it_is_shown(
    client: Client, award: Award, now: datetime
) -> None:
    address = f"/api/v1/awards/{award.id}"
    assert client.get(address).status_code == 404
    accept_award(award=award, show_name=False, now=now)
    answer = client.get(address).json()
    assert (answer["achievement"], answer["recipient_name"]) == ("tide-tables", "")
    assert "recipient_email" not in answer
    Award.objects.update(show_name=True)
    assert client.get(address).json()["recipient_name"] == "Ana Sousa"


def test_a_key_of_the_issuer_reads_more(
    program: Program, make_program: Callable[..., Program], award: Award
) -> None:
    answer = program.get(f"/{award.id}").json()
    assert (answer["recipient_email"], answer["stage"]) == ("ana@learners.example", "unmailed")
    reader = make_program(["awards:read"]).get(f"/{award.id}").json()
    assert (reader["recipient_email"], reader["claim_url"]) == ("ana@learners.example", "")


def test_other_organisations_see_and_change_nothing(
    make_program: Callable[..., Program], make_organisation: Callable[..., Profile], award: Award
) -> None:
    foreign = make_program(of=make_organisation("lighthouse"))
    assert foreign.get(f"/{award.id}").status_code == 404
    assert foreign.get().json()["count"] == 0
    assert foreign.post({"reason": "Why."}, f"/{award.id}/revoke").status_code == 404
    assert foreign.post(BODY).status_code == 404


def test_without_a_valid_key_nothing_is_issued(client: Client, published: AchievementVersion) -> None:
    for headers in ({}, {"authorization": "Bearer olk_wrong"}):
        response = client.post("/api/v1/awards", BODY, "application/json", headers=headers)
        assert response.status_code == 401
        assert response.headers["Content-Type"] == "application/problem+json"
    assert client.get(f"/api/v1/awards/{uuid4()}", headers={"authorization": "Bearer x"}).status_code == 401


def test_a_reading_key_cannot_issue_or_revoke(make_program: Callable[..., Program], award: Award) -> None:
    reader = make_program(["awards:read"])
    assert reader.post(BODY).status_code == 403
    assert reader.post({"reason": "Why."}, f"/{award.id}/revoke").status_code == 403


def test_a_program_that_runs_wild_is_slowed_down_and_others_are_not(
    program: Program, make_program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "REQUESTS_A_MINUTE", 2)
    statuses = [program.get().status_code for _ in range(4)]
    assert statuses[:2] == [200, 200]
    assert 429 in statuses
    assert int(program.get().headers["Retry-After"]) <= 60
    assert make_program().get().status_code == 200


def test_the_description_declares_every_answer(organisation: Profile) -> None:
    schema = api.get_openapi_schema()
    create = schema["paths"]["/api/v1/awards"]["post"]
    assert set(create["responses"]) == {200, 201, 400, 401, 403, 404, 409, 422, 429}
    assert [parameter["name"] for parameter in create["parameters"]] == ["Idempotency-Key"]
    assert create["security"] == [{"ApiKeyAuth": ["awards:issue"]}]
    read = schema["paths"]["/api/v1/awards/{award_id}"]["get"]
    assert read["security"] == [{}, {"ApiKeyAuth": ["awards:read"]}]
