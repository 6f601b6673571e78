"""The catalogue and the designer's pages: usable by everybody, and by keyboard alone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.conftest import LOOKS, Look

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import Definition, define_achievement, start_version
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.apps.profiles.services import create_api_key, invite_member

looks = pytest.mark.parametrize("look", LOOKS, ids=str)


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
    create_api_key(organisation=organisation, name="Course platform", role="issuer", by=by, now=now)
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


class Keyboard:
    """Somebody who has no mouse: moves by Tab until what they look for has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, css: str, most: int = 120) -> None:
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("css => document.activeElement.matches(css)", css):
                return
        raise AssertionError(f"The keyboard doesn't reach {css}.")

    def fill(self, css: str, text: str) -> None:
        self.to(css)
        self.page.keyboard.type(text)

    def press(self, css: str, key: str = "Enter") -> None:
        self.to(css)
        self.page.keyboard.press(key)


def test_defining_and_publishing_by_keyboard_alone(
    open_page: Callable[..., Page], organisation: Profile, owner: Account
) -> None:
    page = open_page("/org/harbour/achievements", account=owner)
    keyboard = Keyboard(page)
    keyboard.press("main a[href$='/achievements/new']")
    page.wait_for_url("**/achievements/new")
    keyboard.fill("#id_name", "Tides by hand")
    keyboard.fill("#id_level", "Fo")
    keyboard.fill("#id_description", "The holder reads tides.")
    keyboard.fill("#id_outcomes", "Read a tide table")
    keyboard.fill("#id_skills-0-name", "Tidal planning")
    keyboard.fill("#id_skills-0-level", "Fo")
    keyboard.fill("#id_criteria", "Pass the quiz.")
    keyboard.fill("#id_assessment_type", "Quiz")
    keyboard.fill("#id_supervision", "Not")
    keyboard.fill("#id_participation", "Onl")
    keyboard.fill("#id_workload_hours", "4")
    keyboard.fill("#id_quality_assurance", "Reviewed every year.")
    picture = page.locator("#badge-preview img")
    expect(picture).to_be_visible()
    hexagon = picture.get_attribute("src")
    keyboard.press("[name=art_shape]", "ArrowRight")
    expect(picture).not_to_have_attribute("src", hexagon or "")
    assert page.locator("[name=art_shape]:checked").get_attribute("value") == "shield"
    keyboard.press("#id_art_hue", "ArrowRight")
    keyboard.press("[name=art_icon]", "ArrowRight")
    keyboard.press("aside button.primary")
    page.wait_for_url("**/achievements/tides-by-hand")
    expect(page.get_by_text("It is complete.")).to_be_visible()
    keyboard.press("[popovertarget=publish]")
    keyboard.press("#publish button.primary")
    expect(page.get_by_text("Version 1 is published")).to_be_visible()
    version = AchievementVersion.objects.get()
    assert (version.art_shape, version.art_hue, version.level) == ("shield", 276, "foundation")


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
    keyboard.fill("#explore-q", "tidal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore?q=tidal*")
    keyboard.press("article a")
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
