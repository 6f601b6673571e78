"""The reference JavaScript stack, driven from Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import TracebackType
from typing import Any

from openlaurel.adapters.contexts import BUILT, PINS

PROJECT = Path(__file__).resolve().parents[2]


def absent() -> str:
    """Why the stack can't run here, as a sentence; empty when it can."""
    if node() is None:
        return "Node.js is not installed."
    if not (PROJECT / "node_modules" / "@digitalbazaar" / "vc").is_dir():
        return "The reference stack is not installed; run: npm ci --ignore-scripts"
    return ""


def node() -> str | None:
    """The Node of the machine, or the one that PyPI's wheel put into this environment."""
    from sys import executable

    beside = Path(executable).with_name("node")
    return shutil.which("node") or (str(beside) if beside.exists() else None)


class Reference:
    """A running process of reference.mjs; ask it with a request, get its answer."""

    def __init__(self, folder: Path) -> None:
        pins = tomllib.loads(PINS.read_text("utf-8"))["context"]
        listed = folder / "contexts.json"
        listed.write_text(
            json.dumps([{"url": pin["url"], "file": str(BUILT / pin["file"])} for pin in pins]), "utf-8"
        )
        program = node()
        assert program is not None
        self.process = subprocess.Popen(
            [program, str(Path(__file__).with_name("reference.mjs")), str(listed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Reference:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def ask(self, **request: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer
