"""Brackets and quotation marks that are open at the end of a text, or close what it did not open."""

from __future__ import annotations

import re

OPEN = "“‘「『（(《【"
CLOSE = "”’」』）)》】"
PARTNER = dict(zip(CLOSE, OPEN, strict=True))
_BRACKETS = re.compile(f"[{re.escape(OPEN + CLOSE)}]")


def unclosed(text: str) -> list[str]:
    """Brackets and quotes that are open at the end, outermost first."""
    stack: list[str] = []
    for mark in _BRACKETS.findall(text):
        if mark in OPEN:
            stack.append(mark)
        elif stack and stack[-1] == PARTNER[mark]:
            stack.pop()
    return stack


def unopened(text: str) -> list[str]:
    """Brackets and quotes that close what was not opened in this text, in order."""
    stack: list[str] = []
    free: list[str] = []
    for mark in _BRACKETS.findall(text):
        if mark in OPEN:
            stack.append(mark)
        elif stack and stack[-1] == PARTNER[mark]:
            stack.pop()
        elif not stack:
            free.append(mark)
    return free
