"""The web processes of a served site."""

from typing import Any

import pytest

from openlaurel.cli import processes


def test_no_thread_runs_while_web_processes_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that needs a lock which a thread held at that moment would never be answered."""
    happened: list[str] = []

    class Thread:
        def __init__(self, **_: Any) -> None:
            pass

        def start(self) -> None:
            happened.append("thread")

    monkeypatch.setattr(processes.threading, "Thread", Thread)
    monkeypatch.setattr(processes.Server, "startup", lambda self, *_: happened.append("forked"))
    monkeypatch.setattr(processes.Server, "serve", lambda self: self.startup(None, None))
    monkeypatch.setenv("OPENLAUREL_SERVED_BY", "")
    processes.serve(host="127.0.0.1", port=1, processes=1, worker=True, shown_url="http://127.0.0.1:1")
    assert happened == ["forked", "thread", "thread"]
