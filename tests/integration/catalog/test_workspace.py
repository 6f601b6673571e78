"""Defining in the browser: from an empty form to a published version, and what the page says on the way."""

import pytest

from openlaurel.apps.catalog.models import Achievement, AchievementVersion

FORM = {
    "name": "Tide tables in practice",
    "slug": "",
    "language": "en",
    "achievement_type": "MicroCredential",
    "level": "foundation",
    "description": "The holder plans a passage.",
    "outcomes": "Read a tide table\n- Plan a passage\n\n",
    "criteria": "Pass the quiz.",
    "country": "PT",
    "awarding_body_name": "Harbour Institute",
    "workload_hours": "12",
    "participation": "online",
    "assessment_type": "Quiz",
    "supervision": "none",
    "quality_assurance": "Reviewed every year.",
    "tags": "sea, tides, sea",
    "art_shape": "seal",
    "art_icon": "anchor",
    "art_hue": "200",
    "skills-TOTAL_FORMS": "2",
    "skills-INITIAL_FORMS": "0",
    "skills-0-name": "Tidal planning",
    "skills-0-level": "foundation",
    "skills-1-name": "",
}
NEW = "/org/harbour/achievements/new"
ONE = "/org/harbour/achievements/tide-tables-in-practice"


@pytest.fixture
def designer(make_member, signed_in):
    return signed_in(make_member("designer"))


def test_from_an_empty_form_to_the_catalogue(designer):
    assert designer.get(NEW).status_code == 200
    assert designer.post(NEW, FORM)["Location"] == ONE
    page = designer.get(ONE).content.decode()
    assert "It is complete" in page
    designer.post(f"{ONE}/publish")
    assert "Version 1 published" in designer.get(ONE).content.decode()
    public = designer.get("/achievements/tide-tables-in-practice").content.decode()
    for said in (
        "Read a tide table",
        "Tidal planning",
        "12 hours",
        "Portugal",
        "Reviewed every year.",
        "Free",
    ):
        assert said in public
    version = AchievementVersion.objects.get()
    assert version.outcomes == ["Read a tide table", "Plan a passage"]
    assert version.tags == ["sea", "tides"]


def test_a_draft_is_saved_incomplete_and_the_page_lists_what_is_missing(designer):
    designer.post(NEW, FORM | {"criteria": "", "workload_hours": "", "skills-0-name": ""})
    page = designer.get(ONE).content.decode()
    assert "3 things are missing before it can be published" in page
    assert "Say what it takes to earn the badge." in page
    assert designer.post(f"{ONE}/publish", follow=True).status_code == 200
    assert AchievementVersion.objects.get().state == "draft"


