"""Reading strangers' PDFs in a process of its own, whose time and memory the system bounds."""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openlaurel.core.dossiers import Piece, Scan, pdf

SECONDS = 20.0
MAX_ANSWER = 64 * 1024 * 1024
# One after the other, so that several such files can't take all processors of a machine.
_turn = threading.BoundedSemaphore(1)
_CHILD = Path(__file__).with_name("confined_pdf_child.py")


def read_pdf(data: bytes, *, seconds: float = SECONDS) -> Scan:
    """This function will return what is read of a PDF within `seconds` and bounds of memory; never raises for what it
    holds. What had been read counts when the time is over."""
    with _turn:
        answer = _ask(data, seconds)
    # What isn't a whole line was cut off. The last one says how it ended, unless it was ended.
    lines = [json.loads(line) for line in answer.split(b"\n")[:-1]]
    ended: dict[str, Any] = lines.pop() if lines and "fault" in lines[-1] else {"fault": "too_much_work"}
    return Scan(tuple(map(_piece, lines)), ended["fault"])


def _ask(data: bytes, seconds: float) -> bytes:
    command = [sys.executable, "-I", str(_CHILD), str(pdf.__file__), str(seconds)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    )
    assert process.stdin is not None
    assert process.stdout is not None
    # The clock ends what waits, the system's limit of processor time what computes.
    clock = threading.Timer(2 * seconds + 2, process.kill)
    clock.start()
    try:
        with contextlib.suppress(BrokenPipeError), process.stdin as stdin:
            stdin.write(data)
        return process.stdout.read(MAX_ANSWER)
    finally:
        clock.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def _piece(values: Mapping[str, Any]) -> Piece:
    fields = {**values, "links": tuple(values["links"]), "content": base64.b64decode(values["content"])}
    return Piece(**fields)
