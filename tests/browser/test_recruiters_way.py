"""A recruiter has a CV and a list of applicants: what is proven, what isn't, and a report to keep, without an account."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect
from tests.browser.conftest import Look
from tests.papers import make_pdf

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.verifier import inquiries
from openlaurel.apps.verifier.inquiries import run_waiting_inquiries
from openlaurel.apps.verifier.models import Inquiry
from openlaurel.apps.verifier.services import verify

OpenPage = Callable[..., Page]


def give(page: Page, name: str, kind: str, data: bytes) -> None:
    page.goto("/verify")
    page.get_by_label("Or files").set_input_files(FilePayload(name=name, mimeType=kind, buffer=data))
    page.get_by_role("button", name="Verify", exact=True).click()


@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_cv_to_a_signed_report_that_verifies_and_everything_is_erased(
    open_page: OpenPage,
    award: Award,
    width: int,
    allowed_faults: list[str],
    assert_accessible: Callable[[Page], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allowed_faults += ["net::ERR_ABORTED", "404 (Not Found)"]  # a download; a page that was erased
    cv = make_pdf(
        ["Ana Sousa\nana@learners.example"], links={1: [award_url(award.id), "https://e.example/me"]}
    )
    monkeypatch.setattr(inquiries, "QUICK_BADGES", 0)  # as a long one
    page = open_page("/verify", Look(width=width))
    give(page, "cv.pdf", "application/pdf", cv)
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    run_waiting_inquiries(clock=timezone.now)

    # by itself, without a click
    expect(page.locator("[data-outcome]")).to_have_attribute("data-outcome", "1/0/0")
    finding = page.locator("[data-claim]")
    expect(finding).to_contain_text("It was issued to ana@learners.example, which is the address given.")
    expect(page.locator(".card", has=page.locator("#remarks"))).to_contain_text(
        "weren't opened: 1, such as https://e.example/me"
    )
    assert_accessible(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Signed report (JSON)").click()
    signed = Path(download.value.path()).read_bytes()
    assert verify(signed, now=timezone.now()).verified
    assert json.loads(signed)["credentialSubject"]["provenCount"] == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Report as PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    address = page.url
    page.get_by_role("button", name="Erase everything").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Erase everything").click()
    expect(page.get_by_text("Erased: what you gave, what was found, and this link.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="Nothing here any more")).to_be_visible()
    assert not Inquiry.objects.exists()


def test_without_scripts_in_the_dark_and_from_right_to_left_a_table_is_answered(
    open_page: OpenPage, award: Award
) -> None:
    rows = f"Name,E-mail,Badge link\nAna Sousa,,{award_url(award.id)}\nBo Lind,bo@x.example,{award_url(award.id)}\n"
    page = open_page("/verify", Look("dark", 320, "ar"), java_script_enabled=False)
    page.locator("input[type=file]").set_input_files(
        FilePayload(name="applicants.csv", mimeType="text/csv", buffer=rows.encode())
    )
    page.locator("main form button.primary").click()
    expect(page.locator("[data-outcome]")).to_have_attribute("data-outcome", "1/1/0")
    expect(page.locator("[data-claim]")).to_have_count(2)
