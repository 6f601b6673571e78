"""An organisation's badges in its workspace."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import (
    STAGES,
    AwardFilters,
    claim_url,
    count_awards,
    list_awards,
    stage_of,
)
from openlaurel.apps.issuing.services import accept_award, decline_award, revoke_award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(make_member: Callable[..., Any], signed_in: Callable[..., Client]) -> Client:
    return signed_in(make_member("issuer", name="Ivo Issuer"))


def filled(version: AchievementVersion, **fields: Any) -> dict[str, Any]:
    given = {
        "version": version.pk,
        "recipient_name": "Ana Sousa",
        "recipient_email": "ana@learners.example",
        "notify": "on",
        "key": uuid4(),
    }
    return given | fields


def test_a_badge_is_issued_to_one_person_in_two_clicks_from_the_overview(
    issuer: Client, published: AchievementVersion
) -> None:
    assert b'href="/org/harbour/issue"' in issuer.get("/org/harbour/").content
    form = issuer.get("/org/harbour/issue")
    assert f'<option value="{published.pk}" selected>' in form.content.decode()
    response = issuer.post("/org/harbour/issue", filled(published))
    award = Award.objects.get()
    assert response["Location"] == f"/org/harbour/awards/{award.id}"
    detail = issuer.get(response["Location"]).content.decode()
    assert "the mail to ana@learners.example is on its way" in detail
    assert "by \u2068Ivo Issuer\u2069" in detail
    assert claim_url(award) in detail


def test_a_form_that_is_sent_twice_issues_one_badge(issuer: Client, published: AchievementVersion) -> None:
    form = filled(published, again="on")
    first, second = (issuer.post("/org/harbour/issue", form) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Award.objects.count() == 1


def test_dates_words_and_evidence_reach_the_badge(issuer: Client, published: AchievementVersion) -> None:
    issuer.post(
        "/org/harbour/issue",
        filled(
            published,
            valid_from="2026-03-01",
            valid_until="2027-03-01",
            narrative="Four watches.",
            evidence_name="Log",
            evidence_url="https://work.example/log",
            notify="",
        ),
    )
    award = Award.objects.get()
    assert (award.valid_from.date().isoformat(), award.narrative, award.notify) == (
        "2026-03-01",
        "Four watches.",
        False,
    )
    assert award.evidence[0]["id"] == "https://work.example/log"


def test_who_holds_it_already_is_noticed_and_can_be_given_another(
    issuer: Client, make_award: Callable[..., Award], published: AchievementVersion
) -> None:
    make_award(valid_from=timezone.now() - timedelta(days=1), now=timezone.now())
    response = issuer.post("/org/harbour/issue", filled(published))
    assert response.status_code == 422
    assert "holds the badge already" in response.content.decode()
    issuer.post("/org/harbour/issue", filled(published, again="on"))
    assert Award.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("recipient_name", "", "This field is required."),
        ("recipient_name", "A\u202ena", "invisible control characters"),
        ("recipient_email", "ana", "valid email address"),
        ("version", "", "This field is required."),
        ("valid_until", "2020-01-01", "must end after it begins"),
        ("valid_from", "2199-01-01", "is in the future"),
    ],
)
def test_a_field_that_cannot_be_used_says_why(
    issuer: Client, published: AchievementVersion, field: str, value: str, words: str
) -> None:
    response = issuer.post("/org/harbour/issue", filled(published) | {field: value})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Award.objects.exists()


def test_another_organisations_definition_cannot_be_issued(
    issuer: Client,
    published: AchievementVersion,
    make_organisation: Callable[..., Profile],
    make_published: Callable[..., AchievementVersion],
) -> None:
    foreign = make_published("knots", of=make_organisation("lighthouse"))
    assert issuer.post("/org/harbour/issue", filled(foreign)).status_code == 422
    assert not Award.objects.exists()


def test_without_a_published_definition_the_page_says_what_to_do(
    issuer: Client, organisation: Profile
) -> None:
    text = issuer.get("/org/harbour/issue").content.decode()
    assert "Ask a designer or an owner to define and publish one." in text


def test_the_list_is_searched_without_accents_and_filtered_by_state(
    issuer: Client, make_award: Callable[..., Award], now: datetime
) -> None:
    accept_award(award=make_award(recipient_name="Zoë Núñez"), show_name=False, now=now)
    make_award(recipient_name="Bo Berg", recipient_email="bo@learners.example")
    found = issuer.get("/org/harbour/awards?q=nunez").content.decode()
    assert "Zoë Núñez" in found
    assert "Bo Berg" not in found
    assert "Bo Berg" in issuer.get("/org/harbour/awards?q=BO@").content.decode()
    accepted = issuer.get("/org/harbour/awards?stage=accepted&achievement=tide-tables").content.decode()
    assert "Zoë Núñez" in accepted
    assert "Bo Berg" not in accepted
    assert "No badge matches" in issuer.get("/org/harbour/awards?q=nobody").content.decode()
    assert issuer.get("/org/harbour/awards?stage=nonsense&page=999").status_code == 200


def test_every_award_is_in_one_stage_and_its_filter_finds_it(
    make_award: Callable[..., Award], organisation: Profile, now: datetime
) -> None:
    made = [make_award(recipient_email=f"p{n}@learners.example") for n in range(7)]
    Award.objects.filter(pk=made[1].pk).update(mail_error="refused")
    Award.objects.filter(pk=made[2].pk).update(mailed_at=now)
    Award.objects.filter(pk=made[3].pk).update(mailed_at=now, opened_at=now)
    accept_award(award=made[4], show_name=False, now=now)
    decline_award(award=made[5], now=now)
    revoke_award(award=made[6], reason="Wrong.", by=INSTALLATION, now=now)
    stages = [stage_of(award) for award in Award.objects.order_by("recipient_email")]
    assert stages == ["unmailed", "mail_failed", "mailed", "opened", "accepted", "declined", "revoked"]
    for stage in stages:
        [found] = list_awards(organisation, AwardFilters(stage=stage), now=now)
        assert stage_of(found) == stage
    assert set(STAGES) == {*stages, "expired", "suspended"}
    counts = count_awards(organisation)
    assert (counts.issued, counts.mailed, counts.opened, counts.accepted, counts.declined, counts.revoked) == (
        7, 3, 2, 1, 1, 1,
    )  # fmt: skip


def test_expired_badges_are_found_as_such(
    make_award: Callable[..., Award], organisation: Profile, now: datetime
) -> None:
    make_award(valid_until=now + timedelta(days=1))
    assert not list_awards(organisation, AwardFilters(stage="expired"), now=now)
    assert list_awards(organisation, AwardFilters(stage="expired"), now=now + timedelta(days=1))


def test_the_export_holds_the_same_badges_and_no_formula(
    issuer: Client, make_award: Callable[..., Award]
) -> None:
    make_award(recipient_name="=cmd()")
    make_award(recipient_name="Bo", recipient_email="bo@learners.example")
    response = issuer.get("/org/harbour/awards.csv?q=cmd")
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    [row] = csv.DictReader(io.StringIO(content))
    assert row["name"] == "'=cmd()"
    assert row["page"] == f"http://127.0.0.1:8000/awards/{Award.objects.get(recipient_name='=cmd()').id}"


def test_a_badge_is_revoked_after_its_reason_was_given(issuer: Client, award: Award) -> None:
    page = f"/org/harbour/awards/{award.id}/revoke"
    assert "can't be undone" in issuer.get(page).content.decode()
    assert issuer.post(page, {"reason": " "}).status_code == 422
    assert issuer.post(page, {"reason": "Wrong person."}).status_code == 302
    award.refresh_from_db()
    assert (award.state, award.revocation_reason) == ("revoked", "Wrong person.")
    detail = issuer.get(f"/org/harbour/awards/{award.id}").content.decode()
    assert "Wrong person." in detail
    assert "Revoke this badge" not in detail


def test_the_mail_is_sent_again_on_request(
    issuer: Client,
    make_award: Callable[..., Award],
    deliver_events: Callable[[], None],
    mailoutbox: list[Any],
) -> None:
    award = make_award(now=timezone.now())
    deliver_events()
    issuer.post(f"/org/harbour/awards/{award.id}/resend")
    deliver_events()
    assert [message.to for message in mailoutbox] == [["ana@learners.example"]] * 2


def test_readers_see_badges_but_no_link_to_accept_in_somebodys_name(
    award: Award, make_member: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    reader = signed_in(make_member("reader"))
    text = reader.get(f"/org/harbour/awards/{award.id}").content.decode()
    assert "Ana Sousa" in text
    assert "/claim/" not in text
    assert "Send the mail again" not in text
    assert "Issue a badge" not in reader.get("/org/harbour/awards").content.decode()


def test_badges_of_another_organisation_do_not_exist_here(
    issuer: Client,
    make_organisation: Callable[..., Profile],
    make_published: Callable[..., Any],
    make_award: Any,
) -> None:
    foreign = make_award(version=make_published("knots", of=make_organisation("lighthouse")))
    for path in ("", "/resend", "/revoke"):
        method = issuer.get if path == "" else issuer.post
        assert method(f"/org/harbour/awards/{foreign.id}{path}").status_code == 404
    assert "Ana Sousa" not in issuer.get("/org/harbour/awards").content.decode()


def test_documents_for_verifiers_are_public_and_fresh(client: Client, award: Award) -> None:
    did = client.get("/profiles/harbour/did.json")
    assert did.json()["id"] == "did:web:127.0.0.1%3A8000:profiles:harbour"
    assert did.headers["Access-Control-Allow-Origin"] == "*"
    list_id = award.credentials.get().status_list_id
    first = client.get(f"/status/{list_id}")
    assert orjson.loads(first.content)["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert "max-age=60" in first.headers["Cache-Control"]
    again = client.get(f"/status/{list_id}", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    revoke_award(award=award, reason="Wrong.", by=INSTALLATION, now=timezone.now())
    changed = client.get(f"/status/{list_id}", headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert client.get("/profiles/nobody/did.json").status_code == 404
    assert client.get(f"/status/{uuid4()}").status_code == 404


def test_a_did_document_answers_under_the_address_by_which_it_was_asked(
    client: Client, award: Award, move_address: Callable[[str], None], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    move_address("https://badges.harbour.example")
    new = client.get("/profiles/harbour/did.json", headers={"host": "badges.harbour.example"})
    old = client.get("/profiles/harbour/did.json", headers={"host": "127.0.0.1:8000"})
    assert new.json()["id"] == "did:web:badges.harbour.example:profiles:harbour"
    assert old.json()["id"] == "did:web:127.0.0.1%3A8000:profiles:harbour"
