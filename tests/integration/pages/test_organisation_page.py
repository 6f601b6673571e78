"""An organisation's public page: what it offers, who agreed to be named, why to trust it, and nothing beyond that."""

import json
import re

import pytest

from openlaurel.apps.issuing.services import accept_award, issue_award, revoke_award, set_show_name
from openlaurel.apps.profiles.policies import INSTALLATION


@pytest.fixture
def held_by(published, now):
    def award(name: str, show_name: bool):
        made = issue_award(
            version=published,
            recipient_name=name,
            recipient_email=f"{name.lower().replace(' ', '.')}@example.org",
            by=INSTALLATION,
            now=now,
        )
        return accept_award(award=made, show_name=show_name, now=now)

    return award


def page(client, query: str = "") -> str:
    return client.get(f"/profiles/harbour{query}").content.decode()


def test_only_those_who_agreed_are_named_and_only_while_their_badge_counts(client, held_by, now):
    named, hidden = held_by("Zora Named", True), held_by("Hugo Hidden", False)
    assert "Zora Named" in page(client)
    assert "Hugo Hidden" not in page(client)
    assert str(hidden.id) not in page(client)
    set_show_name(award=named, show_name=False, now=now)
    assert "Zora Named" not in page(client)
    set_show_name(award=named, show_name=True, now=now)
    revoke_award(award=named, reason="Mistake", by=INSTALLATION, now=now)
    assert "Zora Named" not in page(client)


def test_numbers_of_fewer_than_five_people_are_not_told(client, held_by):
    for number in range(4):
        held_by(f"Person {number}", False)
    assert page(client).count("Fewer than 5 people") == 2
    held_by("Person 4", False)
    assert "Fewer than 5 people" not in page(client)
    assert re.search(r"People who hold one</span><span class=\"strong\">5</span>", page(client))


def test_many_names_are_paged(client, held_by):
    for number in range(26):
        held_by(f"Person {number:02}", True)
    first, second = page(client), page(client, "?people=2")
    assert first.count("/awards/") == 24
    assert second.count("/awards/") == 2
    assert 'href="?people=2#people"' in first


def test_the_page_says_why_to_trust_it(client, held_by, published):
    assert "It has signed no badge yet" in page(client)
    held_by("Zora Named", True)
    said = page(client)
    assert "Signs with keys of its own since" in said
    assert "None of its keys was ever revoked." in said
    assert "Reviewed every year by two harbour masters." in said


def test_search_engines_are_told_the_same(client, published):
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client), re.S)[1])
    assert data["@type"] == "EducationalOrganization"
    assert data["name"] == "Harbour Institute"
    assert data["identifier"].startswith("did:web:")
    assert data["makesOffer"][0]["itemOffered"]["name"] == published.name
    assert "logo" not in data


def test_an_organisation_that_issues_nothing_has_no_such_parts(client, make_organisation):
    make_organisation("employer", is_issuer=False)
    said = client.get("/profiles/employer").content.decode()
    assert "Why its badges can be trusted" not in said
    assert "People who hold a badge" not in said
