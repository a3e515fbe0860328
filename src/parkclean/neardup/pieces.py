"""Which rows may be pieces of which longer rows: their marks, sorted, and the runs that share one.

A mark is one of the numbers by which a text is winnowed (`arrays.fingerprints`); a piece shares all its marks with the
row that it lies in.
`across` asks for the pairs and checks them; nothing here reads text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from parkclean.neardup.shingles import long_gram_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

MOST_WHOLES = 64
"""Longer rows in which a piece is looked for, the longest first."""

_MARKS_AT_ONCE = 1 << 20

_SLOTS = 1 << 20

_MOST_PLACES = 1000
"""A text in which every gram of a piece stands more often is monotonous: there the piece soon stands, too."""

_ROW = np.uint64(0xFFFFFFFF)


def candidates(
    marks: NDArray[np.uint64], sizes: Numbers, stays: NDArray[np.bool_], among: NDArray[np.bool_] | None = None
) -> Iterator[tuple[int, list[int]]]:
    """Rows all of whose marks stand in longer rows, too, with the longer rows that share the rarest, longest first.

    marks: packed with the row number below, sorted; sizes: folded characters of every row; stays: which rows count.
    among: only pairs with one of these rows are asked for; some others come, too.
    """
    together, lonely = _shared(marks, stays, None if among is None else _seen(marks, among))
    above = (together >> np.uint64(32)).astype(np.uint32)
    owners = (together & _ROW).astype(np.int64)
    edges = np.flatnonzero(np.concatenate([above[:1] == above[:1], above[1:] != above[:-1]]))
    spread = np.diff(edges, append=above.size)
    run = np.repeat(np.arange(edges.size), spread)
    # The longest rows of a run are no pieces of the others.
    longest = np.maximum.reduceat(sizes[owners], edges) if edges.size else np.zeros(0, np.int64)
    lonely[owners[longest[run] == sizes[owners]]] = True
    wanted = np.flatnonzero(~lonely[owners])
    row_of, run_of = _rarest(owners[wanted], run[wanted], spread)
    shown: dict[int, list[tuple[int, int]]] = {}
    # In a run of two, which most are, the whole is the other row.
    start = edges[run_of]
    other = np.where(spread[run_of] == 2, owners[start] + owners[np.minimum(start + 1, owners.size - 1)] - row_of, -1)
    columns = row_of, sizes[row_of], run_of, other
    for row, size, number, whole in zip(*(column.tolist() for column in columns), strict=True):
        if whole >= 0:
            yield row, [whole]
            continue
        if number not in shown:
            members = owners[edges[number] : edges[number] + spread[number]]
            shown[number] = sorted(zip((-sizes[members]).tolist(), members.tolist(), strict=True))[:MOST_WHOLES]
        wholes = [n for less, n in shown[number] if -less > size]
        if wholes:
            yield row, wholes


def _rarest(owners: Numbers, run: Numbers, spread: Numbers) -> tuple[Numbers, Numbers]:
    """Each row once, and the shortest run that it stands in; of equal ones the first."""
    if not owners.size:
        return owners, run
    low = int(spread.size).bit_length()
    most = (1 << (64 - low - int(owners.max()).bit_length() - 1)) - 1
    packed = owners.astype(np.uint64) * np.uint64(most + 1) + np.minimum(spread[run], most).astype(np.uint64)
    packed = (packed << np.uint64(low)) | run.astype(np.uint64)
    packed.sort()
    row = (packed >> np.uint64(low)).astype(np.int64) // (most + 1)
    first = np.concatenate([[True], row[1:] != row[:-1]])
    return row[first], (packed[first] & np.uint64((1 << low) - 1)).astype(np.int64)


def _parts(marks: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    """The marks part by part, which keeps the memory small; no run is cut, and each stands once a row."""
    start = 0
    while start < marks.size:
        last = marks[min(marks.size, start + _MARKS_AT_ONCE) - 1] | _ROW
        stop = int(marks.searchsorted(last, "right"))
        part = marks[start:stop]
        yield part[np.concatenate([[True], part[1:] != part[:-1]])]
        start = stop


def _seen(marks: NDArray[np.uint64], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which marks some rows have, by their last bits."""
    seen = np.zeros(_SLOTS, np.bool_)
    for part in _parts(marks):
        seen[_slot(part[among[(part & _ROW).astype(np.int64)]])] = True
    return seen


def _slot(marks: NDArray[np.uint64]) -> Numbers:
    return (marks >> np.uint64(32)).astype(np.int64) & (_SLOTS - 1)


def _shared(
    marks: NDArray[np.uint64], stays: NDArray[np.bool_], seen: NDArray[np.bool_] | None
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The marks that several rows share; and which rows have one of their own."""
    lonely = np.zeros(stays.size, np.bool_)
    found = [np.zeros(0, np.uint64)]
    for part in _parts(marks):
        part = part[stays[(part & _ROW).astype(np.int64)]]
        if seen is not None:
            hit = seen[_slot(part)]
            lonely[(part[~hit] & _ROW).astype(np.int64)] = True
            part = part[hit]
        above = (part >> np.uint64(32)).astype(np.uint32)
        same = np.zeros(part.size + 1, np.bool_)
        np.equal(above[1:], above[:-1], out=same[1:-1])
        several = same[1:] | same[:-1]
        lonely[(part[~several] & _ROW).astype(np.int64)] = True
        found.append(part[several])
    return np.concatenate(found), lonely


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
