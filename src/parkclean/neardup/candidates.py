"""Which rows of a document are worth comparing: every pair whose grams have a Jaccard of .6 or more, and every piece.

One linear pass says whether anything repeats at all (clean text stops there); only then are pairs built.
What a pair means is decided in `decision.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parkclean.neardup.shingles import BREAK, GRAM, Folded, decode, gram_hashes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOOR = 0.6
"""Inside one document pairs are looked at from this Jaccard on."""

FEWEST = 16
"""Rows with fewer grams say too little to set off the search; once it runs they are compared too."""

_FIRST_HAN = 0x3400
"""Only grams that start with a Chinese character count: addresses and code are alike without being copies."""

COMMON = 32
"""A gram in more rows than this is a template's: it brings no two rows together."""

_SLOTS = 1 << 14
"""Of the table of grams that recur; two that share a slot only make the search look at a text it could have left."""

MOST_PAIRS = 4_000_000
"""Pairs built at once; beyond it common grams count as a template's sooner."""


class Pair(NamedTuple):
    """Two rows that share grams: a stands before b."""

    a: int
    b: int


def repeats_at_all(folded: Folded) -> bool:
    """Whether some row shares `FLOOR` of its grams with the rest of the text, or with itself.

    Exact for rows of Chinese characters: a pair from `FLOOR` on cannot hide, because a gram that is not shared stands
    only once.
    """
    import numpy as np

    codes = folded.codes
    hashes = gram_hashes(codes)
    if hashes.size < 2 * FEWEST:
        return False
    other = codes[: hashes.size] - np.uint32(BREAK + 1) < np.uint32(_FIRST_HAN)
    ordered = np.sort(hashes)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    if again.size < FEWEST * FLOOR:
        return False
    seen = np.zeros(_SLOTS, np.bool_)
    seen[again & np.uint32(_SLOTS - 1)] = True
    flags = seen[hashes & np.uint32(_SLOTS - 1)]
    flags[other] = False
    shared = flags.nonzero()[0]
    breaks = (codes == np.uint32(BREAK)).nonzero()[0]
    edges = np.empty(breaks.size + 2, np.int64)
    edges[0], edges[1:-1], edges[-1] = -1, breaks, codes.size
    count = np.bincount(breaks.searchsorted(shared), minlength=breaks.size + 1)
    sizes = edges[1:] - edges[:-1] - GRAM
    sizes -= np.bincount(breaks.searchsorted(other.nonzero()[0]), minlength=breaks.size + 1)
    long = sizes >= FEWEST
    return bool(np.count_nonzero(long) > 1 and np.any(long & (count >= FLOOR * sizes)))


def split_rows(folded: Folded) -> tuple[list[str], list[int]]:
    """The folded rows, and where in `folded` each starts; a row is what stands between two line breaks."""
    rows = decode(folded.codes).split(chr(BREAK))
    starts = []
    at = 0
    for row in rows:
        starts.append(at)
        at += len(row) + 1
    return rows, starts


def candidates(rows: list[str]) -> list[Pair]:
    """Pairs of rows that may be near-duplicates or one a piece of the other; each row may stand in the list once.

    Every pair with a Jaccard of `FLOOR` or more is among them as long as no gram stands in more than `COMMON` rows.
    Rows shorter than a gram are left out.
    """
    import numpy as np

    keys, owners, sizes = _distinct_grams(rows)
    if keys.size == 0:
        return []
    edges = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1], [True]]))
    spread = np.repeat(np.diff(edges), np.diff(edges))
    common = np.bincount(owners[spread > COMMON], minlength=len(rows))
    useful = (spread > 1) & (spread <= _limit(spread))
    pairs, counts = _pairs(keys[useful], owners[useful])
    a = (pairs >> np.uint64(32)).astype(np.int64)
    b = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    small = np.minimum(sizes[a], sizes[b])
    template = (common[a] * 2 > sizes[a]) & (common[b] * 2 > sizes[b])
    shared = counts + np.minimum(common[a], common[b])
    wanted = (shared >= FLOOR * small) & ~template
    return [Pair(x, y) for x, y in zip(a[wanted].tolist(), b[wanted].tolist(), strict=True)]


def _distinct_grams(
    rows: list[str],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """The grams of all rows, sorted, each once a row; the row of each; the number of grams of every row."""
    import numpy as np

    text = chr(BREAK).join(rows)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    hashes = gram_hashes(codes)
    row = np.cumsum(codes == BREAK)
    inside = row[GRAM - 1 :] == row[: hashes.size]
    if hashes.size:
        inside &= codes[: hashes.size] != BREAK
    above = hashes[inside].astype(np.uint64) << np.uint64(32)
    packed, _ = _runs(above | row[: hashes.size][inside].astype(np.uint64))
    owners = (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return (packed >> np.uint64(32)).astype(np.uint32), owners, np.bincount(owners, minlength=len(rows))


def _limit(spread: NDArray[np.int64]) -> int:
    """How many rows may share a gram, so that all pairs fit into `MOST_PAIRS`."""
    limit = COMMON
    while limit > 2 and int((spread[spread <= limit] - 1).sum()) // 2 > MOST_PAIRS:
        limit //= 2
    return limit


def _pairs(keys: NDArray[np.uint32], owners: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Every two rows that share a gram, packed into one number, and how many grams they share."""
    import numpy as np

    found = [np.zeros(0, np.uint64)]
    for step in range(1, COMMON):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        first = owners[: keys.size - step][same].astype(np.uint64)
        found.append((first << np.uint64(32)) | owners[step:][same].astype(np.uint64))
    return _runs(np.concatenate(found))


def _runs(numbers: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The distinct numbers, sorted, and how often each occurs; `np.unique` takes three times as long."""
    import numpy as np

    numbers.sort()
    starts = np.flatnonzero(np.concatenate([numbers[:1] == numbers[:1], numbers[1:] != numbers[:-1]]))
    return numbers[starts], np.diff(starts, append=numbers.size)
