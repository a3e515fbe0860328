"""The grams of rows that are compared again and again: those of the kept rows of a template, each asked by many rows.

A row's grams are the distinct 64-bit numbers of its 5-grams, sorted; the kernels make them and count what two share.
`across` says which rows are kept and asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from parkclean.neardup import scan

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


def blocks(
    source: scan.Source, rows: NDArray[np.int64]
) -> Iterator[tuple[slice, NDArray[np.uint64], NDArray[np.int64]]]:
    """Some rows, block by block: which of them, their grams one behind the other, and where each row's end."""
    for part in source.parts(rows):
        grams, counts = source.kernel.gram_sets(*source.fold(rows[part]))
        yield part, grams, counts.cumsum()


class GramSets:
    """The grams of the rows to come, made ready block by block, and of the rows that were kept.

    rows: numbers of rows, in the order in which they will be asked for.
    """

    def __init__(self, source: scan.Source, rows: Sequence[int]) -> None:
        self._kernel = source.kernel
        self._rows = np.array(rows, np.int64)
        self._blocks = blocks(source, self._rows)
        self._ready: dict[int, int] = {}
        self._grams = np.zeros(0, np.uint64)
        self._edges: list[int] = [0]
        self._kept = np.zeros(1 << 16, np.uint64)
        self._starts = np.zeros(1 << 10, np.int64)
        self._count = 0

    def of(self, row: int) -> NDArray[np.uint64]:
        """The grams of a row that was not asked for before; rows may be left out, but must come in order."""
        while row not in self._ready:
            self._read()
        at = self._ready[row]
        return self._grams[self._edges[at] : self._edges[at + 1]]

    def _read(self) -> None:
        """Make the next rows ready, and forget those before."""
        part, self._grams, ends = next(self._blocks)
        self._edges = [0, *ends.tolist()]
        self._ready = {row: n for n, row in enumerate(self._rows[part].tolist())}

    def keep(self, grams: NDArray[np.uint64] | None) -> int:
        """Give a kept row the next number, from 0 on; None for a row that will not be compared."""
        if self._count + 1 == self._starts.size:
            self._starts = np.concatenate([self._starts, np.zeros_like(self._starts)])
        start = int(self._starts[self._count])
        end = start + (0 if grams is None else grams.size)
        if grams is not None:
            while end > self._kept.size:
                self._kept = np.concatenate([self._kept, np.zeros_like(self._kept)])
            self._kept[start:end] = grams
        self._count += 1
        self._starts[self._count] = end
        return self._count - 1

    def jaccards(self, grams: NDArray[np.uint64], kept: Sequence[int]) -> list[float]:
        """The exact Jaccard of a row's grams with those of kept rows, by their numbers."""
        scores: list[float] = self._kernel.jaccards_of(
            grams, self._kept, self._starts, np.array(kept, np.int64)
        ).tolist()
        return scores
