"""./run on a machine that lacks something says what, in one line, and touches nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NEEDED = ("sh", "cat", "cksum", "dirname", "basename", "mktemp", "rm")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a path with spaces, with nothing set up."""
    folder = tmp_path / "open laurel"
    (folder / "tools").mkdir(parents=True)
    for name in ("run", "test", "tools/prepare.sh", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / name, folder / name)
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A PATH with what every system has and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def run(checkout: Path, *options: str, path: Path | None = None) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": str(path) if path else os.environ["PATH"], "HOME": str(checkout.parent)}
    return subprocess.run(
        [checkout / "run", *options], env=environment, capture_output=True, text=True, timeout=60
    )


def python(programs: Path, *, version: str = "3.11", venv: bool = True) -> None:
    """Puts a `python3` on the PATH that answers the questions of ./run as told."""
    is_new = "0" if version >= "3.11" else "1"
    has_venv = "0" if venv else "1"
    file = programs / "python3"
    file.write_text(
        "#!/bin/sh\n"
        f'case "$*" in *version_info*) exit {is_new} ;; *ensurepip*) exit {has_venv} ;; -V) echo Python ;; esac\nexit 1\n'
    )
    file.chmod(0o755)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--prot", "8000"], "there is no option --prot. See ./run --help"),
        (["--port"], "--port needs a value. See ./run --help"),
        (["--port", "eighty"], "--port must be a number, got 'eighty'."),
    ],
)
def test_a_mistyped_option_is_named(checkout, options, reason):
    done = run(checkout, *options)
    assert done.returncode == 1
    assert done.stderr == f"run: {reason}\n"


def test_without_python_it_says_what_to_install(checkout, programs):
    done = run(checkout, path=programs)
    assert done.returncode == 1
    assert "Python 3.11 or newer is missing" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert not (checkout / ".venv").exists()


def test_an_old_python_counts_as_none(checkout, programs):
    python(programs, version="3.10")
    assert "Python 3.11 or newer is missing" in run(checkout, path=programs).stderr


def test_debians_python_without_its_venv_package_is_explained(checkout, programs):
    python(programs, venv=False)
    done = run(checkout, path=programs)
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_an_environment_that_cannot_be_made_is_said(checkout, programs):
    python(programs)
    done = run(checkout, path=programs)
    assert done.returncode == 1
    assert "can't be made" in done.stderr


def test_a_folder_with_the_demo_world_is_not_started_as_if_it_had_none(checkout, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "demo.json").write_text("{}")
    for options in (["--no-demo", "--data", str(data)], [f"--data={data}", "--no-demo"]):
        done = run(checkout, *options)
        assert done.returncode == 1
        assert "holds the demo world" in done.stderr


def test_a_browser_is_looked_for_among_programs_and_not_among_the_functions_of_the_script(
    tmp_path: Path,
) -> None:
    """Else ./test took its own function for the browser and installed none."""
    script = (PROJECT / "test").read_text()
    functions = script[script.index("found_chromium() {") : script.index("prepare_python requirements")]
    looking = ["/bin/sh", "-c", f"{functions}\nfound_chromium"]
    assert subprocess.run(looking, env={"PATH": str(tmp_path)}).returncode == 1
    program = tmp_path / "chromium-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert subprocess.run(looking, env={"PATH": str(tmp_path)}).returncode == 0
