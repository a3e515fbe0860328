"""The rows of a text, and what is known about those that repeat; the search itself is in `inside.py`."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from parkclean.neardup.candidates import row_edges
from parkclean.neardup.causes import CLOSE, LONG
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.results import Kind
from parkclean.neardup.shingles import BREAK, Folded, decode

FEWEST = 2
"""So many paragraphs make a text that may be put together."""


class Rows(NamedTuple):
    """The lines of a text with something in them: where each starts and ends, its folded form, where that starts."""

    starts: list[int]
    ends: list[int]
    keys: list[str]
    at: list[int]


class Places(dict[str, list[int]]):
    """Where each folded row stands, worked out when somebody asks; `twice` has what stands more than once, in order."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
        again: dict[str, list[int]] = defaultdict(list)
        if len(self._first) < len(keys):
            for n, key in enumerate(keys):
                if self._first[key] != n:
                    again[key].append(n)
        found = sorted((self._first[key], key) for key in again)
        self.twice = {key: [first, *again[key]] for first, key in found}
        super().__init__(self.twice)

    def __missing__(self, key: str) -> list[int]:
        found = self[key] = [self._first[key]]
        return found

    def rows(self) -> list[str]:
        """All rows that differ, in order."""
        return list(reversed(self._first)) if not self.twice else sorted(self._first, key=self._first.__getitem__)


class Leak(NamedTuple):
    """Characters of the text, inside a row, that say what another row says."""

    start: int
    end: int
    kept: int


class Verdict(NamedTuple):
    """What is known about a row that repeats: the row, the row that stays, and how."""

    row: int
    kept: int
    kind: Kind
    similarity: float
    differences: tuple[tuple[str, str], ...]
    dropped: bool


def rows_of(text: str, folded: Folded) -> Rows:
    """The lines that fold to something."""
    import numpy as np

    codes, origin = folded
    breaks = (codes == np.uint32(BREAK)).nonzero()[0]
    edges = row_edges(breaks, codes.size)
    lines = np.empty(breaks.size + 2, np.int64)
    lines[0], lines[1:-1], lines[-1] = -1, origin.take(breaks), len(text)
    filled = (edges[1:] - edges[:-1] > 1).nonzero()[0]
    keys = list(filter(None, decode(codes).split(chr(BREAK))))
    starts, ends, at = lines.take(filled) + 1, lines.take(filled + 1), edges.take(filled) + 1
    return Rows(starts.tolist(), ends.tolist(), keys, at.tolist())


def is_near(damage: Sequence[int], n: int, reach: int) -> bool:
    """Whether one of the dropped rows, in order, is so near."""
    at = bisect_right(damage, n)
    return any(abs(m - n) <= reach for m in damage[max(0, at - 1) : at + 1])


def is_strewn(keys: Sequence[str], a: int, b: int) -> bool:
    """Whether two copies are close, and beside others, or the text ends with the second one and what stands below.

    Whoever quotes says more than one row again, and goes on.
    """
    if b - a > CLOSE:
        return False
    if keys[a - 1 : a] != keys[b - 1 : b] and keys[a + 1 : a + 2] != keys[b + 1 : b + 2]:
        return True
    return keys[a + len(keys) - b - 1] == keys[-1] and keys[a : a + len(keys) - b] == keys[b:]


def beginnings(wholes: Collection[str], parts: Collection[str]) -> dict[str, list[str]]:
    """For each whole the parts it begins with, itself aside."""
    found: dict[str, list[str]] = {}
    open_parts: list[str] = []
    for key in sorted({*wholes, *parts}):
        while open_parts and not key.startswith(open_parts[-1]):
            open_parts.pop()
        if key in wholes:
            found[key] = open_parts.copy()
        if key in parts:
            open_parts.append(key)
    return found


def put_together(whole: str, first: int, keys: Sequence[str]) -> int:
    """Behind which row the paragraphs end that say together, one below the other, what a row says; 0 if none do.

    first: where they begin.
    """
    size = long = 0
    for n in range(first, len(keys)):
        key = keys[n]
        if len(key) < SHORT or not whole.startswith(key, size):
            return 0
        size += len(key)
        long += len(key) >= LONG
        if size == len(whole):
            return n + 1 if long >= FEWEST else 0
    return 0


def between(dropped: Mapping[int, Verdict], keys: Sequence[str]) -> dict[int, Verdict]:
    """The short rows repeated between two dropped copies, which go with them: the box was repeated as a whole."""
    found: dict[int, Verdict] = {}
    for n in sorted(n + 1 for n in dropped if n + 1 not in dropped and n + 2 in dropped):
        before, after = dropped[n - 1], dropped[n + 1]
        twin = before.kept + 1
        if before.kind == after.kind == "exact" and twin == after.kept - 1 and twin != n and keys[twin] == keys[n]:
            found[n] = Verdict(n, twin, "exact", 1.0, (), True)
    return found


def with_blocks(dropped: Mapping[int, Verdict], gone: Mapping[int, int]) -> dict[int, Verdict]:
    """What goes when whole blocks go, too; what went because of their copies keeps its reason."""
    found = {**dropped, **{n: Verdict(n, kept, "exact", 1.0, (), True) for n, kept in gone.items()}}
    stays = set(gone.values())
    moved = {n: verdict._replace(kept=gone.get(verdict.kept, verdict.kept)) for n, verdict in found.items()}
    return {n: verdict for n, verdict in moved.items() if not (n in stays and verdict.kept == n)}
