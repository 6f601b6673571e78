"""How `openlaurel verify` marks its lines."""

import io

import pytest

from openlaurel.cli.saying import mark


class Terminal(io.TextIOWrapper):
    def __init__(self, encoding: str, *, is_terminal: bool = True) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """Makes standard output a terminal, or a file."""

    def make(encoding: str = "utf-8", *, is_terminal: bool = True) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr("sys.stdout", Terminal(encoding, is_terminal=is_terminal))

    return make


def test_marks_have_colours_on_a_terminal_only(on) -> None:
    on()
    assert mark("fail") == "\033[31m✗\033[0m"
    on(is_terminal=False)
    assert mark("fail") == "✗"


def test_who_asks_for_no_colour_gets_none(on, monkeypatch: pytest.MonkeyPatch) -> None:
    on()
    monkeypatch.setenv("NO_COLOR", "1")
    assert mark("pass") == "✓"


def test_a_terminal_without_the_signs_gets_words_that_differ(on) -> None:
    on("ascii", is_terminal=False)
    marks = [mark(outcome) for outcome in ("pass", "warn", "fail", "skipped")]
    assert marks == ["ok", "! ", "NO", "- "]
