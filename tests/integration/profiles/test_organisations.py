"""Organisations: identifiers that must hold, and descriptions that must be readable."""

import pytest

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.profiles.services import (
    InvalidDetails,
    create_organisation,
    ensure_person_profile,
    update_organisation,
)


def test_only_an_operator_creates_organisations(make_account, now):
    with pytest.raises(NotAllowed):
        create_organisation(handle="x", name="X", owner=None, by=Actor(account=make_account()), now=now)
    operator = make_account(is_operator=True)
    made = create_organisation(handle="x", name="X", owner=operator, by=Actor(account=operator), now=now)
    assert made.memberships.get().role == "owner"


@pytest.mark.parametrize("handle", ["", "New", "new", "-a", "a-", "a b", "ä", "a/b", "x" * 61])
def test_a_handle_fits_an_address_and_an_identifier(make_organisation, handle):
    with pytest.raises(InvalidDetails) as refused:
        make_organisation(handle)
    assert "handle" in refused.value.problems


def test_a_handle_is_used_once(make_organisation):
    make_organisation("harbour")
    with pytest.raises(InvalidDetails, match="taken"):
        make_organisation("harbour")


def test_each_unusable_field_says_what_to_do(make_organisation):
    with pytest.raises(InvalidDetails) as refused:
        make_organisation(
            "x", name=" ", url="javascript:alert(1)", email="x", country="Portugal", linkedin_id="x1", hue=360
        )
    assert set(refused.value.problems) == {"name", "url", "email", "country", "linkedin_id", "hue"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Harbour\x07"), ("name", "Harbour \u202eetutitsnI"), ("description", "By the\x1b sea.")],
)
def test_what_would_keep_every_badge_from_being_signed_is_refused(organisation, now, field, value):
    with pytest.raises(InvalidDetails) as refused:
        update_organisation(organisation=organisation, by=INSTALLATION, now=now, **{field: value})
    assert set(refused.value.problems) == {field}


def test_a_name_is_one_line(organisation, now):
    update_organisation(
        organisation=organisation, by=INSTALLATION, now=now, name="Harbour\r\nInstitute  of Porto"
    )
    assert Profile.objects.get(pk=organisation.pk).name == "Harbour Institute of Porto"


def test_a_change_names_its_fields_in_the_trail_and_no_change_leaves_none(organisation, owner, now):
    by = Actor(account=owner)
    update_organisation(organisation=organisation, by=by, now=now, name="Harbour Institute")
    assert not Event.objects.filter(kind="organisation.updated").exists()
    update_organisation(organisation=organisation, by=by, now=now, name="Porto Académico", hue=20)
    assert Event.objects.get(kind="organisation.updated").data == {"fields": ["hue", "name"]}
    assert Profile.objects.get(handle="harbour").search_name == "porto academico"


def test_a_person_has_one_profile_whose_address_tells_no_name(make_account, now):
    account = make_account("ada@example.org", name="Ada Lovelace")
    profile = ensure_person_profile(account=account, now=now)
    assert ensure_person_profile(account=account, now=now) == profile
    assert "ada" not in profile.handle


def test_the_settings_page_shows_the_public_identity_and_saves(organisation, owner, signed_in):
    client = signed_in(owner)
    page = client.get("/org/harbour/settings").content.decode()
    assert "http://127.0.0.1:8000/profiles/harbour" in page
    assert "did:web:127.0.0.1%3A8000:profiles:harbour" in page
    form = {
        "name": "Harbour & Sea",
        "language": "pt",
        "country": "PT",
        "url": "https://h.example",
    }
    assert client.post("/org/harbour/settings", form).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.url) == ("Harbour & Sea", "https://h.example")
    wrong = client.post("/org/harbour/settings", form | {"url": "ftp://x"})
    assert wrong.status_code == 422
    assert b"aria-invalid" in wrong.content


def test_who_belongs_nowhere_learns_how_to_get_a_workspace(make_account, signed_in):
    page = signed_in(make_account()).get("/org/").content.decode()
    assert "Only an operator of this site can create an organisation" in page


def test_an_operator_creates_an_organisation_in_the_browser(make_account, signed_in):
    client = signed_in(make_account(is_operator=True))
    form = {"name": "Harbour", "handle": "harbour", "language": "en", "hue": "275", "is_issuer": "on"}
    assert client.post("/org/new", form)["Location"] == "/org/harbour/"
    assert client.post("/org/new", form).status_code == 422


def test_nobody_else_does(make_account, signed_in):
    client = signed_in(make_account())
    assert client.get("/org/new").status_code == 403
    assert (
        client.post("/org/new", {"name": "X", "handle": "x", "language": "en", "hue": 1}).status_code == 403
    )
    assert not Profile.objects.filter(handle="x").exists()
