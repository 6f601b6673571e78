"""The order in which a line of mixed direction is read: the implicit rules of Unicode's UAX #9.

Explicit embeddings and isolates are removed before text comes here.
"""

from __future__ import annotations

import unicodedata

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_SPACES = {"B", "S", "WS", "ON", "BN"}


def is_rtl(text: str) -> bool:
    """This function will tell whether the first strong character is written from right to left (P2, P3)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def visual_runs(text: str, *, rtl: bool) -> list[tuple[int, int, bool]]:
    """This function will cut a line into (start, end, right-to-left), in the order from left to right."""
    levels = _levels(text, 1 if rtl else 0)
    runs: list[tuple[int, int, int]] = []
    for index, level in enumerate(levels):
        if runs and runs[-1][2] == level:
            runs[-1] = (runs[-1][0], index + 1, level)
        else:
            runs.append((index, index + 1, level))
    for least in range(max(levels, default=0), 0, -1):  # L2
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end][2] >= least:
                end += 1
            runs[start:end] = reversed(runs[start:end])
            start = end + 1
    return [(start, end, level % 2 == 1) for start, end, level in runs]


def _levels(text: str, base: int) -> list[int]:
    start = "R" if base else "L"
    kinds = _weak([unicodedata.bidirectional(letter) for letter in text], start)
    kinds = _neutrals(_bracketed(text, kinds, start), start)
    if base == 0:  # I1
        return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]
    return [1 if kind == "R" else 2 for kind in kinds]  # I2


def _weak(kinds: list[str], start: str) -> list[str]:
    previous = strong = start
    for index, kind in enumerate(kinds):
        if kind == "NSM":  # W1
            kinds[index] = previous
        elif kind == "EN" and strong == "AL":  # W2
            kinds[index] = "AN"
        if kind in {"L", "R", "AL"}:
            strong = kind
        previous = kinds[index]
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for index in range(1, len(kinds) - 1):  # W4
        before, kind, after = kinds[index - 1 : index + 2]
        if before == after and ((kind in {"ES", "CS"} and before == "EN") or (kind, before) == ("CS", "AN")):
            kinds[index] = before
    for index, kind in enumerate(kinds):  # W5
        if kind == "EN":
            for step in (-1, 1):
                near = index + step
                while 0 <= near < len(kinds) and kinds[near] == "ET":
                    kinds[near] = "EN"
                    near += step
    kinds = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]  # W6
    strong = start
    for index, kind in enumerate(kinds):  # W7
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _bracketed(text: str, kinds: list[str], start: str) -> list[str]:
    """N0: both brackets of a pair go the same way, the line's unless all within and before goes the other."""
    for opening, closing in sorted(_pairs(text)):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing] if kind not in _SPACES}
        if start in inside:
            kinds[opening] = kinds[closing] = start
        elif inside:
            before = [_direction(kind) for kind in kinds[:opening] if kind not in _SPACES]
            kinds[opening] = kinds[closing] = before[-1] if before else start
    return kinds


def _pairs(text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[int, str]] = []
    for index, letter in enumerate(text):
        if letter in _BRACKETS:
            waiting.append((index, _BRACKETS[letter]))
        elif any(letter == closing for _, closing in waiting):
            while waiting:
                opening, closing = waiting.pop()
                if closing == letter:
                    pairs.append((opening, index))
                    break
    return pairs


def _neutrals(kinds: list[str], start: str) -> list[str]:
    index = 0
    while index < len(kinds):
        if kinds[index] not in _SPACES:
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] in _SPACES:
            end += 1
        before = start if index == 0 else _direction(kinds[index - 1])
        after = start if end == len(kinds) else _direction(kinds[end])
        kinds[index:end] = [before if before == after else start] * (end - index)  # N1, N2
        index = end
    return kinds


def _direction(kind: str) -> str:
    return "L" if kind == "L" else "R"
