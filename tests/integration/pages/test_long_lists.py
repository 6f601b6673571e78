"""Long lists go on on further pages: nothing in them is out of reach, and no page grows without end."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from openlaurel.apps.issuing.services import upload_roster
from openlaurel.apps.learning.models import Course, Enrolment
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.apps.profiles.services import (
    create_api_key,
    ensure_person_profile,
    invite_member,
)

SIZES = (
    "issuing.views.rosters.PAGE",
    "pages.queries.home.COURSES_SIZE",
    "pages.queries.home.PAGE_SIZE",
    "pages.queries.profiles.PAGE_SIZE",
    "pages.views.landing.ISSUERS",
    "profiles.views.keys.PAGE",
    "profiles.views.members.PAGE",
    "profiles.views.organisations.PAGE",
)
NAMES = ("Anchors", "Buoys", "Currents")


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    for size in SIZES:
        monkeypatch.setattr(f"openlaurel.apps.{size}", 2)


def check_pages(client, url, names, of="page"):
    """Two of the three on the first page, which is also what no number gives; the third on the last, also for 99."""
    first, last = names[:2], names[2:]
    for number, shown, hidden in (("1", first, last), ("none", first, last), ("2", last, first)):
        text = main_of(client, f"{url}?{of}={number}")
        assert all(name in text for name in shown), number
        assert not any(name in text for name in hidden), number
    beyond = main_of(client, f"{url}?{of}=99")
    assert all(name in beyond for name in last)
    start = client.get(url).content.decode()
    anchor = "" if of == "page" else f"#{of}"
    [link] = re.findall(r'rel="next" href="([^"]*)"', start)
    assert link.endswith(f"?{of}=2{anchor}")
    if anchor:
        assert f'id="{of}"' in start
        assert f'id="{of}-pages" aria-labelledby="{of}-pages {of}"' in start


def main_of(client, url):
    """The page without the frame around it, in which the names of organisations stand too."""
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_every_member_can_be_found(owner, make_member, signed_in):
    for name in ("Ann", "Zoe"):
        make_member("reader", name=name)
    check_pages(signed_in(owner), "/org/harbour/members", ("Ann", owner.name, "Zoe"))


def test_every_open_invitation_can_be_found(organisation, owner, signed_in, now):
    for days, name in enumerate(NAMES):
        invite_member(
            organisation=organisation,
            email=f"{name}@example.org",
            role="reader",
            by=INSTALLATION,
            now=now - timedelta(days=days),
        )
    addresses = [f"{name.lower()}@example.org" for name in NAMES]
    check_pages(signed_in(owner), "/org/harbour/members", addresses, "invitations")


def test_pages_after_a_refused_invitation_lead_to_a_page_that_opens(owner, make_member, signed_in):
    for name in ("Ann", "Zoe"):
        make_member("reader", name=name)
    client = signed_in(owner)
    refused = client.post("/org/harbour/members/invite", {"email": "nobody", "role": "reader"})
    assert refused.status_code == 422
    [link] = re.findall(r'rel="next" href="([^"]*)"', refused.content.decode())
    assert "Zoe" in main_of(client, link)


def test_a_page_of_one_list_keeps_the_page_of_the_other(organisation, owner, make_member, signed_in, now):
    for name in ("Ann", "Zoe"):
        make_member("reader", name=name)
        for address in (name, f"{name}.else"):
            invite_member(
                organisation=organisation,
                email=f"{address}@example.org",
                role="reader",
                by=INSTALLATION,
                now=now,
            )
    text = main_of(signed_in(owner), "/org/harbour/members?page=2")
    assert "?page=2&amp;invitations=2#invitations" in text


def test_every_key_can_be_found(organisation, owner, signed_in, now):
    for days, name in enumerate(NAMES):
        create_api_key(
            organisation=organisation,
            name=name,
            scopes=["awards:read"],
            by=Actor(account=owner),
            now=now - timedelta(days=days),
        )
    check_pages(signed_in(owner), "/org/harbour/keys", NAMES)


@pytest.mark.parametrize(("url", "of"), [("/org/", "page"), ("/home", "organisations")])
def test_every_workspace_can_be_found(url, of, make_organisation, make_account, signed_in):
    person = make_account()
    for name in NAMES:
        make_organisation(name.lower(), person)
    client = signed_in(person)
    if of == "page":
        check_pages(client, url, NAMES)
    else:
        # The next step names the first organisation on each page.
        check_pages(client, url, [f"/org/{name.lower()}/" + '" lang' for name in NAMES], of)


def test_every_roster_can_be_found(organisation, owner, published, signed_in, now):
    for days, name in enumerate(NAMES):
        upload_roster(
            organisation=organisation,
            file_name=f"{name}.csv",
            data=b"name,email\nAna,ana@example.org\n",
            by=Actor(account=owner),
            now=now - timedelta(days=days),
        )
    check_pages(signed_in(owner), "/org/harbour/rosters", [f"{name}.csv" for name in NAMES])


def test_every_issuer_can_be_found(client, make_organisation):
    for name in NAMES:
        make_organisation(name.lower())
    check_pages(client, "/", NAMES, "issuers")


@pytest.fixture
def versions(make_published):
    return [make_published(name.lower(), name=name) for name in NAMES]


@pytest.mark.parametrize(("accept", "of"), [(True, "badges"), (False, "offered")])
def test_every_badge_of_ones_own_can_be_found(versions, holder, make_award, signed_in, lately, accept, of):
    for days, version in enumerate(versions):
        make_award(accept=accept, version=version, account=holder, now=lately - timedelta(days=days))
    # The next step names the first that waits on each page; the list has the name alone.
    tag = "p" if of == "offered" else "a"
    check_pages(signed_in(holder), "/home", [f">{name}</{tag}>" for name in NAMES], of)


def test_every_badge_that_a_person_shows_can_be_found(versions, holder, make_award, client, lately, now):
    for days, version in enumerate(versions):
        make_award(version=version, account=holder, now=lately - timedelta(days=days))
    profile = ensure_person_profile(account=holder, now=now)
    check_pages(client, f"/profiles/{profile.handle}", [f">{name}</a>" for name in NAMES])


def test_every_course_can_be_found(versions, holder, signed_in, now):
    for days, version in enumerate(versions):
        course = Course.objects.create(achievement=version.achievement, created_at=now, published_at=now)
        Enrolment.objects.create(course=course, account=holder, enrolled_at=now - timedelta(days=days))
    client = signed_in(holder)
    check_pages(client, "/home", [f'/learn/{name.lower()}"' for name in NAMES], "courses")


def test_the_next_step_is_the_same_on_every_page(versions, holder, make_award, signed_in, lately):
    for days, version in enumerate(versions):
        make_award(accept=False, version=version, account=holder, now=lately - timedelta(days=days))
    assert "“Anchors”: accept it" in main_of(signed_in(holder), "/home?offered=2")


def test_every_invitation_to_oneself_can_be_found(make_organisation, holder, signed_in):
    for days, name in enumerate(NAMES):
        invite_member(
            organisation=make_organisation(name.lower()),
            email=holder.email,
            role="reader",
            by=INSTALLATION,
            now=timezone.now() - timedelta(hours=days),
        )
    names = [f"{name} invites you" for name in NAMES]
    check_pages(signed_in(holder), "/home", names, "invitations")
