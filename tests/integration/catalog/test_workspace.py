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
    "results-TOTAL_FORMS": "1",
    "results-INITIAL_FORMS": "0",
    "results-0-name": "",
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


def rows_of(page):
    """What a browser sends back of the result rows as they stand on a page."""
    rows = page.context["results"]
    sent = {
        "results-TOTAL_FORMS": str(len(rows.forms)),
        "results-INITIAL_FORMS": str(rows.initial_form_count()),
    }
    return sent | {field.html_name: field.value() or "" for row in rows for field in row}


QUIZ = {
    "results-0-name": "Quiz",
    "results-0-result_type": "Percent",
    "results-0-id": "quiz",
    "results-0-value_min": "0",
    "results-0-value_max": "100",
    "results-0-required_value": "80",
}
PLAN = {
    "results-1-name": "Passage plan",
    "results-1-result_type": "RubricCriterionLevel",
    "results-1-levels": "Weak\r\nStrong = 3\r\n",
}
TWO_ROWS = FORM | {"results-TOTAL_FORMS": "2"}


def test_results_are_described_shown_and_kept_in_the_next_version(designer):
    designer.post(NEW, TWO_ROWS | QUIZ | PLAN)
    described = [
        {"id": "quiz", "name": "Quiz", "result_type": "Percent", "value_min": "0", "value_max": "100",
         "required_value": "80"},
        {"id": "passage-plan", "name": "Passage plan", "result_type": "RubricCriterionLevel",
         "levels": [{"id": "passage-plan-weak", "name": "Weak"},
                    {"id": "passage-plan-strong", "name": "Strong", "points": "3"}]},
    ]  # fmt: skip
    assert AchievementVersion.objects.get().result_descriptions == described
    for page in (ONE, "/achievements/tide-tables-in-practice"):
        said = designer.get(page).content.decode()
        assert "Percentage, from 0 to 100, 80 needed to pass" in said
        assert "Strong (3)" in said
        designer.post(f"{ONE}/publish")
    designer.post(f"{ONE}/version")
    edit = designer.get(f"{ONE}/edit")
    designer.post(f"{ONE}/edit", FORM | rows_of(edit))
    assert AchievementVersion.objects.get(state="draft").result_descriptions == described
    assert "Results that are recorded" not in changes(designer)

    changed = rows_of(edit) | {
        "results-1-levels": "Weak\nFair = 2\nStrong = 4",
        "results-0-required_value": "70",
    }
    designer.post(f"{ONE}/edit", FORM | changed)
    quiz, plan = AchievementVersion.objects.get(state="draft").result_descriptions
    assert quiz["required_value"] == "70"
    assert [(level["id"], level.get("points")) for level in plan["levels"]] == [
        ("passage-plan-weak", None),
        ("passage-plan-fair", "2"),
        ("passage-plan-strong", "4"),
    ]
    assert "70 needed to pass" in changes(designer)


def changes(client):
    page = client.get(ONE).content.decode()
    return page[page.index('id="draft"') : page.index("Edit the draft")]


def test_a_result_whose_name_is_emptied_is_removed(designer):
    designer.post(NEW, TWO_ROWS | QUIZ | PLAN)
    sent = rows_of(designer.get(f"{ONE}/edit")) | {"results-0-name": ""}
    designer.post(f"{ONE}/edit", FORM | sent)
    [left] = AchievementVersion.objects.get().result_descriptions
    assert left["id"] == "passage-plan"


@pytest.mark.parametrize(
    ("wrong", "row", "field", "says"),
    [
        ({"results-0-result_type": ""}, 0, "result_type", "Choose what kind"),
        ({"results-0-value_max": "a lot"}, 0, "value_max", "Enter a number"),
        ({"results-0-value_max": "101"}, 0, "value_max", "from 0 to 100"),
        ({"results-0-value_min": "100"}, 0, "value_max", "above the lowest"),
        ({"results-0-value_min": "85"}, 0, "required_value", "from the lowest to the highest"),
        ({"results-0-required_value": "8" * 51}, 0, "required_value", "at most 50"),
        ({"results-0-value_min": "NaN"}, 0, "value_min", "Enter a number"),
        ({"results-1-levels": "Weak\nweak"}, 1, "levels", "listed twice"),
        ({"results-1-levels": "Weak = much"}, 1, "levels", "as a number"),
        ({"results-1-levels": "\n".join("abcdefghijklmnopqrstu")}, 1, "levels", "at most 20"),
        ({"results-1-id": "quiz"}, 1, "id", "comes from there already"),
        ({"results-1-id": "another-version"}, 1, "id", "valid choice"),
    ],
)
def test_a_wrong_result_is_told_at_its_row_and_saves_nothing(designer, wrong, row, field, says):
    page = designer.post(NEW, TWO_ROWS | QUIZ | PLAN | wrong)
    assert page.status_code == 422
    assert says in page.context["results"].forms[row].errors[field][0]
    assert sum(len(form.errors) for form in page.context["results"]) == 1
    assert not Achievement.objects.exists()


def test_two_results_of_one_name_are_told_above_the_form(designer):
    page = designer.post(NEW, TWO_ROWS | QUIZ | PLAN | {"results-1-name": "quiz"})
    assert "Two results have the same name." in page.content.decode()


def test_a_result_of_our_own_never_takes_the_place_of_the_quiz(designer):
    designer.post(NEW, TWO_ROWS | PLAN | {"results-1-name": "Task"})
    assert AchievementVersion.objects.get().result_descriptions[0]["id"] == "task-2"


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
    for module in ("catalog.views.public", "catalog.views.definitions", "pages.queries.organisations"):
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
