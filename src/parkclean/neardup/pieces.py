"""Which rows may be pieces of which longer rows: their marks, sorted, and the runs that share one.

A mark is one of the numbers by which a text is winnowed (`arrays.fingerprints`); a piece shares all its marks with the
row that it lies in.
`across` asks for the pairs and checks them; nothing here reads text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from parkclean.neardup import packed
from parkclean.neardup.shingles import long_gram_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

MOST_WHOLES = 64
"""Longer rows in which a piece is looked for, the longest first."""

_CHECKED = 32
"""Marks of a piece, the rarest first, that a longer row must have before anybody reads it."""

_MARKS_AT_ONCE = 1 << 16
"""What is made of so many marks stays in the cache of the processor."""

_PIECES_AT_ONCE = 4096

_MOST_PLACES = 1000
"""A text in which every gram of a piece stands more often is monotonous: there the piece soon stands, too."""

_ROW = np.uint64(0xFFFFFFFF)


class Shared(NamedTuple):
    """Marks that several rows share.

    marks: packed with the row number below, sorted, each once a row; whole: rows that are no pieces, because they have
    a mark of their own.
    """

    marks: NDArray[np.uint64]
    whole: NDArray[np.bool_]


class Marks:
    """The marks of all rows; marks: packed with the row number below, in no order; sorted in place."""

    def __init__(self, marks: NDArray[np.uint64]) -> None:
        marks.sort()
        stop = 0
        for part in _parts(marks):
            marks[stop : stop + part.size] = part
            stop += part.size
        self._packed = marks[:stop]
        self._totals: Numbers | None = None

    def shared(self, stays: NDArray[np.bool_]) -> Shared:
        """What rows that stay share."""
        whole = np.zeros(stays.size, np.bool_)
        found = [np.zeros(0, np.uint64)]
        for part in _parts(self._packed):
            part = part[stays[(part & _ROW).view(np.int64)]]
            several = packed.several(packed.above(part))
            whole[(part[~several] & _ROW).view(np.int64)] = True
            found.append(part[several])
        return Shared(np.concatenate(found), whole)

    def shared_with(self, marks: NDArray[np.uint32], stays: NDArray[np.bool_]) -> Shared:
        """The same for some marks alone; rows with any other one cannot be pieces of rows that have these."""
        first = np.unique(marks).astype(np.uint64) << np.uint64(32)
        low, high = self._packed.searchsorted(first), self._packed.searchsorted(first | _ROW, "right")
        part = self._packed[_ranges(low, high - low)]
        part = part[stays[(part & _ROW).view(np.int64)]]
        part = part[packed.several(packed.above(part))]
        rows, counts = np.unique((part & _ROW).view(np.int64), return_counts=True)
        whole = np.ones(stays.size, np.bool_)
        whole[rows] = counts < self._counted(stays.size)[rows]
        return Shared(part, whole)

    def _counted(self, count: int) -> Numbers:
        """How many marks each row has."""
        if self._totals is None:
            self._totals = np.zeros(count, np.int64)
            for start in range(0, self._packed.size, 1 << 22):
                owners = (self._packed[start : start + (1 << 22)] & _ROW).view(np.int64)
                self._totals += np.bincount(owners, minlength=count)
        return self._totals


def _parts(marks: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    """Sorted marks part by part; no run is cut, and each stands once a row."""
    start = 0
    while start < marks.size:
        last = marks[min(marks.size, start + _MARKS_AT_ONCE) - 1] | _ROW
        stop = int(marks.searchsorted(last, "right"))
        part = marks[start:stop]
        yield part[packed.edges(part)[:-1]]
        start = stop


def _ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """`counts[n]` numbers from `starts[n]` on, one run behind the other."""
    ends = counts.cumsum()
    total = int(ends[-1]) if ends.size else 0
    found: Numbers = np.arange(total) + np.repeat(starts - (ends - counts), counts)
    return found


class _Runs:
    """The runs of rows that share a mark in which some row may be a piece of a longer one."""

    def __init__(self, shared: Shared, sizes: Numbers) -> None:
        marks, whole = shared
        owners = (marks & _ROW).view(np.int64)
        edges = packed.edges(packed.above(marks))
        edges, spread = edges[:-1], np.diff(edges)
        # The longest rows of a run are no pieces of the others.
        own = sizes[owners]
        longest = np.maximum.reduceat(own, edges) if edges.size else np.zeros(0, np.int64)
        whole[owners[np.repeat(longest, spread) == own]] = True
        pieces = ~whole[owners]
        useful = np.logical_or.reduceat(pieces, edges) if edges.size else np.zeros(0, np.bool_)
        kept = np.repeat(useful, spread)
        self.sizes = sizes
        self.marks = marks[kept]
        self.owners = owners[kept]
        self.spread = spread[useful]
        self.starts = self.spread.cumsum() - self.spread
        self.pieces = pieces[kept]

    def by_piece(self) -> tuple[Numbers, Numbers, Numbers]:
        """Pieces, the longest first; how many runs each stands in, and these, the shortest first."""
        run = np.repeat(np.arange(self.spread.size), self.spread)[self.pieces]
        owners = self.owners[self.pieces]
        order = np.lexsort((run, self.spread[run], owners, -self.sizes[owners]))
        rows = owners[order]
        first = packed.edges(rows)
        return rows[first[:-1]], np.diff(first), run[order]

    def longest(self, runs: Numbers) -> tuple[Numbers, Numbers]:
        """How many of the rows of some runs are looked at, and these, the longest first."""
        spread = self.spread[runs]
        number = np.repeat(np.arange(runs.size), spread)
        owners = self.owners[_ranges(self.starts[runs], spread)]
        order = np.lexsort((owners, -self.sizes[owners], number))
        some = np.arange(owners.size) - np.repeat(spread.cumsum() - spread, spread) < MOST_WHOLES
        return np.minimum(spread, MOST_WHOLES), owners[order][some]

    def has(self, runs: Numbers, rows: Numbers) -> NDArray[np.bool_]:
        """Whether rows stand in runs, one each."""
        wanted = (self.marks[self.starts[runs]] & ~_ROW) | rows.astype(np.uint64)
        found: NDArray[np.bool_] = self.marks[self.marks.searchsorted(wanted).clip(max=self.marks.size - 1)] == wanted
        return found


def candidates(shared: Shared, sizes: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Rows all of whose marks stand in longer rows, too, and longer rows that share the rarest of them, in blocks.

    sizes: folded characters of every row.
    The longest pieces come first, and of their wholes the longest; a piece stands in one block only.
    """
    runs = _Runs(shared, sizes)
    rows, counts, of = runs.by_piece()
    begin = counts.cumsum() - counts
    for start in range(0, rows.size, _PIECES_AT_ONCE):
        part = slice(start, start + _PIECES_AT_ONCE)
        rarest, at = np.unique(of[begin[part]], return_inverse=True)
        spread, members = runs.longest(rarest)
        piece = np.repeat(np.arange(start, start + at.size), spread[at])
        whole = members[_ranges((spread.cumsum() - spread)[at], spread[at])]
        longer = sizes[whole] > sizes[rows[piece]]
        piece, whole = piece[longer], whole[longer]
        for step in range(1, min(_CHECKED, int(counts[part].max(initial=0)))):
            more = counts[piece] > step
            more[more] = ~runs.has(of[begin[piece[more]] + step], whole[more])
            piece, whole = piece[~more], whole[~more]
        yield rows[piece], whole


class Places:
    """A very long text in which many pieces are looked for: where each of its 12-grams stands."""

    def __init__(self, text: str) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        hashes = long_gram_hashes(codes)
        self.text = text
        self.order = hashes.argsort(kind="stable")
        self.hashes = hashes[self.order]

    def find(self, piece: str) -> int:
        """Where a piece of 12 characters or more stands first, -1 if nowhere, as `str.find` says."""
        mine = long_gram_hashes(np.frombuffer(piece.encode("utf-32-le", "surrogatepass"), np.uint32))
        low, high = self.hashes.searchsorted(mine), self.hashes.searchsorted(mine, "right")
        rarest = int((high - low).argmin())
        if high[rarest] - low[rarest] > _MOST_PLACES:
            return self.text.find(piece)
        for at in self.order[low[rarest] : high[rarest]].tolist():
            if self.text.startswith(piece, at - rarest) and at >= rarest:
                return int(at) - rarest
        return -1
