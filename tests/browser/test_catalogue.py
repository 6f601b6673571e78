"""The catalogue and the designer's pages: usable by everybody, and by keyboard alone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.conftest import LOOKS, Look
from tests.browser.people import Keyboard

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import Definition, define_achievement, start_version
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.apps.profiles.services import create_api_key, invite_member

looks = pytest.mark.parametrize("look", LOOKS, ids=str)
scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@looks
def test_a_search_that_finds_nothing(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    published: AchievementVersion,
    look: Look,
) -> None:
    assert_accessible(open_page("/explore?q=zzz&level=expert", look))


@pytest.fixture
def busy(
    organisation: Profile,
    owner: Account,
    published: AchievementVersion,
    make_member: Callable[..., Account],
    now: datetime,
) -> Profile:
    """An organisation with an invitation, a key, a member, a complete draft and one that is not."""
    by = Actor(account=owner)
    make_member(Role.READER, email="rita.with.a.long.address@harbour.example", name="Rita Reader")
    invite_member(organisation=organisation, email="ines@example.org", role="designer", by=by, now=now)
    create_api_key(
        organisation=organisation,
        name="Course platform",
        scopes=["awards:issue", "awards:read"],
        by=by,
        now=now,
    )
    start_version(achievement=published.achievement, by=by, now=now)
    define_achievement(
        organisation=organisation,
        slug="idea",
        definition=Definition(name="An idea", language="en"),
        by=by,
        now=now,
    )
    return organisation


@looks
@pytest.mark.parametrize(
    "path",
    [
        "achievements",
        "achievements/tide-tables",
        "achievements/tide-tables/edit",
        "achievements/idea",
        "members",
        "keys",
    ],
)
def test_pages_of_the_workspace(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    busy: Profile,
    owner: Account,
    path: str,
    look: Look,
) -> None:
    assert_accessible(open_page(f"/org/harbour/{path}", look, owner))


@looks
def test_an_invitation_for_somebody_else(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    organisation: Profile,
    owner: Account,
    make_account: Callable[..., Account],
    now: datetime,
    look: Look,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("403 (Forbidden)")
    _, token = invite_member(
        organisation=organisation, email="ines@example.org", role="reader", by=INSTALLATION, now=now
    )
    assert_accessible(open_page(f"/invitations/{token}", look, make_account("eve@example.org")))


def test_a_definition_with_faults_ties_them_to_its_fields(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    organisation: Profile,
    owner: Account,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("422 (Unprocessable")
    page = open_page("/org/harbour/achievements/new", account=owner)
    page.get_by_label("ECTS credits").fill("0.25")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("alert")).to_be_visible()
    described = page.get_by_label("ECTS credits").get_attribute("aria-describedby")
    assert described
    expect(page.locator(f"#{described.split()[-1]}")).to_contain_text("decimal")
    assert_accessible(page)


def test_defining_and_publishing_by_keyboard_alone(
    open_page: Callable[..., Page], organisation: Profile, owner: Account
) -> None:
    page = open_page("/org/harbour/achievements", account=owner)
    keyboard = Keyboard(page)
    keyboard.press("Define a micro-credential", "link")
    page.wait_for_url("**/achievements/new")
    for label, text in {
        "Name": "Tides by hand",
        "Description": "The holder reads tides.",
        "Learning outcomes": "Read a tide table",
        "Criteria": "Pass the quiz.",
        "Type of assessment": "Quiz",
        "Quality assurance": "Reviewed every year.",
    }.items():
        keyboard.fill(label, text)
    for label, option in {
        "Level": "Fo",
        "Skill": "Tidal planning",
        "Level reached": "Fo",
        "Supervision": "Not",
        "Form of participation": "Onl",
    }.items():
        keyboard.choose(label, option)
    keyboard.to("Workload in hours", "spinbutton")
    page.keyboard.type("4")
    picture = page.locator("#badge-preview img")
    expect(picture).to_be_visible()
    hexagon = picture.get_attribute("src")
    keyboard.to("Hexagon", "radio")
    page.keyboard.press("ArrowRight")
    expect(picture).not_to_have_attribute("src", hexagon or "")
    assert page.locator("[name=art_shape]:checked").get_attribute("value") == "shield"
    keyboard.to("Colour", "slider")
    page.keyboard.press("ArrowRight")
    keyboard.press("Save the draft")
    page.wait_for_url("**/achievements/tides-by-hand")
    expect(page.get_by_text("It is complete.")).to_be_visible()
    keyboard.press("Publish")
    Keyboard(page, within=page.get_by_role("dialog")).press("Publish")
    expect(page.get_by_text("Version 1 is published")).to_be_visible()
    version = AchievementVersion.objects.get()
    assert (version.art_shape, version.art_hue, version.level) == ("shield", 276, "foundation")


@scripts
def test_defining_with_a_preview_and_publishing(
    open_page: Callable[..., Page], organisation: Profile, owner: Account, scripts: bool
) -> None:
    page = open_page("/org/harbour/", account=owner, java_script_enabled=scripts)
    page.get_by_role("link", name="Micro-credentials", exact=True).click()
    page.get_by_role("link", name="Define").first.click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/preview" in request.url else None)
    page.get_by_label("Name", exact=True).fill("Tides by hand")
    if not scripts:
        page.get_by_role("button", name="Preview", exact=True).click()
    picture = page.get_by_alt_text("Preview of the badge Tides by hand")
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    page.get_by_role("group", name="Shape").get_by_label("Shield").check(force=True)
    if not scripts:
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(picture).not_to_have_attribute("src", before or "")
    assert bool(asked) == scripts
    for label, text in {
        "Description": "The holder reads tides.",
        "Criteria": "Pass the quiz.",
        "Learning outcomes": "Read a tide table",
        "Type of assessment": "Quiz",
        "Workload": "4",
        "Quality assurance": "Reviewed every year.",
    }.items():
        page.get_by_label(label).first.fill(text)
    for label in ("Level", "Supervision", "Form of participation"):
        page.get_by_label(label, exact=True).select_option(index=1)
    page.get_by_label("Skill", exact=True).first.fill("Tidal planning")
    page.get_by_label("Level reached").first.select_option(index=1)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("It is complete.")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator("#publish").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is published")).to_be_visible()

    page.goto("/achievements/tides-by-hand")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tides by hand")


def test_results_are_added_corrected_and_removed_by_keyboard_alone(
    open_page: Callable[..., Page], organisation: Profile, owner: Account, allowed_faults: list[str]
) -> None:
    allowed_faults.append("422 (Unprocessable")
    page = open_page("/org/harbour/achievements/new", account=owner, java_script_enabled=False)
    page.set_viewport_size({"width": 320, "height": 640})
    keyboard = Keyboard(page)
    quiz, plan = (Keyboard(page, within=page.get_by_role("group", name=f"Result {row}")) for row in (1, 2))
    keyboard.fill("Name", "Tides by hand")
    quiz.fill("Result", "Quiz")
    quiz.choose("Kind", "Perc")
    quiz.choose("Comes from", "The q")
    quiz.fill("Highest", "120")
    plan.fill("Result", "Passage plan")
    plan.choose("Kind", "Level of a c")
    plan.fill("Levels", "Weak")
    page.keyboard.press("Enter")
    page.keyboard.type("Strong = 3")
    keyboard.press("Save the draft")
    expect(page.get_by_text("A percentage is from 0 to 100.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320

    quiz.to("Highest", "textbox")
    page.keyboard.press("Control+A")
    page.keyboard.type("100")
    keyboard.press("Save the draft")
    page.wait_for_url("**/achievements/tides-by-hand")
    expect(page.get_by_text("Percentage, up to 100")).to_be_visible()
    expect(page.get_by_text("Strong (3)")).to_be_visible()

    keyboard.press("Edit the draft", "link")
    page.wait_for_url("**/edit")
    quiz.to("Result", "textbox")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    keyboard.press("Save the draft")
    page.wait_for_url("**/achievements/tides-by-hand")
    expect(page.get_by_text("Percentage, up to 100")).to_have_count(0)
    [left] = AchievementVersion.objects.get().result_descriptions
    assert [level["name"] for level in left["levels"]] == ["Weak", "Strong"]


def test_without_a_script_the_button_shows_the_preview(
    open_page: Callable[..., Page], organisation: Profile, owner: Account
) -> None:
    page = open_page("/org/harbour/achievements/new", account=owner, java_script_enabled=False)
    page.get_by_label("Name", exact=True).fill("Tides by hand")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_alt_text("Preview of the badge Tides by hand")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Tides by hand")


def test_looking_for_a_micro_credential_by_keyboard_alone(
    open_page: Callable[..., Page], published: AchievementVersion
) -> None:
    page = open_page("/explore")
    keyboard = Keyboard(page)
    keyboard.to("Search", "searchbox")
    page.keyboard.type("tidal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore?q=tidal*")
    keyboard.press("Tide tables in practice", "link")
    page.wait_for_url("**/achievements/tide-tables")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tide tables in practice")


def test_what_was_typed_before_the_script_was_ready_is_previewed(
    open_page: Callable[..., Page], organisation: Profile, owner: Account
) -> None:
    page = open_page("/org/harbour/achievements", account=owner)
    waiting: list[Route] = []
    page.route("**/htmx*.js", lambda route: waiting.append(route))
    page.goto("/org/harbour/achievements/new", wait_until="commit")
    page.get_by_label("Name", exact=True).fill("Tides by hand")
    expect(page.get_by_alt_text("Preview of the badge Tides by hand")).to_have_count(0)
    for route in waiting:
        route.continue_()
    expect(page.get_by_alt_text("Preview of the badge Tides by hand")).to_be_visible()
    assert waiting
