"""A holder connects a second installation, a process of its own: finds it, allows it there, fetches and sends badges."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import Look
from tests.integration.cli.test_serve import healthy, until
from tests.integration.conftest import data, environment_of, template
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.models import Connection
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.wallet.models import KeptBadge

__all__ = ["data", "template"]
OpenPage = Callable[..., Page]
PASSWORD = "sea-shanty-42"
# What happens on the second installation before: Ana has an account there, and a badge in its wallet.
THERE = """
import sys, django
django.setup()
from django.utils import timezone
from openlaurel.apps.accounts.services import create_account
from openlaurel.apps.wallet.services import keep_file
now = timezone.now()
ana = create_account(email="ana@learners.example", name="Ana Sousa", password=sys.argv[1], verified=True, now=now)
keep_file(account=ana, data=sys.stdin.buffer.read(), now=now)
"""
KEPT_THERE = """
import django
django.setup()
from openlaurel.apps.wallet.models import KeptBadge
print(sorted(KeptBadge.objects.values_list("name", "source", "verdict")))
"""


class Elsewhere:
    """The second installation; by another name of this machine, so that a browser keeps its cookies apart."""

    def __init__(self, data: Path, log: Path, first: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        name = "127.0.0.1" if "localhost" in first else "localhost"
        self.place = f"{name}:{self.port}"
        self.url = f"http://{self.place}"
        self.environment = environment_of(data, OPENLAUREL_FETCH_ALLOW=first)
        move = [sys.executable, "-m", "openlaurel.cli", "address", "move", self.url]
        subprocess.run(move, env=self.environment, check=True, capture_output=True)
        command = [sys.executable, "-m", "openlaurel.cli", "serve", "--port", str(self.port)]
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=stream, stderr=stream, start_new_session=True
            )
        assert until(lambda: healthy(f"http://127.0.0.1:{self.port}"), 60), log.read_text()

    def python(self, program: str, *arguments: str, given: bytes = b"") -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


@pytest.fixture
def elsewhere(
    data: Path, tmp_path: Path, live_server: LiveServer, settings: Any, now: datetime
) -> Iterator[Elsewhere]:
    there = Elsewhere(data, tmp_path / "log", live_server.url.partition("//")[2])
    try:
        settings.OPENLAUREL_URL = live_server.url
        settings.OPENLAUREL_FETCH_ALLOW = [there.place]
        there.python(THERE, PASSWORD, given=badge_by_key(now, "ana@learners.example", "Splicing"))
        yield there
    finally:
        os.killpg(there.process.pid, signal.SIGKILL)
        there.process.wait()


def test_badges_go_to_and_from_a_second_installation(
    open_page: OpenPage,
    elsewhere: Elsewhere,
    holder: Account,
    award: Award,
    deliver_events: Callable[[], None],
    assert_accessible: Callable[[Page], None],
    allowed_faults: list[str],
) -> None:
    # What the first page of the second site asks for while the browser goes on is cut off.
    allowed_faults.append("net::ERR_ABORTED")
    page = open_page("/wallet", account=holder)
    page.get_by_role("link", name="Connected platforms").click()
    page.get_by_label("Address of the platform").fill(elsewhere.url)
    page.get_by_role("button", name="Find it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("OpenLaurel")
    expect(page.get_by_text(elsewhere.place).first).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Go there").click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(elsewhere.url)}/account/login"))
    page.get_by_label("E-mail").fill(holder.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Put badges into your wallet")).to_be_visible()
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_text("“OpenLaurel” is connected.")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Fetch all").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    deliver_events()
    expect(page.get_by_text("New in your wallet")).to_be_visible()
    assert_accessible(page)
    kept = KeptBadge.objects.get()
    assert (kept.name, kept.verdict, kept.names_holder) == ("Splicing", "verified", True)

    page.get_by_role("link", name="OpenLaurel", exact=True).last.click()
    page.get_by_role("link", name="Choose badges").click()
    assert_accessible(page)
    page.get_by_label("Splicing").check()
    page.get_by_role("button", name="Send them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent to OpenLaurel")
    deliver_events()
    expect(page.get_by_text("Taken in place of an earlier file")).to_be_visible()
    assert "('Splicing', 'platform', 'verified')" in elsewhere.python(KEPT_THERE)

    connection = Connection.objects.get()
    page.goto(f"/wallet/connections/{connection.pk}")
    page.get_by_role("button", name="Disconnect").click()
    page.get_by_role("dialog").get_by_role("button", name="Disconnect it").click()
    expect(page.get_by_text("“OpenLaurel” is disconnected.")).to_be_visible()
    assert not Connection.objects.exists()


@pytest.mark.parametrize("look", [Look("dark", 320, "en"), Look("light", 320, "ar")], ids=str)
def test_a_wrong_address_is_told_on_a_small_phone(
    open_page: OpenPage, holder: Account, assert_accessible: Callable[[Page], None], look: Look,
    allowed_faults: list[str],
) -> None:  # fmt: skip
    allowed_faults.append("422")
    page = open_page("/wallet/connections", look, holder)
    page.locator("input[type=url]").fill("https://127.0.0.1/")
    page.locator("form.card button.primary").click()
    expect(page.locator(".errorlist")).to_be_visible()
    assert_accessible(page)
