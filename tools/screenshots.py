"""Takes the pictures in docs/images from a demo world of its own: nothing is posed, every page is the real one.

    .venv/bin/python tools/screenshots.py [NAME …]

Needs what ./test installs (Playwright, Debian's chromium). Serves in a data folder that is removed afterwards.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images"
# The address that badges carry, whatever port serves them.
PUBLIC = "http://127.0.0.1:8000"
COMMAND = PROJECT / ".venv" / "bin" / "openlaurel"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
LEARNER, OWNER, ASSESSOR = (
    "amara@learners.example",
    "sinead.macgiolla@cartwright-guild.example",
    "henrik.aaltonen@cartwright-guild.example",
)


@dataclass(frozen=True)
class Shot:
    """`path` may be a first page and links to click from there, by their text; `handed_over` a badge that is pasted there."""

    name: str
    path: str
    by: str = ""
    width: int = 1280
    scheme: str = "light"
    language: str = "en"
    clicks: tuple[str, ...] = ()
    handed_over: str = ""


SHOTS = (
    Shot("landing", "/"),
    Shot("explore", "/explore"),
    Shot("achievement", "/achievements/estimating-under-uncertainty"),
    Shot("award", "AWARD"),
    Shot("award-phone-dark", "AWARD", width=390, scheme="dark"),
    Shot("award-arabic", "AWARD-AR", language="ar"),
    Shot("verify", "/verify?url=AWARD"),
    Shot("verify-here", "/verify/here", handed_over="AWARD"),
    Shot("home", "/home", by=LEARNER),
    Shot("course", "/learn/llm-application-security", by=LEARNER),
    Shot("lesson", "/learn/llm-application-security/lessons/1", by=LEARNER),
    Shot("workspace", "/org/cartwright-guild/", by=OWNER),
    Shot("define", "/org/cartwright-guild/achievements/new", by=OWNER),
    Shot("issue", "/org/cartwright-guild/issue", by=OWNER),
    Shot("awards", "/org/cartwright-guild/awards", by=OWNER),
    Shot("roster", "/org/cartwright-guild/rosters", by=OWNER),
    Shot("members", "/org/cartwright-guild/members", by=OWNER),
    Shot("audit", "/org/cartwright-guild/audit", by=OWNER),
    Shot("reviews", "/org/cartwright-guild/reviews", by=ASSESSOR),
)


def main(wanted: list[str]) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        places = {
            "AWARD-AR": award_of("ليلى", address, browser),
            "AWARD": award_of("Amara", address, browser),
        }
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                take(shot, address, places, browser)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """A demo world behind a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="openlaurel-shots-") as folder:
        environment = {**os.environ, "OPENLAUREL_DATA": folder}
        server = subprocess.Popen([COMMAND, "serve", "--port", str(port), "--demo"], env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(url: str, seconds: int = 180) -> None:
    for _ in range(seconds * 2):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  (loopback)
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{url} didn't answer within {seconds} seconds.")


def award_of(name: str, address: str, browser: Browser) -> str:
    """The public page of somebody's first badge, found as their home page links it."""
    email = LEARNER if name == "Amara" else "layla@learners.example"
    page = open_page(Shot("", "/home", by=email), address, browser)
    link = page.locator("a[href^='/awards/']").first.get_attribute("href")
    page.context.close()
    if not link:
        raise SystemExit(f"The home page of {email} links no badge.")
    return link


def open_page(shot: Shot, address: str, browser: Browser) -> Page:
    context = browser.new_context(
        viewport={"width": shot.width, "height": 844 if shot.width < 600 else 900},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        locale=shot.language,
        reduced_motion="reduce",
    )
    page = context.new_page()
    if shot.by:
        page.goto(f"{address}/account/login/")
        page.fill("input[name=login]", shot.by)
        page.fill("input[name=password]", "laurel-demo-2026")
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{address}/home")
    page.goto(address + shot.path)
    for text in shot.clicks:
        page.get_by_text(text).first.click()
    if shot.handed_over:
        hand_over(shot.handed_over, address, page)
    page.wait_for_load_state()
    return page


def hand_over(badge: str, address: str, page: Page) -> None:
    """Verifies a badge in the browser, where its issuer answers at this port too."""
    page.route(
        f"{PUBLIC}/**",
        lambda route: route.fulfill(
            body=page.request.get(route.request.url.replace(PUBLIC, address)).body(),
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    page.locator("openlaurel-verify textarea").fill(page.request.get(f"{address}{badge}.json").text())
    page.locator("openlaurel-verify button").click()
    page.locator("openlaurel-verify [data-verdict]").wait_for()


def take(shot: Shot, address: str, places: dict[str, str], browser: Browser) -> None:
    path = shot.path
    for place, link in places.items():
        path = path.replace(place, f"{PUBLIC}{link}" if "url=" in path else link)
    page = open_page(replace(shot, path=path, handed_over=places.get(shot.handed_over, "")), address, browser)
    file = IMAGES / f"{shot.name}.png"
    page.screenshot(path=file)
    page.context.close()
    picture = Image.open(file).convert("RGB")
    picture.quantize(colors=256).save(file, optimize=True)
    print(f"{file.relative_to(PROJECT)}  {file.stat().st_size // 1024} KB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
