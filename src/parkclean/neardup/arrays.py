"""The batch kernel in numpy: what is done to all rows of a batch at once.

`compiled.py` has the same functions for numba; on every input both give the same numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from parkclean.neardup import minhash
from parkclean.neardup.bands import Shape, multipliers
from parkclean.neardup.home import words_with
from parkclean.neardup.packed import distinct
from parkclean.neardup.shingles import GRAM
from parkclean.neardup.shingles import fold_rows as fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]

__all__ = [
    "band_keys",
    "choose",
    "digests",
    "fingerprints",
    "fold",
    "gram_sets",
    "jaccards",
    "jaccards_of",
    "signatures",
    "words_with",
]

NAME = "numpy"

choose = None
"""One row after the other is nothing for numpy: `across` decides in its place."""

PLACE, TURN, LAST = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
"""Odd constants of SplitMix64 (Steele, Lea, Flood 2014)."""

WIDE = (0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3)
"""Multipliers of the 64-bit number of a gram, by which candidates are checked; no two grams share one in practice."""

MARK, WINDOW = 12, 8
"""Winnowing (Schleimer, Wilkerson, Aiken 2003): of every eight 12-grams in a row the least number is a mark."""

MARK_STEP = 0x01000193
"""Multiplier of the rolling number of a 12-gram."""

_SIGNED_AT_ONCE = 1 << 16
"""Characters signed at once: what is permuted 128 times stays in the cache of the processor."""

_AT_ONCE = 1 << 21
"""Grams compared at once."""


def digests(codes: Codes, sizes: Places) -> NDArray[np.uint64]:
    """A 64-bit number for each row: equal rows have the same; others are told apart by a look at the rows."""
    place = np.arange(codes.size, dtype=np.uint64) - np.repeat(np.cumsum(sizes) - sizes, sizes).astype(np.uint64)
    place += np.uint64(1)
    place *= np.uint64(PLACE)
    place ^= place >> np.uint64(29)
    place *= np.uint64(TURN)
    place *= codes.astype(np.uint64) + np.uint64(1)
    found = _sums(place, sizes) + sizes.astype(np.uint64)
    found ^= found >> np.uint64(32)
    found *= np.uint64(LAST)
    return found ^ (found >> np.uint64(29))


def _sums(numbers: NDArray[np.uint64], sizes: Places) -> NDArray[np.uint64]:
    """The sum of each row."""
    found = np.zeros(sizes.size, np.uint64)
    full = np.flatnonzero(sizes)
    if full.size:
        found[full] = np.add.reduceat(numbers, (np.cumsum(sizes) - sizes)[full])
    return found


def signatures(codes: Codes, sizes: Places, out: NDArray[np.uint32]) -> None:
    """The MinHash signatures of rows, `minhash.signatures`."""
    minhash.fill(out, codes, sizes)


def band_keys(codes: Codes, sizes: Places, shape: Shape, out: NDArray[np.uint32]) -> None:
    """The keys of every band of every row; out: shape (bands, rows)."""
    factors = multipliers()
    ends = np.cumsum(sizes)
    start = 0
    while start < sizes.size:
        stop = max(start + 1, int(ends.searchsorted((ends[start - 1] if start else 0) + _SIGNED_AT_ONCE, "right")))
        text = codes[ends[start] - sizes[start] : ends[stop - 1]]
        columns = minhash.columns(text, sizes[start:stop])
        for band in range(out.shape[0]):
            total = np.zeros(stop - start, np.uint64)
            for k in range(band * shape.rows, (band + 1) * shape.rows):
                total += columns[k] * factors[k]
            out[band, start:stop] = total >> np.uint64(32)
        start = stop


def jaccards(codes: Codes, sizes: Places, a: Places, b: Places) -> NDArray[np.float64]:
    """The exact Jaccard of the grams of rows `a[i]` and `b[i]`; no row is shorter than a gram."""
    numbers, starts, counts = _distinct_grams(codes, sizes)
    found = np.zeros(a.size, np.float64)
    work = np.cumsum(counts[a] + counts[b])
    begin = 0
    while begin < a.size:
        before = work[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(work, before + _AT_ONCE)))
        found[begin:end] = _jaccards(numbers, starts, counts, a[begin:end], b[begin:end])
        begin = end
    return found


def _jaccards(numbers: Places, starts: Places, counts: Places, a: Places, b: Places) -> NDArray[np.float64]:
    rows = np.stack([a, b], 1).ravel()
    spread = counts[rows]
    ends = np.cumsum(spread)
    at = np.arange(ends[-1]) + np.repeat(starts[rows] - (ends - spread), spread)
    pair = np.repeat(np.arange(rows.size) // 2, spread).astype(np.uint64)
    packed = (pair << np.uint64(32)) | numbers[at].astype(np.uint64)
    packed.sort()
    again = packed[1:][packed[1:] == packed[:-1]]
    both = np.bincount((again >> np.uint64(32)).astype(np.int64), minlength=a.size)
    found: NDArray[np.float64] = both / (counts[a] + counts[b] - both)
    return found


def _distinct_grams(codes: Codes, sizes: Places) -> tuple[Places, Places, Places]:
    """The distinct grams of each row as 32-bit ranks of their 64-bit numbers; where a row's start, and how many."""
    ranks, counts, _ = _ranked_grams(codes, sizes)
    return ranks, np.cumsum(counts) - counts, counts


