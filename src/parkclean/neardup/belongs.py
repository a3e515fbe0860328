"""How well paragraphs fit to a place among others of its document: by the words that it shares with them.

A word that stands everywhere says nothing; one that only the paragraph and its neighbours have says most.
Where the rows above and below a place go on with each other, what stands between them may have leaked.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt
from operator import add

REACH = 4
"""So many rows on each side are compared, the nearer ones more."""

AROUND = 20
"""So many rows on each side of the places tell how common a word is."""

SIDES = 1.0
"""What the two neighbours count once more, and that they go on with each other."""

HEADING = 20
"""Rows with fewer characters may be headings."""

SHORT = 20
"""Rows say more than in proportion the shorter they are, up to this many characters."""


@lru_cache(256)
def words_of(row: str) -> frozenset[str]:
    """Runs of two and three characters, which are Chinese words, more or less."""
    pairs = list(map(add, row, row[1:]))
    return frozenset((*pairs, *map(add, pairs, row[2:])))


def fits(
    block: Sequence[str], groups: Sequence[Sequence[int]], rows: Sequence[str], copies: Container[int]
) -> list[float]:
    """How well some paragraphs fit to each of some places; a place is a group of rows, and copies say nothing."""
    near = {rows[n] for group in groups for n in range(max(0, group[0] - AROUND), min(len(rows), group[-1] + AROUND))}
    own = frozenset().union(*map(words_of, block))
    sides = [_sides(group, rows, copies) for group in groups]
    edges = [(_nearest(above), _nearest(below)) for above, below in sides]
    beside = frozenset().union(*(words_of(row) for both in sides for side in both for row in side))
    asked = (own & beside).union(*(one & other for one, other in edges))
    worth = {word: log(len(near) / sum([word in row for row in near])) for word in asked}
    return [_fits(block, *both, *edge, worth) for both, edge in zip(sides, edges, strict=True)]


def _sides(group: Sequence[int], rows: Sequence[str], copies: Container[int]) -> tuple[list[str], list[str]]:
    """The rows above a place and below it, the nearest ones first, as far as its section goes.

    A heading below opens another one; the one above is the section's own.
    """
    above: list[str] = []
    for n in range(group[0] - 1, max(-1, group[0] - AROUND - 1), -1):
        if n in copies:
            continue
        if len(above) == REACH:
            break
        above.append(rows[n])
    below: list[str] = []
    for n in range(group[-1] + 1, min(len(rows), group[-1] + AROUND)):
        if n in copies:
            continue
        if len(below) == REACH or len(rows[n]) < HEADING:
            break
        below.append(rows[n])
    return above, below


def _nearest(side: Sequence[str]) -> frozenset[str]:
    return words_of(side[0]) if side else frozenset()


def _fits(
    block: Sequence[str],
    above: Sequence[str],
    below: Sequence[str],
    one: frozenset[str],
    other: frozenset[str],
    worth: Mapping[str, float],
) -> float:
    """one, other: the words of the nearest rows."""

    def shared(these: frozenset[str], those: frozenset[str]) -> float:
        return sum([worth.get(word, 0.0) for word in sorted(these & those)])

    def like(these: frozenset[str], those: frozenset[str]) -> float:
        return shared(these, those) / sqrt(1 + sqrt(max(1, len(these)) * max(1, len(those))))

    total = 0.0
    for side, own in ((above, block[:REACH]), (below, block[: -REACH - 1 : -1])):
        for n, row in enumerate(side, 1):
            there, size = words_of(row), sqrt(SHORT + len(row))
            total += sum(shared(there, words_of(said)) / (n + m) for m, said in enumerate(own)) / size
    first, last = words_of(block[0]), words_of(block[-1])
    return total + SIDES * (like(one, first) + like(last, other) - like(one, other))
