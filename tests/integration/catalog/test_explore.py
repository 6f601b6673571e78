"""The catalogue: what somebody who looks for a micro-credential would miss."""

from decimal import Decimal

import pytest

from openlaurel.apps.catalog import registry
from openlaurel.apps.catalog.queries import search
from openlaurel.apps.catalog.registry import Earning
from openlaurel.apps.catalog.services import SkillClaim, archive_achievement
from openlaurel.apps.profiles.policies import INSTALLATION


@pytest.fixture
def shelf(make_published, make_organisation):
    """Four achievements that differ in what people filter by."""
    other = make_organisation("lodz-academy", name="Akademia Łódzka")
    plain = {
        "description": "Described.",
        "outcomes": ("Do it",),
        "skills": (SkillClaim("", "Doing", "expert"),),
    }
    make_published("tides", name="Tide tables", workload_hours=8, **plain)
    make_published("pilotage", name="Pilotage", workload_hours=60, level="advanced", **plain)
    make_published(
        "datos", name="Análisis de datos", language="es", workload_hours=30, level="expert", **plain
    )
    make_published(
        "sql",
        of=other,
        name="SQL",
        description="Asking a database.",
        outcomes=("Ask",),
        price_amount=Decimal(149),
        price_currency="EUR",
        workload_hours=150,
        level="expert",
        skills=(SkillClaim(url="", name="Query design", level="expert"),),
    )


def names(response):
    return {version.name for version in response.context["page"].object_list}


FOUND_BY = {
    "q=tide": {"Tide tables"},
    "q=ANALISIS": {"Análisis de datos"},
    "q=lodzka": {"SQL"},
    "q=query+design": {"SQL"},
    "q=database+lodzka": {"SQL"},
    "q=nothing+like+it": set(),
    "q=%25": set(),
    "level=advanced": {"Pilotage"},
    "language=es": {"Análisis de datos"},
    "organisation=lodz-academy": {"SQL"},
    "hours=10": {"Tide tables"},
    "hours=more": {"SQL"},
    "price=paid": {"SQL"},
    "price=free&level=foundation": {"Tide tables"},
    "level=nonsense&hours=-3": {"Tide tables", "Pilotage", "Análisis de datos", "SQL"},
}


def test_words_and_filters_find_what_they_name(client, shelf):
    assert {query: names(client.get(f"/explore?{query}")) for query in FOUND_BY} == FOUND_BY


def test_an_order_is_kept_in_the_address_and_selected_again(client, shelf):
    response = client.get("/explore?order=shortest")
    assert [v.workload_hours for v in response.context["page"].object_list] == [8, 30, 60, 150]
    assert b'<option value="shortest" selected>' in response.content


def test_a_name_that_begins_with_the_words_comes_first(client, make_published):
    make_published("b", name="Boats and pilotage")
    make_published("a", name="Pilotage for boats")
    found = client.get("/explore?q=pilotage").context["page"].object_list
    assert [v.name for v in found] == ["Pilotage for boats", "Boats and pilotage"]


def test_only_what_can_be_earned_here(client, shelf, published, monkeypatch):
    monkeypatch.setattr(registry, "_registered", type(registry._registered)())
    registry.register_earning(
        earnable=lambda: (
            type(published.achievement).objects.filter(slug="tide-tables").values_list("id", flat=True)
        ),
        earning_of=lambda achievement, account: Earning(
            "Course", "Learn it.", "en", "/learn/x", "/learn/x/enrol"
        ),
    )
    response = client.get("/explore?here=on")
    assert names(response) == {published.name}
    assert b"Earn it here" in response.content


def test_drafts_and_archived_ones_are_not_offered(client, shelf, published, now):
    archive_achievement(achievement=published.achievement, by=INSTALLATION, now=now)
    assert published.name not in names(client.get("/explore"))


def test_an_empty_result_says_what_to_do(client, shelf):
    page = client.get("/explore?q=zzz").content.decode()
    assert "Nothing matches all of this" in page
    assert 'href="/explore"' in page


def test_many_results_are_paged_and_keep_the_search(client, make_published, monkeypatch):
    monkeypatch.setattr(search, "PAGE_SIZE", 2)
    for number in range(3):
        make_published(f"boat-{number}", name=f"Boat {number}")
    first = client.get("/explore?q=boat&order=name")
    assert names(first) == {"Boat 0", "Boat 1"}
    assert "?q=boat&amp;order=name&amp;page=2" in first.content.decode()
    assert names(client.get("/explore?q=boat&order=name&page=2")) == {"Boat 2"}