def test_an_unusable_value_stays_in_the_form_with_its_reason(designer):
    wrong = FORM | {"ects": "0.25", "price_amount": "10", "skills-0-level": "", "slug": "Ä"}
    response = designer.post(NEW, wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Tide tables in practice"' in page
    assert "Choose the level that the assessment proves." in page
    assert not Achievement.objects.exists()
    assert (
        "three letters of the currency" in designer.post(NEW, FORM | {"price_amount": "10"}).content.decode()
    )


def test_the_preview_button_draws_without_saving(designer):
    response = designer.post(NEW, FORM | {"preview": "1"})
    assert response.status_code == 200
    assert "data:image/svg+xml;base64," in response.content.decode()
    assert 'value="Tide tables in practice"' in response.content.decode()
    assert not Achievement.objects.exists()


def test_the_live_preview_follows_the_choices(designer):
    url = "/org/harbour/achievements/preview"
    seal, gem = (designer.post(url, FORM | {"art_shape": shape}).content for shape in ("seal", "gem"))
    assert b"data:image/svg+xml" in seal
    assert seal != gem
    assert b"Enter a name" in designer.post(url, FORM | {"name": ""}).content


def test_editing_what_is_published_shows_what_changed_and_who_holds_the_old(designer, published):
    url = "/org/harbour/achievements/tide-tables"
    assert designer.get(f"{url}/edit").status_code == 404
    assert designer.post(f"{url}/version")["Location"] == f"{url}/edit"
    page = designer.get(f"{url}/edit").content.decode()
    assert "Plan a passage with a margin" in page
    designer.post(f"{url}/edit", FORM | {"workload_hours": "20"})
    page = designer.get(url).content.decode()
    assert "What this version says differently" in page
    assert "20 hours" in page
    assert "0 people" in page
    designer.post(f"{url}/publish")
    old = designer.get("/achievements/tide-tables/versions/1").content.decode()
    assert "The newest is version 2" in old
    assert "Plan a passage with a margin" in old


def test_what_the_form_does_not_show_survives_editing(designer, make_published):
    described = ({"id": "quiz", "name": "Quiz", "result_type": "Percent"},)
    make_published("x", result_descriptions=described)
    designer.post("/org/harbour/achievements/x/version")
    designer.post("/org/harbour/achievements/x/edit", FORM)
    assert AchievementVersion.objects.get(state="draft").result_descriptions == list(described)


def test_archiving_takes_it_out_and_says_so_on_its_page(designer, published):
    designer.post("/org/harbour/achievements/tide-tables/archive")
    assert "no longer offered" in designer.get("/achievements/tide-tables").content.decode()
    designer.post("/org/harbour/achievements/tide-tables/restore")
    assert "no longer offered" not in designer.get("/achievements/tide-tables").content.decode()


def test_discarding_the_only_draft_leads_back_to_the_list(designer):
    designer.post(NEW, FORM)
    assert designer.post(f"{ONE}/discard")["Location"] == "/org/harbour/achievements"
    assert "Nothing is defined yet" in designer.get("/org/harbour/achievements").content.decode()


def test_a_reader_sees_the_list_but_no_way_to_change_it(make_member, signed_in, published):
    client = signed_in(make_member("reader"))
    page = client.get("/org/harbour/achievements").content.decode()
    assert "Tide tables in practice" in page
    assert "Define one" not in page
    assert client.get(NEW).status_code == 403


def test_a_draft_is_nowhere_in_public(designer, client):
    designer.post(NEW, FORM)
    designer.logout()
    for url in ("", ".json", "/image.svg", "/versions/1", "/versions/1/image.png"):
        assert client.get(f"/achievements/tide-tables-in-practice{url}").status_code == 404


def test_content_is_marked_with_its_language_and_direction(designer, make_published):
    make_published("mad", name="جداول المد", language="ar", description="وصف")
    page = designer.get("/achievements/mad").content.decode()
    assert '<h1 class="display" lang="ar" dir="auto">جداول المد</h1>' in page


def test_a_skill_says_what_proves_it(client, published):
    skill = published.alignments.get().skill
    page = client.get(f"/skills/{skill.id}").content.decode()
    assert "Tidal planning" in page
    assert "Tide tables in practice" in page


def test_a_long_list_goes_on_on_its_second_page(make_member, signed_in, make_published, monkeypatch):
    for module in ("catalog.views.public", "catalog.views.definitions", "pages.queries.profiles"):
        monkeypatch.setattr(f"openlaurel.apps.{module}.PAGE_SIZE", 2)
    for name in ("Anchors", "Buoys", "Currents"):
        version = make_published(name.lower(), name=name)
    client = signed_in(make_member("reader"))
    skill = version.alignments.get().skill
    for url in (f"/skills/{skill.id}", "/org/harbour/achievements", "/profiles/harbour"):
        first, second = (client.get(f"{url}?page={number}").content.decode() for number in (1, 2))
        assert "Anchors" in first
        assert "Buoys" in first
        assert "Currents" not in first
        assert 'rel="next" href="?page=2"' in first
        assert "Currents" in second
        assert "Anchors" not in second
        assert "Currents" in client.get(f"{url}?page=99").content.decode()
        assert "Anchors" in client.get(f"{url}?page=none").content.decode()
