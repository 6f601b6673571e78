"""Feeds every parser what atheris makes up, guided by which lines of the parser it reaches.

    .venv/bin/python tools/fuzz.py                                     # as ./test does: 44 seconds, shared evenly
    .venv/bin/python tools/fuzz.py --seconds 3600 --finds var/fuzz jsonld nquads
    .venv/bin/python tools/fuzz.py --input var/fuzz/crash-0123 jsonld  # one input again

The targets are those of tests/fuzz/targets.py, the seeds tests/fuzz/corpus. The same --seed makes up the same inputs
in the same order. What is more than a refusal, takes longer than 10 seconds or more than 1 GB is a fault: the input is
kept in the folder of --finds and the exit code is 1. Where atheris can't be had, the reason is said and it is 69.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "requirements-fuzz.lock"
CORPUS = PROJECT / "tests" / "fuzz" / "corpus"
UNAVAILABLE = 69
SLOW_SECONDS, MOST_MEGABYTES, LONGEST = 10, 1024, 16_384
INSTRUMENTED = ["openlaurel.core", "pyld", "defusedxml"]


class NoFuzzer(Exception):
    """Atheris can't be had here; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all of them by default")
    parser.add_argument("--seconds", type=float, default=44, help="for all targets together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=Path, default=PROJECT / "var" / "fuzz", help="where faults are kept")
    parser.add_argument("--input", type=Path, help="give the targets this file and nothing else")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(PROJECT))
    try:
        atheris = _atheris()
    except NoFuzzer as error:
        print(f"Fuzzing: {error}", file=sys.stderr)
        return UNAVAILABLE
    targets = _targets(atheris)
    if unknown := set(options.targets) - set(targets):
        parser.error(f"There is no target {min(unknown)}; there are {', '.join(targets)}.")
    chosen = options.targets or list(targets)
    if options.input:
        for name in chosen:
            targets[name](options.input.read_bytes())
            print(f"{name}: read or refused as it should be")
        return 0
    options.finds.mkdir(parents=True, exist_ok=True)
    share = max(1, round(options.seconds / len(chosen)))
    failed = [name for name in chosen if not _fuzz(atheris, name, targets[name], share, options)]
    if failed:
        print(f"Faults in {', '.join(failed)}; the inputs are in {options.finds}.")
    return 1 if failed else 0


def _atheris() -> Any:
    """This function will import atheris, after installing what the lock pins; raises NoFuzzer."""
    with contextlib.suppress(ImportError):
        return importlib.import_module("atheris")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pip += ["--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCK)]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        raise NoFuzzer(f"atheris can't be installed from a wheel: {done.stderr.strip().splitlines()[-1]}")
    importlib.invalidate_caches()
    return importlib.import_module("atheris")


def _targets(atheris: Any) -> Mapping[str, Any]:
    with contextlib.redirect_stderr(io.StringIO()), atheris.instrument_imports(include=INSTRUMENTED):
        found: Mapping[str, Any] = importlib.import_module("tests.fuzz.targets").TARGETS
        return found


def _fuzz(atheris: Any, name: str, target: Any, seconds: int, options: argparse.Namespace) -> bool:
    """Whether a target held. In a process of its own, since atheris ends the one in which it runs."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="openlaurel-fuzz-") as scratch, tempfile.TemporaryFile() as told:
        child = os.fork()
        if child == 0:
            os.dup2(told.fileno(), 1)
            os.dup2(told.fileno(), 2)
            atheris.Setup(
                [
                    name,
                    f"-max_total_time={seconds}",
                    f"-seed={options.seed}",
                    f"-timeout={SLOW_SECONDS}",
                    f"-rss_limit_mb={MOST_MEGABYTES}",
                    f"-max_len={LONGEST}",
                    f"-artifact_prefix={options.finds.resolve()}/{name}-",
                    "-print_final_stats=1",
                    scratch,
                    str(CORPUS / name),
                ],
                target,
            )
            atheris.Fuzz()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        told.seek(0)
        said = told.read().decode("utf-8", "replace")
    runs = int((re.findall(r"number_of_executed_units:\s*(\d+)", said) or ["0"])[-1])
    reached = int((re.findall(r"\bcov: (\d+)", said) or ["0"])[-1])
    took = time.monotonic() - began
    held = status == 0 and runs > 0
    print(
        f"{name:14} {'held' if held else 'FAULT':5} {runs:>7} inputs, {reached:>5} branches reached, {took:.0f} s",
        flush=True,
    )
    if not held:
        print(said[-6_000:])
    return held


if __name__ == "__main__":
    raise SystemExit(main())
