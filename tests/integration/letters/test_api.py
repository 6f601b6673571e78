"""Mails for programs: what a key learns and does, and what it doesn't."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.integration.mailing.conftest import draft, outcomes

from openlaurel.apps.events.models import Event
from openlaurel.apps.mailing.models import MailState, OutgoingMail, Suppression
from openlaurel.apps.mailing.services import MailDraft, queue_mail
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_api_key

__all__ = ["draft", "outcomes"]
pytestmark = pytest.mark.django_db
MAILS, SUPPRESSIONS = "/api/v1/mails", "/api/v1/suppressions"


def client_of(organisation: Profile, *scopes: str) -> Client:
    cache.clear()
    _, secret = create_api_key(
        organisation=organisation, name="P", scopes=scopes, by=INSTALLATION, now=timezone.now()
    )
    return Client(headers={"authorization": f"Bearer {secret}"}, content_type="application/json")


@pytest.fixture
def mail(organisation: Profile, draft: Callable[..., MailDraft]) -> OutgoingMail:
    """One that failed, about an award."""
    award_id = uuid4()
    kept = queue_mail(
        draft(organisation_id=organisation.pk, subject_of=("award", award_id)), now=timezone.now()
    )
    OutgoingMail.objects.update(
        state=MailState.FAILED, settled_at=timezone.now(), fault="refused", reply="554 no"
    )
    kept.refresh_from_db()
    return kept


def test_a_program_reads_what_became_of_mails_and_never_their_text(
    organisation: Profile,
    mail: OutgoingMail,
    draft: Callable[..., MailDraft],
    make_organisation: Callable[..., Profile],
) -> None:
    queue_mail(
        draft(key="waits", to="bo@learners.example", organisation_id=organisation.pk), now=timezone.now()
    )
    queue_mail(draft(key="foreign", organisation_id=make_organisation("other").pk), now=timezone.now())
    program = client_of(organisation, "mail:read")
    everything = program.get(MAILS)
    assert everything.json()["count"] == 2
    assert "Text" not in everything.content.decode()
    for query in (
        "?undelivered=true",
        "?state=failed",
        f"?award={mail.subject_id}",
        "?recipient=ANA@learners.example",
        "?offset=1",
    ):
        page = program.get(MAILS + query).json()
        assert [item["id"] for item in page["items"]] == [str(mail.pk)], query
    one = program.get(f"{MAILS}/{mail.pk}").json()
    assert one["recipient"] == "ana@learners.example"
    assert one["fault"].startswith("The receiving server refused")
    assert (one["about_kind"], one["reply"], one["can_be_sent_again"]) == ("award", "554 no", True)
    assert program.get(f"{MAILS}?kind=nothing").json() == {"items": [], "count": 0}
    assert program.get(f"{MAILS}?state=lost").status_code == 422
    foreign = OutgoingMail.objects.get(key="foreign")
    assert program.get(f"{MAILS}/{foreign.pk}").status_code == 404


def test_a_program_sends_again_what_may_leave_again_once(organisation: Profile, mail: OutgoingMail) -> None:
    again = f"{MAILS}/{mail.pk}/again"
    assert client_of(organisation, "mail:read").post(again).status_code == 403
    program = client_of(organisation, "mail:manage")
    answer = program.post(again)
    assert answer.status_code == 202
    assert answer.json()["state"] == "prepared"
    assert program.post(again).status_code == 409
    assert Event.objects.filter(kind="mail.sent_again").count() == 1
    assert program.get(MAILS).status_code == 403


def test_a_program_keeps_the_list_of_addresses_without_mails(
    organisation: Profile, make_organisation: Callable[..., Profile]
) -> None:
    program, reader = client_of(organisation, "mail:manage"), client_of(organisation, "mail:read")
    bad = program.post(SUPPRESSIONS, {"address": "nobody"}, "application/json")
    assert bad.status_code == 422
    assert bad.json()["errors"][0]["field"] == "address"
    made: Any = program.post(SUPPRESSIONS, {"address": "Ana@learners.example"}, "application/json")
    assert made.status_code == 201
    assert made.json()["reason"] == "by_hand"
    listed = reader.get(SUPPRESSIONS).json()
    assert listed == {"items": [made.json()], "count": 1}
    assert reader.post(SUPPRESSIONS, {"address": "x@y.example"}, "application/json").status_code == 403
    path = f"{SUPPRESSIONS}/{made.json()['id']}"
    assert client_of(make_organisation("other"), "mail:manage").delete(path).status_code == 404
    assert program.delete(path).status_code == 204
    assert not Suppression.objects.exists()
