"""How well a paragraph fits to a place among others of its document: by the words that it shares with them.

A word that stands everywhere says nothing; one that only the paragraph and its neighbours have says most.
Where the rows above and below a place go on with each other, what stands between them may have leaked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from math import log, sqrt
from operator import add

REACH = 4
"""So many rows on each side are compared, the nearer ones more."""

AROUND = 20
"""So many rows on each side of the places tell how common a word is."""

SIDES = 0.25
"""What the two neighbours count once more, and that they go on with each other."""

SHORT = 20
"""Rows say more than in proportion the shorter they are, up to this many characters."""


def words(row: str) -> frozenset[str]:
    """Runs of two and three characters, which are Chinese words, more or less."""
    pairs = list(map(add, row, row[1:]))
    return frozenset((*pairs, *map(add, pairs, row[2:])))


def fits(text: str, groups: Sequence[Sequence[int]], rows: Sequence[str], copies: Container[int]) -> list[float]:
    """How well a paragraph fits to each of some places; a place is a group of rows, and copies say nothing."""
    near = {rows[n] for group in groups for n in range(max(0, group[0] - AROUND), min(len(rows), group[-1] + AROUND))}
    said = {row: words(row) for row in near}
    times = Counter(word for found in said.values() for word in found)
    worth = {word: log(len(near) / count) for word, count in times.items()}
    own = words(text)
    return [_fits(own, *_sides(group, rows, copies), said, worth) for group in groups]


def _sides(group: Sequence[int], rows: Sequence[str], copies: Container[int]) -> tuple[list[str], list[str]]:
    """The rows above a place and below it, the nearest ones first."""
    above = (n for n in range(group[0] - 1, max(-1, group[0] - AROUND - 1), -1) if n not in copies)
    below = (n for n in range(group[-1] + 1, min(len(rows), group[-1] + AROUND)) if n not in copies)
    return [rows[n] for n, _ in zip(above, range(REACH), strict=False)], [
        rows[n] for n, _ in zip(below, range(REACH), strict=False)
    ]


def _fits(
    own: frozenset[str],
    above: Sequence[str],
    below: Sequence[str],
    said: Mapping[str, frozenset[str]],
    worth: Mapping[str, float],
) -> float:
    def shared(one: frozenset[str], other: frozenset[str]) -> float:
        return sum(worth.get(word, 0.0) for word in sorted(one & other))

    def like(one: frozenset[str], other: frozenset[str]) -> float:
        return shared(one, other) / sqrt(1 + sqrt(max(1, len(one)) * max(1, len(other))))

    total = 0.0
    for side in (above, below):
        for n, row in enumerate(side, 1):
            total += shared(said[row], own) / n / sqrt(SHORT + len(row))
    one, other = (said[side[0]] if side else frozenset[str]() for side in (above, below))
    return total + SIDES * (like(one, own) + like(own, other) - like(one, other))
