"""Which of several equal paragraphs is at home: where its neighbours continue it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from operator import add

PARAGRAPH = 40
"""Shorter rows may be headings."""

MARGIN = 3
PLUS = 6
"""An earlier place wins with three times the shared words of the last one, and six more.

Measured on articles with one paragraph copied to a random place: wrong in 2 of 100, which is why it decides only then.
"""


NEAR = 12
"""So many rows on each side are looked through for a number."""

_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}

Shared = Callable[[str], AbstractSet[object]]
"""Says which words of one row another one has, too; a word may go by any name."""


def words_with(row: str) -> Shared:
    """Runs of two and three characters, which are Chinese words, more or less; `home_compiled` has the same."""
    mine = _words(row)
    return lambda other: mine & _words(other)


def _words(row: str) -> set[str]:
    pairs = list(map(add, row, row[1:]))
    return {*pairs, *map(add, pairs, row[2:])}


def at_home(
    places: Sequence[int],
    rows: Sequence[str],
    copies: Container[int],
    otherwise: int = -1,
    words: Callable[[str], Shared] = words_with,
) -> int:
    """The row at home among equal rows.

    Copies with nothing but other copies between them stand at one place, where the earliest stays.
    A numbered paragraph is at home where the numbers beside it go on with its own.
    Of several places the last one wins, because a box that leaks is emitted before the text that it belongs to; unless
    the neighbours of an earlier place clearly share more words with the paragraph.
    Across documents no place comes first for that reason: there `otherwise` is 0, the earliest.
    words: how shared words are told.
    """
    groups = _groups(places, rows, copies)
    if len(groups) == 1:
        return places[0]
    fits = [_fits(group, rows) for group in groups]
    if fits.count(max(fits)) == 1:
        return groups[fits.index(max(fits))][0]
    usual = groups.pop(otherwise)
    shared = words(rows[places[0]])
    around = [_around(group, rows, copies, shared) for group in groups]
    if max(map(len, around)) < PLUS:
        return usual[0]
    there = _around(usual, rows, copies, shared)
    everywhere = there.intersection(*around)
    scores = [len(words - everywhere) for words in around]
    best = scores.index(max(scores))
    clear = scores[best] >= MARGIN * len(there - everywhere) + PLUS
    return (groups[best] if clear else usual)[0]


def _fits(group: Sequence[int], rows: Sequence[str]) -> int:
    """On how many sides of a place the nearest number is the one before that of the row, or the one behind it."""
    number = _number(rows[group[0]])
    if not number:
        return 0
    above = map(_number, reversed(rows[max(0, group[0] - NEAR) : group[0]]))
    below = map(_number, rows[group[-1] + 1 : group[-1] + 1 + NEAR])
    return (next(filter(None, above), 0) == number - 1 > 0) + (next(filter(None, below), 0) == number + 1)


def _number(row: str) -> int:
    """The number that a folded row begins with, written in Chinese; 0 if it begins with none."""
    if row[:1] not in _NUMERALS:
        return 0
    written = row[: next((n for n, c in enumerate(row[:4]) if c not in _NUMERALS), 4)]
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _NUMERALS[written] if len(written) == 1 else 0
    return 10 * _NUMERALS.get(tens or "一", 0) + _NUMERALS.get(ones, 0)


def _groups(places: Sequence[int], rows: Sequence[str], copies: Container[int]) -> list[list[int]]:
    """Split the places where a stranger stands between two of them: a row that has no copy outside.

    One closing row does not count where the rows before or behind the two copies are equal, too: the box holds
    several paragraphs.
    """
    groups = [[places[0]]]
    for a, b in pairwise(places):
        strangers = _strangers(a, b, rows, copies)
        behind = b + 1 < len(rows) and rows[a + 1] == rows[b + 1]
        before = a > 0 and rows[a - 1] == rows[b - 1]
        if strangers > (behind or before):
            groups.append([b])
        else:
            groups[-1].append(b)
    return groups


def _strangers(a: int, b: int, rows: Sequence[str], copies: Container[int]) -> int:
    """How many rows between two copies belong there alone; beyond 40 rows it does not matter."""
    if b - a == 1 or b - a > 40:
        return b - a - 1
    between = rows[a + 1 : b]
    outside = {*rows[max(0, a - 40) : a], *rows[b + 1 : b + 41]}
    return sum(rows[n] not in outside and (n not in copies or between.count(rows[n]) > 1) for n in range(a + 1, b))


def _around(group: Sequence[int], rows: Sequence[str], copies: Container[int], shared: Shared) -> set[object]:
    """The shared words next to a place: back to the last paragraph, headings on the way included; ahead to the next
    one.

    A heading that follows opens another section and says nothing.
    """
    found: set[object] = set()
    for n in range(group[0] - 1, max(-1, group[0] - 40), -1):
        if n not in copies:
            row = rows[n]
            found |= shared(row)
            if len(row) >= PARAGRAPH:
                break
    behind = next((n for n in range(group[-1] + 1, min(len(rows), group[-1] + 40)) if n not in copies), None)
    if behind is not None and len(rows[behind]) >= PARAGRAPH:
        found |= shared(rows[behind])
    return found
