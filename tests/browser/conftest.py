"""A real Chromium against the real site, and axe to find what keeps people out."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.integration.conftest import (
    definition,
    deliver_events,
    make_account,
    make_member,
    make_organisation,
    make_published,
    organisation,
    owner,
    published,
)
from tests.integration.pages.conftest import award, holder, lately, make_award

from openlaurel.apps.accounts.models import Account

__all__ = [
    "award",
    "definition",
    "deliver_events",
    "holder",
    "lately",
    "make_account",
    "make_award",
    "make_member",
    "make_organisation",
    "make_published",
    "organisation",
    "owner",
    "published",
]

# Only what is wrong is described; describing what is right takes most of the time.
FIND_FAULTS = """tags => axe.run({
  runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false,
}).then(results => results.violations)"""
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # whatever a page tries to reach elsewhere fails
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests of a process."""
    executable = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if executable is None:
        pytest.skip("Chromium isn't installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    scheme: str = "light"
    width: int = 1280
    language: str = "en"

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}-{self.language}"


# Each two of theme, width and direction meet once: what they break, they break alone or in pairs.
LOOKS = [
    Look("light", 1280, "en"),
    Look("dark", 320, "en"),
    Look("light", 320, "ar"),
    Look("dark", 1280, "ar"),
]


@pytest.fixture
def allowed_faults() -> list[str]:
    """Parts of console messages that a test expects, such as the browser's own about an answer 404."""
    return []


def _fault(request: Request) -> list[str]:
    """A request that was cut off because its page was left is no fault; every other failure is."""
    aborted = str(request.failure or "").endswith("net::ERR_ABORTED")
    return [] if aborted else [f"failed: {request.url} {request.failure}"]


@pytest.fixture
def open_page(
    browser: Browser, live_server: LiveServer, allowed_faults: list[str]
) -> Iterator[Callable[..., Page]]:
    """Opens a path of the site in a fresh browser with a look, signed in as an account or not.

    A message on the console or a failed request is an error of the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_it(path: str, look: Look = Look(), account: Account | None = None, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            color_scheme=look.scheme,  # type: ignore[arg-type]
            viewport={"width": look.width, "height": 900},
            # a page that is left while its transition runs is an error to Chromium
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: look.language}
        if account is not None:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(account)
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("requestfailed", lambda request: faults.extend(_fault(request)))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [fault for fault in faults if not any(allowed in fault for allowed in allowed_faults)] == []


def session_of(account: Account) -> str:
    """A session in which `account` is signed in."""
    client, until = Client(), time.monotonic() + 5
    while True:
        try:
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
            return client.cookies[settings.SESSION_COOKIE_NAME].value
        except OperationalError:  # SQLite in memory doesn't wait for what a page of somebody else still reads
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with what axe finds by the rules of WCAG 2.2 AA, or when the page scrolls sideways."""
    if not AXE.is_file():
        pytest.skip("axe-core isn't installed: run npm ci.")

    def check(page: Page) -> None:
        # evaluated by the debugger, so the page's policy against scripts stands
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate(FIND_FAULTS, WCAG)
        lines = [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found
            for node in violation["nodes"]
        ]
        where = f"{page.url} at {page.viewport_size}, {page.locator('html').get_attribute('dir')}"
        assert lines == [], "\n".join([where, *lines])
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{where}: {overflow} px wider than the window."

    return check
