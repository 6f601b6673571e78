"""`from openlaurel import verify`: what another program may rely on, without settings and without a server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.integration.verifier.foreign import ForeignIssuer
from tests.sites import Site, running_site

from openlaurel import Unavailable, VerifierError, verify
from openlaurel.apps.verifier.outside import COPIES
from openlaurel.core.verification import AsOfError, StatusChange, StatusHistory

PROJECT = Path(__file__).resolve().parents[2]
BADGE = PROJECT / "examples" / "badge.json"


@pytest.fixture
def site() -> Iterator[Site]:
    COPIES.clear()
    with running_site() as running:
        yield running
    COPIES.clear()


def test_the_example_of_the_page_runs_without_settings_and_prints_what_the_page_shows(tmp_path: Path) -> None:
    example = PROJECT / "examples" / "verify.py"
    probe = (
        "import runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__')\n"
        "from django.conf import settings; assert not settings.configured"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "OPENL"))
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", probe, str(example)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(PROJECT / "src")},
    )
    assert done.returncode == 0, done.stderr
    page = (PROJECT / "docs" / "reference" / "python-api.md").read_text("utf-8")
    assert f"```python\n{example.read_text('utf-8')}```" in page
    assert f"```text\n{done.stdout}```" in page
    assert list(tmp_path.iterdir()) == []


def test_every_form_of_a_badge_is_taken_and_a_text_never_opens_a_file() -> None:
    text = BADGE.read_text("utf-8")
    for source in (BADGE, text, text.encode(), json.loads(text)):
        assert verify(source, offline=True).verified
    assert verify(BADGE, recipient="Ana Sousa").check("recipient").outcome == "pass"
    for wrong in (str(BADGE), b"", {"x": {1, 2}}):
        with pytest.raises(VerifierError):
            verify(wrong)
    with pytest.raises(OSError, match="nowhere"):
        verify(BADGE.with_name("nowhere.json"))


def test_what_is_handed_in_is_not_fetched_and_the_rest_is(site: Site, now: datetime) -> None:
    issuer = ForeignIssuer(site, now)
    badge, allow = issuer.badge(), sorted(site.allow)
    known: dict[str, Any] = {issuer.did: json.loads(site.pages[issuer.did_path])}  # type: ignore[arg-type]
    known[issuer.list_url] = site.pages[issuer.list_path]
    assert verify(badge, resources=known, now=now).verified
    assert verify(f"{site.url}/b", resources={**known, f"{site.url}/b": badge}, now=now).verified
    assert site.asked == []
    offline = verify(badge, offline=True, now=now)
    assert "network was not to be used" in offline.check("proof").detail
    away = verify(badge, resources={**known, issuer.list_url: Unavailable("It is away.")}, now=now)
    assert away.check("status").reason == "status_unavailable"
    assert "It is away." in away.check("status").detail
    assert verify(badge, resources={issuer.did: known[issuer.did]}, allow=allow, now=now).verified
    assert [path for path, _ in site.asked] == [issuer.list_path]
    inside = verify(badge, now=now)
    assert inside.check("proof").reason == "key_unavailable"
    assert "not on the public internet" in inside.check("proof").detail


def test_a_past_day_is_answered_from_what_is_known(site: Site) -> None:
    issuer = ForeignIssuer(site, datetime(2025, 1, 1, tzinfo=UTC))
    issuer.publish_list(revoked=[7])
    known: dict[str, Any] = {
        issuer.did: site.pages[issuer.did_path],
        issuer.list_url: site.pages[issuer.list_path],
    }
    now = datetime(2026, 6, 1, tzinfo=UTC)
    asked: dict[str, Any] = {"resources": known, "now": now, "offline": True}
    assert verify(issuer.badge(), **asked).check("status").reason == "revoked"
    unknown = verify(issuer.badge(), as_of="2025-03-01", **asked)
    assert (unknown.verified, unknown.check("status").reason) == (False, "revoked_since_when")
    known[f"{issuer.list_url}#7"] = StatusHistory((StatusChange(now.replace(month=2), "revocation", 1),))
    assert verify(issuer.badge(), as_of=date(2025, 3, 1), **asked).verified
    assert not verify(issuer.badge(), as_of=now.replace(month=3), **asked).verified
    for day in ("2199-01-01", "soon", datetime(2025, 3, 1)):
        with pytest.raises(AsOfError):
            verify(issuer.badge(), as_of=day, **asked)
    with pytest.raises(ValueError, match="time zone"):
        verify(issuer.badge(), now=datetime(2025, 3, 1))