def _ranked_grams(codes: Codes, sizes: Places) -> tuple[Places, Places, NDArray[np.uint64]]:
    """The distinct grams of each row as ranks of their 64-bit numbers, rising; how many a row has; the numbers."""
    at = minhash.gram_places(sizes)[0]
    wide = _wide(codes)[at]
    row = np.repeat(np.arange(sizes.size), sizes - GRAM + 1).astype(np.uint64)
    order = wide.argsort()
    ordered = wide[order]
    new = np.concatenate([ordered[:1] == ordered[:1], ordered[1:] != ordered[:-1]])
    rank = np.empty(wide.size, np.uint64)
    rank[order] = np.cumsum(new) - 1
    packed = distinct((row << np.uint64(32)) | rank)
    counts = np.bincount((packed >> np.uint64(32)).astype(np.int64), minlength=sizes.size)
    return (packed & np.uint64(0xFFFFFFFF)).astype(np.int64), counts, ordered[new]


def gram_sets(codes: Codes, sizes: Places) -> tuple[NDArray[np.uint64], Places]:
    """The distinct 64-bit numbers of the grams of each row, rising, and how many; no row is shorter than a gram."""
    ranks, counts, numbers = _ranked_grams(codes, sizes)
    return numbers[ranks], counts


def jaccards_of(
    grams: NDArray[np.uint64], kept: NDArray[np.uint64], starts: Places, some: Places
) -> NDArray[np.float64]:
    """The exact Jaccard of one row's grams with those of some kept rows, `kept[starts[n]:starts[n + 1]]` each."""
    counts = starts[some + 1] - starts[some]
    ends = counts.cumsum()
    theirs = kept[np.arange(ends[-1]) + np.repeat(starts[some] - (ends - counts), counts)]
    same = grams.take(grams.searchsorted(theirs), mode="clip") == theirs
    both = np.add.reduceat(same, ends - counts, dtype=np.int64)
    found: NDArray[np.float64] = both / (grams.size + counts - both)
    return found


def _wide(codes: Codes) -> NDArray[np.uint64]:
    """The 64-bit number of the gram at each place."""
    padded = np.concatenate([codes, np.zeros(len(WIDE), np.uint32)]).astype(np.uint64)
    total = np.zeros(codes.size, np.uint64)
    for n, k in enumerate(WIDE):
        total += padded[n : n + codes.size] * np.uint64(k)
    return total


def fingerprints(codes: Codes, sizes: Places) -> tuple[NDArray[np.uint32], Places]:
    """The marks of every row, and the row of each; a text of 19 characters shares a mark with every text it lies in."""
    count = codes.size - MARK + 1
    empty = np.zeros(0, np.uint32), np.zeros(0, np.int64)
    if count <= 0:
        return empty
    rolled = np.zeros(count, np.uint32)
    for n in range(MARK):
        rolled *= np.uint32(MARK_STEP)
        rolled += codes[n : n + count]
    rolled = minhash.mix(rolled)
    windows = count - WINDOW + 1
    if windows <= 0:
        return empty
    ends = np.cumsum(sizes)
    row = np.repeat(np.arange(sizes.size), sizes)
    left = ends[row[:windows]] - np.arange(windows)
    least = _slide(rolled, np.minimum)
    least = np.where(left >= MARK + WINDOW - 1, least, np.uint32(0))
    # A place is a mark if it is the least of some window that it lies in: the greatest of those least ones.
    around = _slide(
        np.concatenate([np.zeros(WINDOW - 1, np.uint32), least, np.zeros(WINDOW - 1, np.uint32)]), np.maximum
    )
    chosen = np.flatnonzero((around == rolled) & (rolled > 0))
    return rolled[chosen], row[chosen]


def _slide(numbers: NDArray[np.uint32], pick: np.ufunc) -> NDArray[np.uint32]:
    """The least (greatest) of every eight in a row."""
    for step in (1, 2, 4):
        numbers = pick(numbers[:-step], numbers[step:])
    return numbers
