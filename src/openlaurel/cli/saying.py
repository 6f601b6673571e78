"""Lines on a terminal: whatever its encoding, and without what strangers' files could do to it."""

from __future__ import annotations

import os
import sys
import unicodedata

MARKS = {
    "pass": ("✓", "ok", "32"),
    "warn": ("!", "!", "33"),
    "fail": ("✗", "NO", "31"),
    "skipped": ("–", "-", "2"),
}


def mark(outcome: str) -> str:
    """This function will return the sign of an outcome, in colour where that is wanted."""
    sign, plain, colour = MARKS[outcome]
    if not _can_say("✓✗–"):
        sign = f"{plain:2}"
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return f"\033[{colour}m{sign}\033[0m"
    return sign


def say(text: str) -> None:
    """This function will print a line, with a question mark for what the terminal has no letter for."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding))


def printable(text: str) -> str:
    """What a stranger's file says, without the characters that steer a terminal or turn its lines around."""
    return "".join("�" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} else c for c in text)


def _can_say(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
