"""The catalogue for programs: what a script that reads it relies on."""

import pytest

from openlaurel.apps.catalog.queries import Framework


def test_the_list_is_paged_filtered_and_counts_all(client, make_published):
    for number, level in enumerate(("foundation", "advanced", "advanced")):
        make_published(f"boat-{number}", name=f"Boat {number}", level=level)
    page = client.get("/api/v1/achievements?level=advanced&order=name&limit=1&offset=1").json()
    assert page["count"] == 2
    assert [item["name"] for item in page["items"]] == ["Boat 2"]
    assert page["items"][0]["url"] == "http://127.0.0.1:8000/achievements/boat-2"


def test_one_achievement_says_everything_and_how_it_stands_in_badges(client, published):
    full = client.get("/api/v1/achievements/tide-tables").json()
    assert full["outcomes"] == ["Read a tide table", "Plan a passage with a margin"]
    assert full["open_badges"]["achievementType"] == "MicroCredential"
    assert full["open_badges"]["alignment"][0]["targetUrl"] == "https://skills.example/tides"


@pytest.mark.django_db
def test_what_does_not_exist_is_a_problem_that_says_so(client):
    response = client.get("/api/v1/achievements/nothing")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


@pytest.mark.django_db
def test_a_filter_that_does_not_exist_is_named(client):
    response = client.get("/api/v1/achievements?level=wizard&limit=1000")
    assert response.status_code == 422
    assert {error["field"] for error in response.json()["errors"]} == {"level", "limit"}


@pytest.mark.django_db
def test_the_description_of_the_api_declares_its_errors(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert set(paths["/api/v1/achievements/{slug}"]["get"]["responses"]) == {"200", "404"}


def test_the_same_address_gives_a_page_to_people_and_open_badges_to_programs(client, published):
    page = client.get("/achievements/tide-tables", headers={"accept": "text/html,*/*;q=0.8"})
    assert page["Content-Type"].startswith("text/html")
    assert "Accept" in page["Vary"]
    document = client.get("/achievements/tide-tables", headers={"accept": "application/ld+json"})
    assert document["Content-Type"] == "application/ld+json"
    assert document.json() == client.get("/achievements/tide-tables.json").json()
    assert document.json()["id"] == "http://127.0.0.1:8000/achievements/tide-tables"


def test_the_pictures_of_a_version_may_be_kept_for_ever(client, published):
    png = client.get("/achievements/tide-tables/versions/1/image.png")
    assert png.content.startswith(b"\x89PNG")
    assert "immutable" in png["Cache-Control"]
    again = client.get(
        "/achievements/tide-tables/versions/1/image.png", headers={"if-none-match": png["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    svg = client.get("/achievements/tide-tables/image.svg")
    assert "max-age=300" in svg["Cache-Control"]
    assert "default-src 'none'" in svg["Content-Security-Policy"]
    assert client.get("/achievements/tide-tables/image.svg?version=9").status_code == 404


@pytest.mark.parametrize("framework", list(Framework))
def test_a_definition_is_read_in_the_terms_of_other_frameworks_with_what_it_lacks(
    client, published, framework
):
    whole = client.get(f"/api/v1/achievements/tide-tables/frameworks/{framework}").json()
    alone = client.get(f"/achievements/tide-tables/frameworks/{framework}.json")

    assert alone.json() == whole["document"]
    assert alone["Access-Control-Allow-Origin"] == "*"
    said = "Pass the quiz" if framework == "open-badges" else "Read a tide table"
    assert said in alone.content.decode()
    assert "/achievements/tide-tables" in alone.content.decode()
    assert all(loss["sentence"].endswith(".") for loss in whole["losses"])
    assert {loss["kind"] for loss in whole["losses"]} <= {"not_held", "missing"}


@pytest.mark.django_db
def test_a_framework_or_achievement_that_there_isnt_is_a_problem(client, published):
    assert client.get("/api/v1/achievements/tide-tables/frameworks/esco").status_code == 422
    assert client.get("/api/v1/achievements/nothing/frameworks/ctdl").status_code == 404
    assert client.get("/achievements/tide-tables/frameworks/esco.json").status_code == 404
    assert client.get("/achievements/nothing/frameworks/ctdl.json").status_code == 404


def test_what_has_to_be_earned_before_is_named_by_its_address(client, make_published, published):
    make_published("night-passages", name="Night passages", required=("tide-tables",))
    document = client.get("/achievements/night-passages/frameworks/annex-i.json").json()

    [before] = [entry["value"]["required"] for entry in document if entry["element"] == "prerequisites"]
    assert before == ["http://127.0.0.1:8000/achievements/tide-tables"]
