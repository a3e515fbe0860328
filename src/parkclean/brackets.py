"""Brackets and quotation marks that are open at the end of a text, or close what it did not open."""

from __future__ import annotations

import re

OPEN = "“‘「『（(《【"
CLOSE = "”’」』）)》】"
PARTNER = dict(zip(CLOSE, OPEN, strict=True))
_BRACKETS = re.compile(f"[{re.escape(OPEN + CLOSE)}]")


def unclosed(text: str) -> list[str]:
    """Brackets and quotes that are open at the end, outermost first."""
    return _unmatched(text)[1]


def unopened(text: str) -> list[str]:
    """Brackets and quotes that close what was not opened in this text, in order."""
    return _unmatched(text)[0]


def _unmatched(text: str) -> tuple[list[str], list[str]]:
    free: list[str] = []
    stack: list[str] = []
    for mark in _BRACKETS.findall(text):
        if mark in OPEN:
            stack.append(mark)
        elif not stack:
            free.append(mark)
        elif stack[-1] == PARTNER[mark]:
            stack.pop()
    return free, stack
