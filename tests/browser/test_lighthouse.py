"""The page of a badge on a slow phone, as Lighthouse sees it: served as in production, compressed and cached."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


def test_a_badge_is_quick_on_a_slow_phone_and_leaves_nobody_out() -> None:
    if not (PROJECT / "node_modules" / "lighthouse").is_dir():
        pytest.skip("Lighthouse isn't installed: run npm ci.")
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("Chromium isn't installed.")
    command = [sys.executable, PROJECT / "bench" / "award_page.py", "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)

    assert ended.stdout, ended.stderr
    figures = json.loads(ended.stdout)
    assert figures["accessibility"] == 100
    assert figures["performance"] >= 95
    assert figures["bytes"] <= 160_000
