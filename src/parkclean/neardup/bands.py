"""Which rows of a corpus to compare: band keys, sorted, and the runs of rows that share one.

A band is a few values of a signature; two rows are candidates if all values of some band are equal.
The kernels (`arrays`, `compiled`) fill the keys, `across` asks for pairs; nothing here reads text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from parkclean.neardup.minhash import PERMUTATIONS
from parkclean.neardup.packed import above, distinct, edges, pairs, several

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RECALL = 0.94
"""A pair exactly at the threshold is found at least this often; every pair above it more often."""

MOST_ROWS = 16
"""Rows of a signature in a band: more would not make the search cheaper."""

SHORT_RUN = 8
"""In a run of so many rows every pair is built; in a longer one a row is compared with the kept rows only."""

MOST_KEPT = 64
"""A run with more kept rows is a template's."""


class Shape(NamedTuple):
    """How a signature is cut: so many bands of so many rows."""

    bands: int
    rows: int


class Runs(NamedTuple):
    """The rows that share band keys.

    pairs: two rows of a short run, packed into one number (the smaller one above), sorted, each once.
    members: the rows of long runs, run by run; starts: where each run begins, and the end.
    """

    pairs: NDArray[np.uint64]
    members: NDArray[np.int64]
    starts: NDArray[np.int64]

    def by_row(self) -> dict[int, list[int]]:
        """The numbers of the long runs that each row stands in, rising."""
        import numpy as np

        order = self.members.argsort(kind="stable")
        rows = self.members[order]
        runs = np.repeat(np.arange(self.starts.size - 1), np.diff(self.starts))[order].tolist()
        ends = edges(rows).tolist()
        firsts = rows[ends[:-1]].tolist()
        return {row: runs[start:end] for row, start, end in zip(firsts, ends[:-1], ends[1:], strict=True)}


@lru_cache(64)
def shape(threshold: float, permutations: int = PERMUTATIONS) -> Shape:
    """The longest bands that find a pair at the threshold with probability `RECALL`.

    >>> shape(0.8), shape(0.5)
    (Shape(bands=16, rows=8), Shape(bands=42, rows=3))
    """
    for rows in range(MOST_ROWS, 1, -1):
        bands = permutations // rows
        if 1 - (1 - threshold**rows) ** bands >= RECALL:
            return Shape(bands, rows)
    return Shape(permutations, 1)


@lru_cache(1)
def multipliers() -> NDArray[np.uint64]:
    """Odd factors of the multilinear hash of a band (Thorup 2015); two different bands agree once in 2**32."""
    import numpy as np

    random = np.random.RandomState(20)
    high, low = (random.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint64) for _ in range(2))
    return (high << np.uint64(32)) | low | np.uint64(1)


def runs(keys: NDArray[np.uint32], rows: NDArray[np.int64]) -> Runs:
    """Sort the keys of every band, packed with the row, and walk what is equal.

    keys: shape (bands, all rows); rows: the numbers of those that are compared, rising.
    """
    import numpy as np

    packed = np.empty(rows.size, np.uint64)
    everything = rows.size == keys.shape[1]
    found = [np.zeros(0, np.uint64)]
    members, ends = [np.zeros(0, np.int64)], [np.zeros(1, np.int64)]
    total = 0
    for band in keys:
        np.left_shift(band if everything else band.take(rows), np.uint64(32), out=packed, dtype=np.uint64)
        packed |= rows.view(np.uint64)
        packed.sort()
        together = shared(packed)
        where = (together & np.uint64(0xFFFFFFFF)).astype(np.int64)
        keys_of = above(together)
        sizes = np.diff(edges(keys_of))
        long = np.repeat(sizes > SHORT_RUN, sizes)
        members.append(where[long])
        ends.append(total + np.cumsum(sizes[sizes > SHORT_RUN]))
        total += members[-1].size
        found.append(pairs(keys_of[~long], where[~long], SHORT_RUN))
        if sum(some.size for some in found) > max(rows.size, 2 * found[0].size):
            found = [distinct(np.concatenate(found))]
    return Runs(distinct(np.concatenate(found)), np.concatenate(members), np.concatenate(ends))


def shared(packed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The packed keys that are not alone."""
    return packed[several(above(packed))]


def beside(keys: NDArray[np.uint32], rows: NDArray[np.int64], some: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of the rows that share a band key with one of some rows, rising; these, too, if they are among the rows.

    keys: shape (bands, all rows); rows: rising.
    Most rows are told by the lower half of a key; to sort all keys, as `runs` does, would hold them twice.
    """
    import numpy as np

    found = np.zeros(keys.shape[1], np.bool_)
    for band in keys:
        wanted = np.unique(band[some])
        half = np.zeros(1 << 16, np.bool_)
        half[wanted & np.uint32(0xFFFF)] = True
        maybe = half.take(band & np.uint32(0xFFFF)).nonzero()[0]
        found[maybe[np.isin(band[maybe], wanted)]] = True
    return rows[found[rows]]
