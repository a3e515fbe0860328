"""Which rows of a text go because others say the same: asked once, by the rules of stage `repeats`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from parkclean.neardup.results import Finding
from parkclean.rules import Seen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


FEWEST = 2
"""So many repairs in a line say that somebody damaged this copy; one may come from anywhere."""

_REPAIRS = "mojibake", "entities", "markup", "chars", "glosses"
"""What damages the characters of one copy, not of the other."""


def copies(seen: Seen) -> list[Finding]:
    """The paragraphs that go."""
    return seen.share(_beside_repaired) if seen.share(_repaired) else seen.keep(_look_for_copies)


def _repaired(seen: Seen) -> list[int]:
    """Where the lines start in which characters were repaired, twice or more; none if those are most of the text.

    None either where one of them stands nowhere else: what damaged other lines, too, tells nothing about copies.
    """
    if not seen.changed or not may_repeat(seen.text):
        return []
    texts, starts = seen.lines.texts, seen.lines.starts
    times = Counter(bisect_right(starts, at) - 1 for at in seen.where(*_REPAIRS))
    found = [n for n, count in sorted(times.items()) if count >= FEWEST]
    lines = [texts[n] for n in found]
    if not lines or sum(map(len, lines)) * 2 > len(seen.text):
        return []
    from parkclean.neardup.findings import are_copies

    repaired = [starts[n] for n in found]
    return repaired if are_copies(seen.text, seen.look.codes, lines, repaired) else []


def _beside_repaired(seen: Seen) -> list[Finding]:
    return _search()(seen.text, seen.look.codes, seen.share(_repaired))


def _look_for_copies(seen: Seen) -> list[Finding]:
    return _search()(seen.text, seen.look.codes, ()) if may_repeat(seen.text) else []


@cache
def _search() -> Callable[[str, NDArray[np.uint32], Sequence[int]], list[Finding]]:
    """The search, imported when the first text is long enough."""
    from parkclean.neardup.findings import copies_in

    return copies_in


def may_repeat(text: str) -> bool:
    return len(text) >= 24 and ("\n" in text or "\r" in text)
