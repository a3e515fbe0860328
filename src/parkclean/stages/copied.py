"""Which rows of a text go because others say the same: asked once, by the rules of stage `repeats`."""

from __future__ import annotations

from parkclean.neardup.results import Finding
from parkclean.rules import Seen


def copies(seen: Seen) -> list[Finding]:
    """The paragraphs that go."""
    return seen.keep(_look_for_copies)


def _look_for_copies(seen: Seen) -> list[Finding]:
    if not may_repeat(seen.text):
        return []
    from parkclean.neardup.findings import copies_in

    return copies_in(seen.text, seen.look.codes)


def may_repeat(text: str) -> bool:
    return len(text) >= 24 and ("\n" in text or "\r" in text)
