"""Somebody brings an organisation's badges along: exports of each kind, from the upload to what strangers see."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests import exports
from tests.browser.conftest import Look

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.moves.models import ImportedAward
from openlaurel.apps.profiles.models import Profile

OpenPage = Callable[..., Page]
MOVES = "/org/harbour/moves"
KINDS = {
    "credly.csv": ("Credly", exports.credly_csv(6), 6),
    "credly.json": ("Credly", exports.credly_json(4), 4),
    "accredible.csv": ("Accredible", exports.accredible_csv(), 4),
    "accredible.zip": (
        "Accredible",
        exports.packed({"c.json": exports.accredible_json(), "g.json": exports.accredible_groups()}),
        4,
    ),
    "badgr.json": ("Canvas Credentials (Badgr)", exports.badgr_json(), 4),
    "badgr.csv": ("Canvas Credentials (Badgr)", exports.badgr_csv(), 3),
    "badges.zip": ("Open Badges", exports.packed(exports.open_badges()), 3),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_export_is_moved_in(
    name: str,
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    tmp_path: Path,
    deliver_events: Callable[[], None],
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("result.csv net::ERR_ABORTED")  # how a browser calls a download
    platform, data, count = KINDS[name]
    file = tmp_path / name
    file.write_bytes(data)
    # without scripts: with them, the page asks while the tests' database in memory takes one at a time
    page = open_page("/org/harbour/", account=owner, java_script_enabled=False)
    page.get_by_role("link", name="Move in and out").click()
    page.get_by_label("Exported files").set_input_files(file)
    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_role("heading", name=f"Import from {platform}")).to_be_visible()
    expect(page.get_by_role("heading", name=f"{count} badges would be imported")).to_be_visible()
    assert not ImportedAward.objects.exists()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    deliver_events()
    page.reload()

    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert ImportedAward.objects.count() == count
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the result").click()
    assert "Imported" in Path(download.value.path()).read_text("utf-8-sig")
    page.get_by_role("link", name="See the imported badges").click()
    page.get_by_role("link", name="Ana Ferreira").click()
    expect(page.get_by_text("Claimed by the importer.")).to_be_visible()
    expect(page.get_by_text(platform, exact=True)).to_be_visible()


def test_imported_badges_are_signed_anew_and_everything_moves_out(
    open_page: OpenPage,
    owner: Account,
    make_published: Callable[..., AchievementVersion],
    tmp_path: Path,
    deliver_events: Callable[[], None],
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("net::ERR_ABORTED")  # how a browser calls a download
    make_published("pilots", name="Harbour pilot")
    file = tmp_path / "badgr.csv"
    file.write_bytes(exports.badgr_csv(3))
    page = open_page(MOVES, account=owner, java_script_enabled=False)
    page.get_by_label("Exported files").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Import", exact=True).click()
    deliver_events()
    page.goto(MOVES)
    page.get_by_role("link", name="Sign anew").click()
    page.get_by_label("Imported definition").select_option("Harbour pilot")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_role("heading", name="3 badges would be signed anew")).to_be_visible()
    page.get_by_role("button", name="Sign them").click()
    deliver_events()
    page.reload()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    expect(page.get_by_role("button", name="Undo: revoke all of them")).to_be_visible()
    assert ImportedAward.objects.exclude(award=None).count() == 3

    page.goto(MOVES)
    page.get_by_role("link", name="Move out").click()
    page.get_by_role("button", name="Write an archive").click()
    deliver_events()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    archive = zipfile.ZipFile(download.value.path())
    assert {"manifest.json", "awards/00001.jsonl", "imported/00001.jsonl"} <= set(archive.namelist())


def test_dates_that_can_be_read_in_two_ways_are_asked_about(
    open_page: OpenPage, organisation: Profile, owner: Account, tmp_path: Path
) -> None:
    rows = exports.credly_rows(3)
    for row in rows:
        row[6] = "03/04/24"
    file = tmp_path / "credly.csv"
    file.write_bytes(exports.table(exports.CREDLY_HEADER, rows))
    page = open_page(MOVES, account=owner)
    page.get_by_label("Exported files").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="How are the dates written?")).to_be_visible()
    page.get_by_label("The month comes first").check()
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_role("heading", name="3 badges would be imported")).to_be_visible()


@pytest.mark.parametrize(
    "look", [Look(), Look("dark", 390), Look("light", 390, "ar"), Look("dark", 1280, "ar")], ids=str
)
def test_every_page_of_it_can_be_used_by_everybody(
    look: Look,
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    tmp_path: Path,
    deliver_events: Callable[[], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    rows = exports.credly_rows(6)
    rows[1][3], rows[2][6] = "=cmd()", "soon"
    file, badges = tmp_path / "credly.csv", tmp_path / "badges.zip"
    file.write_bytes(exports.table(exports.CREDLY_HEADER, rows))
    badges.write_bytes(exports.packed(exports.open_badges()))
    page = open_page(MOVES, look, account=owner, java_script_enabled=True)

    for one in (file, badges):
        page.goto(MOVES)
        page.locator("input[type=file]").set_input_files(one)
        page.locator("form[enctype] button.primary").click()
        page.wait_for_url("**/imports/*")
        assert_accessible(page)
        address = page.url
        page.locator("button[name=confirm]").click()
        page.wait_for_selector("#progress")
        page.goto("about:blank")
        deliver_events()
        page.goto(address)
        assert_accessible(page)
    page.goto(MOVES)
    assert_accessible(page)
    page.goto(f"{MOVES}/imported")
    assert_accessible(page)
    for of in ("credly", "open_badges"):
        award = ImportedAward.objects.filter(platform=of).first()
        assert award is not None
        page.goto(f"/imported/{award.id}")
        assert_accessible(page)
