"""Somebody who only reads sees how far badges get, narrows it down, takes the numbers along and compares months."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import LOOKS, Look
from tests.integration.figures.conftest import accept, issue, of_every_fate, work

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Role

__all__ = ["accept", "issue", "of_every_fate", "work"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(make_member: Callable[..., Account]) -> Account:
    return make_member(Role.READER, email="rhea@harbour.example", name="Rhea Reader")


def test_from_the_funnel_to_its_numbers_and_a_comparison(
    open_page: Callable[..., Page], reader: Account, of_every_fate: list[Award]
) -> None:
    page = open_page("/org/harbour/", account=reader)
    page.get_by_role("link", name="Figures").click()
    funnel = page.get_by_role("region", name="How far badges get")
    for stage, number in {"Issued": 46, "Delivered": 40, "Accepted": 20}.items():
        expect(funnel.get_by_role("row", name=stage).first).to_contain_text(str(number))
    expect(funnel).to_contain_text("Issued without a mail")
    expect(funnel).to_contain_text("Declined")
    expect(page.get_by_role("img", name="Badges issued, by month")).to_be_visible()

    months = page.get_by_role("region", name="Month by month")
    months.get_by_text("The numbers", exact=True).click()
    expect(months.get_by_role("row", name="Nov 2026")).to_contain_text("46")
    with page.expect_download() as download:
        months.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert [row["issued"] for row in rows if row["month"] == "2026-11"] == ["46"]

    page.get_by_label("Micro-credential").select_option(label="Tide tables in practice")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Tide tables in practice:")).to_be_visible()
    page.get_by_role("link", name="Compare months or rosters").click()
    expect(page.get_by_text("Tide tables in practice:")).to_be_visible()
    expect(page.get_by_role("row", name="Nov 2026")).to_contain_text("46")
    page.get_by_role("link", name="Rosters", exact=True).last.click()
    expect(page.get_by_text("Nothing to compare yet")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Figures").last.click()
    expect(page.get_by_text("Tide tables in practice:")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_charts_and_comparisons_are_for_everybody(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    reader: Account,
    of_every_fate: Any,
    look: Look,
) -> None:
    page = open_page("/org/harbour/figures", look, account=reader)
    for details in page.locator("details").all():
        details.locator("summary").click()
    assert_accessible(page)
    page.goto("/org/harbour/figures/cohorts")
    assert_accessible(page)
