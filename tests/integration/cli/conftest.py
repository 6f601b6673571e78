"""The command as an operator runs it: a process of its own on a data folder of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.integration.conftest import environment_of

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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
