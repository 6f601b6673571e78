"""The process that `confined_pdf` starts: python -I confined_pdf_child.py PDF_MODULE SECONDS < file

It gets the file on its standard input and nothing of the environment, binds itself, and writes what it reads line by
line. The module is loaded from its file, since the package around it takes most of a second to import.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import resource
import sys
from collections.abc import Mapping
from typing import Any

MEMORY = 768 * 1024 * 1024


def bind(seconds: float) -> None:
    """This function will have the system end this process after `seconds` of work, refuse it more than MEMORY and files."""
    whole = max(1, int(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    spec = importlib.util.spec_from_file_location("pdf", sys.argv[1])
    assert spec is not None
    assert spec.loader is not None
    pdf = importlib.util.module_from_spec(spec)
    sys.modules["pdf"] = pdf
    spec.loader.exec_module(pdf)
    bind(float(sys.argv[2]))
    fault = ""
    try:
        for piece in pdf.read_pieces(sys.stdin.buffer.read()):
            fields = {name: getattr(piece, name) for name in ("kind", "number", "text", "links", "author")}
            _write({**fields, "content": base64.b64encode(piece.content).decode()})
    except pdf.PdfLocked:
        fault = "locked"
    except pdf.PdfDamaged:
        fault = "damaged"
    except (MemoryError, RecursionError):
        fault = "too_much_work"
    _write({"fault": fault})


def _write(line: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
