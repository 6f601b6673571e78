"""The command as an operator runs it: a process of its own on a data folder of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment_of(data: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENLAUREL_")}
    kept |= {"OPENLAUREL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "openlaurel.web.settings"}
    return kept | settings


@pytest.fixture
def openlaurel(tmp_path: Path) -> Run:
    """Runs `openlaurel WORDS` on the data folder `data` and expects it to work, or the exit code that is named."""

    def run(*words: str, data: Path = tmp_path / "data", code: int = 0, **settings: str):
        done = subprocess.run(
            [sys.executable, "-m", "openlaurel.cli", *words],
            env=environment_of(data, **settings),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation as `openlaurel setup` leaves it, made once and copied by those who need one."""
    data = tmp_path_factory.mktemp("installation") / "data"
    command = [sys.executable, "-m", "openlaurel.cli", "setup"]
    subprocess.run(command, env=environment_of(data), check=True, capture_output=True)
    return data


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    """An installation of the test's own, set up."""
    return shutil.copytree(template, tmp_path / "data")
