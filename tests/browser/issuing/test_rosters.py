"""A roster of a real class, from the overview of a workspace to badges in people's hands."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import Keyboard

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award, Batch

OpenPage = Callable[..., Page]
OVERVIEW = "/org/harbour/"
scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
# Line by line what a list of a real class looks like: good rows, and each common mistake.
ROSTER = """Wer;Kontakt;Wann
Zoë Núñez;zoe@learners.example;2026-03-01
ليلى منصور;layla@learners.example;
Bo;nobody;
;no.name@learners.example;
Zoë again;ZOE@learners.example;
Kim Lee;kim@learners.example;03/04/2026
Ana Sousa;ana@learners.example;2026-03-02
Liv Ax;liv@learners.example;2026-02-31
"""
FAULTS = {
    "4": "“nobody” is not an e-mail address.",
    "5": "The name is missing.",
    "6": "The e-mail address is the same as in line 2.",
    "9": "“2026-02-31” in the column Wann is not a date. Write it like 2026-04-30.",
}
# Asked once the rows are checked: it is line 7's, and nobody guesses.
QUESTION, ANSWER = "How is 03/04/2026 meant?", "The day comes first: 03/04/2026 is the 3rd of April"


@scripts
def test_a_roster_with_mistakes_issues_what_it_can_and_accounts_for_every_row(
    open_page: OpenPage,
    published: AchievementVersion,
    issuer: Account,
    tmp_path: Path,
    scripts: bool,
    deliver_events: Callable[[], None],
    allowed_faults: list[str],
) -> None:
    allowed_faults += [
        "result.csv net::ERR_ABORTED",
        "422",
    ]  # how a browser calls a download, and the question
    file = tmp_path / "class.csv"
    file.write_text(ROSTER, "utf-8")
    page = open_page(OVERVIEW, account=issuer, java_script_enabled=scripts)
    page.get_by_role("link", name="Import a roster").click()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("cell", name="ليلى منصور")).to_be_visible()
    for label, column in {"E-mail address": "Kontakt", "Whole name": "Wer", "Date of issue": "Wann"}.items():
        page.get_by_label(label).select_option(column)
    page.get_by_role("button", name="Check every row").click()
    page.get_by_label(QUESTION).select_option(ANSWER)
    if scripts:
        page.clock.install()
    page.get_by_role("button", name="Check every row").click()

    expect(page.get_by_role("heading", name="4 badges can be issued")).to_be_visible()
    refused = page.get_by_role("table", name="4 rows that can't be issued")
    for line, reason in FAULTS.items():
        row = refused.get_by_role("row").filter(has=page.get_by_role("rowheader", name=line, exact=True))
        expect(row).to_contain_text(reason)
    assert Award.objects.count() == 0

    page.get_by_role("button", name="Issue 4 badges").click()
    expect(page.get_by_text("0 of 4 badges issued")).to_be_visible()
    if scripts:
        # The page doesn't ask while the badges are issued: the tests' database in memory takes one at a time.
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
        page.wait_for_load_state("networkidle")
    deliver_events()
    if scripts:
        page.clock.resume()
    expect(page.get_by_text("4 badges were issued.")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the result").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert {row["line"]: row["reason"] for row in rows if row["reason"]} == FAULTS
    assert [row["line"] for row in rows] == [str(line) for line in range(2, 10)]
    assert [row["line"] for row in rows if "/claim/" in row["claim link"]] == ["2", "3", "7", "8"]
    assert Batch.objects.get().rows.count() == 8


def test_a_roster_by_keyboard_alone(
    open_page: OpenPage,
    published: AchievementVersion,
    issuer: Account,
    tmp_path: Path,
    deliver_events: Callable[[], None],
    allowed_faults: list[str],
) -> None:
    allowed_faults += [
        "result.csv net::ERR_ABORTED",
        "422",
    ]  # how a browser calls a download, and the question
    file = tmp_path / "class.csv"
    file.write_text(ROSTER, "utf-8")
    page = open_page(OVERVIEW, account=issuer)
    # Listens from the start: the browser may open the chooser before one that begins later is heard.
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    keyboard = Keyboard(page)
    keyboard.press("Import a roster", "link")
    keyboard.press("CSV file")
    expect(page.get_by_label("CSV file")).to_have_value(re.compile("class.csv"))
    keyboard.press("Upload")
    for label, column in {"Whole name": "Wer", "E-mail address": "Kontakt", "Date of issue": "Wann"}.items():
        keyboard.choose(label, column)
    keyboard.press("Check every row")
    keyboard.choose(QUESTION, ANSWER)
    # The tests' database in memory takes one at a time, so the page doesn't ask while badges are issued.
    page.clock.install()
    keyboard.press("Check every row")
    keyboard.press("Issue 4 badges")
    expect(page.get_by_text("0 of 4 badges issued")).to_be_visible()
    keyboard.to("Stop")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
    page.wait_for_load_state("networkidle")
    deliver_events()
    page.clock.resume()
    expect(page.get_by_text("4 badges were issued.")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        keyboard.press("Download the result", "link")
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row["line"] for row in rows if "/claim/" in row["claim link"]] == ["2", "3", "7", "8"]
