"""An archive of a wallet opens from disk and verifies by itself: nobody is asked, and what was changed in it shows."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import LOOKS, Look
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.wallet.badges import PIXEL, badge_for
from tests.sites import running_site

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.wallet.services import download_archive, keep_file, run_archive, start_archive

Accessible = Callable[[Page], None]
PLAIN = Look()


def archive_of(account: Account, now: datetime, folder: Path, language: str = "en") -> Path:
    """Unpacks the archive of a wallet into a folder."""
    archive = start_archive(account=account, language=language, now=now)
    run_archive(archive=archive, clock=lambda: now)
    archive.refresh_from_db()
    packed = io.BytesIO(b"".join(download_archive(archive=archive, now=now)))
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(folder)
    return folder


@pytest.fixture
def wallet(holder: Account, award: Award, lately: datetime, now: datetime, settings: Any) -> Account:
    """Ana's: one badge from here, one from elsewhere that can be verified, one that its issuer revoked."""
    with running_site() as site:
        settings.OPENLAUREL_FETCH_ALLOW = sorted(site.allow)
        foreign = ForeignIssuer(site, lately)
        foreign.publish_list(revoked=[8])
        whole = badge_for(foreign, holder.email, image={"id": PIXEL, "type": "Image"}, name="عقد البحارة")
        keep_file(account=holder, data=whole, now=now)
        keep_file(account=holder, data=badge_for(foreign, holder.email, index=8, name="Splices"), now=now)
        holder.site = site  # type: ignore[attr-defined]
        yield holder  # type: ignore[misc]


@pytest.fixture
def from_disk(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens index.html of a folder where there is no network: each request but for files is a fault."""
    contexts, faults = [], []

    def open_it(folder: Path, look: Look = PLAIN) -> Page:
        context = browser.new_context(
            color_scheme=look.scheme,  # type: ignore[arg-type]
            viewport={"width": look.width, "height": 900},
            reduced_motion="reduce",
            offline=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda one: None if one.url.startswith("file:") else faults.append(one.url))
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.goto((folder / "index.html").as_uri())
        expect(page.locator("html[data-verified]")).to_have_count(1)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert faults == []


def verdicts(page: Page) -> dict[str, str]:
    """By name of the badge, what the page says of it."""
    found = page.evaluate(
        "[...document.querySelectorAll('li[data-verdict]')].map(li => [li.querySelector('h2').textContent, li.dataset.verdict])"
    )
    return dict(found)


def test_an_archive_is_made_in_the_wallet_and_verifies_from_disk(
    open_page: Callable[..., Page],
    from_disk: Callable[..., Page],
    wallet: Account,
    deliver_events: Callable[[], None],
    assert_accessible: Accessible,
    tmp_path: Path,
) -> None:
    page = open_page("/wallet", account=wallet)
    page.get_by_role("link", name="An archive of your badges").click()
    expect(page.get_by_text("3 badges go into it")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Write an archive").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    deliver_events()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Download").click()
    assert re.fullmatch(r"badges-\d{4}-\d\d-\d\d\.zip", begun.value.suggested_filename)
    with zipfile.ZipFile(begun.value.path()) as opened:
        opened.extractall(tmp_path)
    page.context.close()

    page = from_disk(tmp_path)

    expected = {"Tide tables in practice": "verified", "عقد البحارة": "verified", "Splices": "revoked"}
    assert verdicts(page) == expected
    expect(page.get_by_role("status").first).to_have_text("2 of 3 badges are verified with what is enclosed.")
    expect(page.get_by_text("may have been revoked or suspended since")).to_be_visible()
    assert page.locator("li img").evaluate_all("all => all.map(one => one.naturalWidth > 0)") == [True] * 2
    card = page.locator("li", has_text="Splices")
    card.get_by_text("What was checked").click()
    expect(card.locator("[data-reason=revoked]")).to_be_visible()
    expect(card.get_by_text("What happened since isn't known here")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("The folder of this archive").set_input_files(str(tmp_path))
    expect(page.get_by_text("files are as the manifest in this page lists them")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS[1:], ids=str)
def test_the_page_is_whole_in_each_look(
    from_disk: Callable[..., Page],
    wallet: Account,
    now: datetime,
    assert_accessible: Accessible,
    tmp_path: Path,
    look: Look,
) -> None:
    page = from_disk(archive_of(wallet, now, tmp_path, look.language), look)
    assert len(verdicts(page)) == 3
    assert page.locator("html").get_attribute("lang") == look.language
    for summary in page.locator("summary").all():
        summary.click()
    assert_accessible(page)


def test_what_was_changed_in_the_page_or_beside_it_shows(
    from_disk: Callable[..., Page], wallet: Account, now: datetime, tmp_path: Path
) -> None:
    folder = archive_of(wallet, now, tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    whole = (folder / "index.html").read_text("utf-8")

    changed = whole.replace("Tide tables in practice", "Tidy tables in practice")
    (folder / "index.html").write_text(changed, "utf-8")
    assert verdicts(from_disk(folder))["Tidy tables in practice"] == "changed"

    # Whoever changes the manifest along with the badge is still found by the signature.
    forged = whole.replace("Tide tables in practice", "Tidy tables in practice")
    path = next(b["credential"] for b in manifest["badges"] if b["origin"] == "issued_here")
    block = re.search(rf'data-kind="file">(\{{"path":"{path}".*?)</script>', forged)
    assert block
    text = json.loads(block[1])["text"].encode()
    old = next(file for file in manifest["files"] if file["path"] == path)["sha256"]
    (folder / "index.html").write_text(forged.replace(old, hashlib.sha256(text).hexdigest()), "utf-8")
    assert verdicts(from_disk(folder))["Tidy tables in practice"] == "failed"

    # A status list from which a revocation was taken out: nothing that rests on it is verified any more.
    lists = [one["file"] for one in manifest["resources"] if one["kind"] == "status"]
    assert len(lists) == 2
    emptied = re.sub(r'(encodedList\\":\s*\\"u)[\w-]{9}', r"\1H4sIAAAAAA", whole)
    assert emptied != whole
    (folder / "index.html").write_text(emptied, "utf-8")
    page = from_disk(folder)
    assert set(verdicts(page).values()) == {"unknown"}
    expect(page.get_by_role("alert")).to_contain_text(lists[0])
    expect(page.locator("html")).to_have_attribute("data-verified", "0/3")

    (folder / "index.html").write_text(whole, "utf-8")
    file = folder / path
    file.write_bytes(file.read_bytes().replace(b"Tide tables", b"Tidy tables"))
    (folder / lists[0]).unlink()
    (folder / "credentials" / "9999-mine.json").write_text("{}")
    page = from_disk(folder)
    assert verdicts(page)["Tide tables in practice"] == "verified"  # the copy in the page
    page.get_by_label("The folder of this archive").set_input_files(str(folder))
    expect(page.locator("#compared li")).to_have_count(3)
    assert verdicts(page)["Tidy tables in practice"] == "changed"


def test_an_empty_archive_says_so(
    from_disk: Callable[..., Page], make_account: Callable[..., Account], now: datetime, tmp_path: Path
) -> None:
    page = from_disk(archive_of(make_account("nobody@learners.example"), now, tmp_path))
    expect(page.get_by_text("There was no badge in the wallet when this archive was made.")).to_be_visible()
