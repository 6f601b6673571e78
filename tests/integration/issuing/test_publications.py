"""The list of revoked badges as 1EdTech has it: public where the owner says so, from what the status lists say too."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import accept_award, publish_revocations, revoke_award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.core.status import RevocationListEntry, read_revocation_list

pytestmark = pytest.mark.django_db
URL = "/profiles/harbour/revocations.json"


@pytest.fixture
def public(organisation: Profile, now: datetime) -> None:
    publish_revocations(organisation=organisation, is_public=True, by=INSTALLATION, now=now)


def test_nothing_is_listed_before_the_owner_publishes_it(
    award: Award, client: Client, organisation: Profile, now: datetime
) -> None:
    assert client.get(URL).status_code == 404
    publish_revocations(organisation=organisation, is_public=True, by=INSTALLATION, now=now)
    assert client.get(URL).status_code == 200
    publish_revocations(organisation=organisation, is_public=False, by=INSTALLATION, now=now)
    assert client.get(URL).status_code == 404
    assert client.get("/profiles/nobody/revocations.json").status_code == 404


def test_it_names_what_was_accepted_and_revoked_and_our_own_reader_reads_it(
    make_award: Callable[..., Award], public: None, client: Client, now: datetime
) -> None:
    awards = [make_award(recipient_email=f"p{n}@learners.example") for n in range(4)]
    for award in awards[:3]:
        accept_award(award=award, show_name=True, now=now)
    for award in (awards[0], awards[3]):
        revoke_award(award=award, reason="Ana Sousa asked for it.", by=INSTALLATION, now=now)
    answer = client.get(URL)
    entry = RevocationListEntry("http://127.0.0.1:8000/profiles/harbour/revocations.json")
    found = read_revocation_list(answer.json(), entry, issuer="did:web:127.0.0.1%3A8000:profiles:harbour")
    assert [line.id for line in found.lines] == [award_url(awards[0].id)]
    assert "Ana" not in answer.content.decode()
    assert found.status_of(award_url(awards[0].id)).value == 1
    assert found.status_of(award_url(awards[1].id)).value == 0


def test_copies_are_kept_for_a_minute_and_not_beyond(
    make_award: Callable[..., Award], public: None, client: Client, now: datetime
) -> None:
    award = accept_award(award=make_award(), show_name=False, now=now)
    first = client.get(URL)
    assert first["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get(URL, headers={"if-none-match": first["ETag"]}).status_code == 304
    revoke_award(award=award, reason="Leaked.", by=INSTALLATION, now=now)
    again = client.get(URL, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, len(again.json()["revokedCredentials"])) == (200, 1)


def test_only_owners_publish_it(
    make_member: Callable[..., Any],
    signed_in: Callable[..., Client],
    organisation: Profile,
    owner: Any,
    now: datetime,
) -> None:
    with pytest.raises(NotAllowed):
        publish_revocations(
            organisation=organisation, is_public=True, by=Actor(account=make_member("issuer")), now=now
        )
    client = signed_in(owner)
    page = "/org/harbour/settings/signing-keys"
    assert "Publish the list" in client.get(page).content.decode()
    client.post(f"{page}/revocations", {"public": "yes"})
    assert URL in client.get(page).content.decode()
    client.post(f"{page}/revocations", {"public": "no"})
    kinds = Event.objects.filter(kind__contains="revocations_").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["organisation.revocations_published", "organisation.revocations_withdrawn"]
