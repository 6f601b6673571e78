"""The site starts at once, survives its worker, and stops when asked."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from tests.integration.cli.conftest import environment_of


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    pause = threading.Event()
    for _ in range(int(seconds * 20)):
        if true():
            return True
        pause.wait(0.05)
    return False


def healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for thread in Path(f"/proc/{pid}/task").iterdir():
        found += (thread / "children").read_text().split()
    return sorted({int(child) for child in found})


def is_worker(pid: int) -> bool:
    try:
        return b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


class Site:
    def __init__(self, data: Path, log: Path, *options: str, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "openlaurel.cli", "serve", "--port", str(self.port), *options],
                env=environment_of(data, **settings),
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def worker(self) -> int:
        return next(pid for pid in children(self.process.pid) if is_worker(pid))


@pytest.fixture
def site(data: Path, tmp_path: Path) -> Iterator[Site]:
    served = Path(__file__).parents[3] / "src" / "openlaurel" / "built" / "served" / "staticfiles.json"
    assert served.exists(), (
        "The static files haven't been collected: start the tests by ./test, or run ./run once."
    )
    site = Site(data, tmp_path / "log")
    yield site
    if site.process.poll() is None:
        os.killpg(site.process.pid, signal.SIGKILL)
        site.process.wait()


def test_it_answers_and_stops_cleanly(site):
    assert until(lambda: healthy(site.url)), site.log.read_text()
    family = children(site.process.pid)
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(30) == 0
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), 10)
    said = site.log.read_text()
    assert f"OpenLaurel is running. Open {site.url} in a browser; Ctrl-C here stops it." in said
    assert "Badges and mails carry the address http://127.0.0.1:8000." in said
    assert "Traceback" not in said


def test_the_printed_link_makes_the_first_account(site):
    assert until(lambda: healthy(site.url)), site.log.read_text()
    link = re.search(rf"{re.escape(site.url)}/first-account/\S+", site.log.read_text())
    assert link is not None
    with urlopen(link[0], timeout=10) as answer:
        assert b'name="password"' in answer.read()


def test_a_worker_that_is_killed_is_started_again(site):
    assert until(lambda: healthy(site.url)), site.log.read_text()
    killed = site.worker()
    os.kill(killed, signal.SIGKILL)
    assert until(lambda: any(is_worker(pid) and pid != killed for pid in children(site.process.pid)))
    assert "is started again" in site.log.read_text()


def test_when_the_site_itself_is_killed_nothing_of_it_goes_on_and_holds_the_port(site):
    assert until(lambda: healthy(site.url)), site.log.read_text()
    family = children(site.process.pid)
    assert len(family) == 3
    site.process.kill()
    site.process.wait()
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family), 15)


@pytest.mark.parametrize(
    "start", [["-m", "openlaurel.cli", "worker"], ["-c", "import openlaurel.web.wsgi, time; time.sleep(60)"]]
)
def test_what_starts_after_its_site_was_killed_ends_too(data, start):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    environment = environment_of(data, OPENLAUREL_SERVED_BY=str(gone.pid))
    orphan = subprocess.run([sys.executable, *start], env=environment, timeout=30, check=False)
    assert orphan.returncode in {0, -signal.SIGTERM}


BADGE = """
import django
django.setup()
from django.utils import timezone
from tests.integration.conftest import DEFINITION
from openlaurel.apps.catalog.services import define_achievement, publish_version
from openlaurel.apps.issuing.services import accept_award, issue_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
stamp = {"by": INSTALLATION, "now": timezone.now()}
harbour = create_organisation(handle="harbour", name="Harbour Institute", country="PT", is_issuer=True, owner=None, **stamp)
version = publish_version(version=define_achievement(organisation=harbour, slug="tides", definition=DEFINITION, **stamp), **stamp)
award = issue_award(version=version, recipient_name="Ana", recipient_email="ana@learners.example", notify=False, **stamp)
print(accept_award(award=award, show_name=True, now=stamp["now"]).pk)
"""


def test_a_badge_that_is_revoked_shows_so_at_once_in_every_process(site, data, openlaurel):
    made = subprocess.run(
        [sys.executable, "-c", BADGE],
        env=environment_of(data),
        cwd=Path(__file__).parents[3],
        check=True,
        capture_output=True,
        text=True,
    )
    award = made.stdout.strip()

    def page() -> bytes:
        # Each connection is a new one, so that both web processes get some of them.
        with urlopen(f"{site.url}/awards/{award}", timeout=30) as answer:
            return answer.read()

    assert until(lambda: healthy(site.url)), site.log.read_text()
    assert all(b'data-verdict="verified"' in page() for _ in range(24))
    openlaurel("award", "revoke", award, "--reason", "Issued by mistake.")
    assert all(b"Issued by mistake." in page() for _ in range(24))


def test_a_running_installation_is_not_restored_over(site, openlaurel, tmp_path):
    assert until(lambda: healthy(site.url)), site.log.read_text()
    openlaurel("backup", str(tmp_path / "backup.tar.gz"))
    refused = openlaurel("restore", str(tmp_path / "backup.tar.gz"), "--force", code=1)
    assert "is running. Stop it, then restore." in refused.stderr
    assert healthy(site.url)


def test_a_port_in_use_is_said_in_one_line(openlaurel):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = openlaurel("serve", "--port", str(taken.getsockname()[1]), code=1)
    assert "Address already in use" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_the_demo_world_is_refused_beyond_this_machine_before_anything_is_written(openlaurel, tmp_path):
    refused = openlaurel("serve", "--host", "0.0.0.0", "--demo", code=1)
    assert "public passwords" in refused.stderr
    assert not (tmp_path / "data").exists()


def test_without_setup_an_empty_database_is_refused(openlaurel):
    assert "Run: openlaurel setup" in openlaurel("serve", "--no-setup", "--port", "0", code=1).stderr
