"""Which rows of a document are worth comparing: every pair whose grams have a Jaccard of .6 or more, and every piece.

One linear pass says whether anything repeats at all (clean text stops there); only then are pairs built.
What a pair means is decided in `decision.py`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from parkclean.neardup import packed
from parkclean.neardup.shingles import (
    BREAK,
    GRAM,
    LONG_GRAM,
    Folded,
    gram_hashes,
    grams,
    jaccard,
    long_gram_hashes,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOOR = 0.6
"""Inside one document pairs are looked at from this Jaccard on."""

LONG_FLOOR = 0.35
FEWEST_LONG = 3
"""For the first look, at runs of 12 characters: the share of a row, and the least number of runs, that recur."""

FEWEST = 16
"""Rows with fewer grams say too little to set off the search; once it runs they are compared too."""

FIRST_HAN = 0x3400
"""Only grams that start with a Chinese character count: addresses and code are alike without being copies."""

COMMON = 32
"""A gram in more rows than this is a template's: it brings no two rows together."""

_SLOTS = 1 << 14
"""Of the table of grams that recur, or as many as the text has grams; two that share a slot only make the search look
at a text it could have left."""

_FEW = 8
"""Fewer pairs are compared one by one before the kernel has begun."""

MOST_PAIRS = 4_000_000
"""Pairs built at once; beyond it common grams count as a template's sooner."""


class Pair(NamedTuple):
    """Two rows that share grams: a stands before b."""

    a: int
    b: int


def repeats_at_all(folded: Folded) -> bool:
    """Whether some row shares `LONG_FLOOR` of its runs of 12 characters with one other row.

    A pair with a Jaccard of `FLOOR` shares three quarters of the 5-grams of its shorter row, so it differs in one
    character of twenty or fewer, and two runs of 12 in five are whole.
    Clauses of laws share phrases of 5 characters with everything, runs of 12 with many, most of them with a copy only.
    """
    runs = Runs(folded)
    return runs.recur and runs.shared


class Runs:
    """The runs of 12 characters of a folded text; those that start with a Chinese character count."""

    def __init__(self, folded: Folded) -> None:
        self.codes = folded.codes
        self.hashes = long_gram_hashes(folded.codes)
        self._again = recurring(self.hashes, FEWEST_LONG) if self.hashes.size >= 2 * FEWEST else None

    @cached_property
    def _breaks(self) -> NDArray[np.int64]:
        import numpy as np

        found: NDArray[np.int64] = (self.codes == np.uint32(BREAK)).nonzero()[0]
        return found

    @cached_property
    def _template(self) -> bool:
        """Whether some run stands in more than `COMMON` places."""
        ordered = self.hashes.copy()
        ordered.sort()
        return bool((ordered[COMMON:] == ordered[:-COMMON]).any())

    @cached_property
    def _sizes(self) -> NDArray[np.int64]:
        """How many runs each row has."""
        import numpy as np

        edges = row_edges(self._breaks, self.codes.size)
        other = self.codes[: self.hashes.size] - np.uint32(BREAK + 1) < np.uint32(FIRST_HAN - BREAK - 1)
        return edges[1:] - edges[:-1] - LONG_GRAM - _in_rows(other, edges)

    @cached_property
    def recur(self) -> bool:
        """Whether some row has enough runs that stand more than once in the text, or one run is a template's."""
        import numpy as np

        if self._again is None:
            return False
        if np.count_nonzero(self._again) > COMMON and self._template:
            return True
        self._again &= self.codes[: self.hashes.size] >= np.uint32(FIRST_HAN)
        if np.count_nonzero(self._again) < FEWEST_LONG:
            return False
        counts = _in_rows(self._again, row_edges(self._breaks, self.codes.size))
        enough = (counts >= FEWEST_LONG).nonzero()[0]
        return bool(enough.size) and _is_share(counts.take(enough), self._sizes.take(enough))

    @cached_property
    def shared(self) -> bool:
        """Whether some row has enough runs in common with one other row."""
        import numpy as np

        if self._again is None:
            return False
        places = self._again.nonzero()[0]
        owners = self._breaks.searchsorted(places)
        whole = owners == self._breaks.searchsorted(places + (LONG_GRAM - 1))
        above = self.hashes.take(places[whole]).astype(np.uint64) << np.uint64(32)
        shared, _ = packed.counted(above | owners[whole].astype(np.uint64))
        keys = shared >> np.uint64(32)
        if (keys[COMMON:] == keys[:-COMMON]).any():
            return True
        pairs, counts = _pairs(keys, shared & np.uint64(0xFFFFFFFF))
        if not counts.size or int(counts.max()) < FEWEST_LONG:
            return False
        sides = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
        return any(_is_share(counts, self._sizes.take(side)) for side in sides)


def _is_share(counts: NDArray[np.int64], sizes: NDArray[np.int64]) -> bool:
    """Whether some row of a length that says something shares enough of its runs."""
    return bool(((sizes >= FEWEST - (LONG_GRAM - GRAM)) & (counts >= LONG_FLOOR * sizes)).any())


class Rows:
    """What can be told of the rows of a folded text without comparing them two by two."""

    def __init__(self, folded: Folded) -> None:
        import numpy as np

        codes = folded.codes
        breaks = (codes == np.uint32(BREAK)).nonzero()[0]
        self.hashes = gram_hashes(codes)
        self.edges = row_edges(breaks, codes.size)
        self.sizes = self.edges[1:] - self.edges[:-1] - GRAM

    def recurring(self) -> list[tuple[int, int]]:
        """The rows of two grams or more that share `FLOOR` of them with the rest of the text; some others, too.

        Each with its number of characters.
        """
        flags = recurring(self.hashes, 1)
        if flags is None:
            return []
        found = (self.sizes > 1) & (_in_rows(flags, self.edges) >= FLOOR * self.sizes)
        numbers = found.nonzero()[0]
        return list(zip(numbers.tolist(), (self.sizes.take(numbers) + GRAM - 1).tolist(), strict=True))

    def has_a_whole(self, n: int) -> bool:
        """Whether some other row may hold `FLOOR` of the grams of row `n`."""
        import numpy as np

        first = int(self.edges[n]) + 1
        mine = self.hashes[first : first + int(self.sizes[n])]
        seen = np.zeros(_SLOTS, np.bool_)
        seen[mine & np.uint32(_SLOTS - 1)] = True
        count = _in_rows(seen.take(self.hashes & np.uint32(_SLOTS - 1)), self.edges)
        count[n] = 0
        return bool(count.max() >= FLOOR * len(set(mine.tolist())))


def row_edges(breaks: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Where rows end: in front of the text, at its breaks, behind it."""
    import numpy as np

    edges = np.empty(breaks.size + 2, np.int64)
    edges[0], edges[1:-1], edges[-1] = -1, breaks, size
    return edges


def _in_rows(flags: NDArray[np.bool_], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many flags are set in every row; running sums cost a third of what a search for rows does."""
    at = running(flags).take(edges + 1, mode="clip")
    return at[1:] - at[:-1]


def running(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many flags are set in front of each place."""
    import numpy as np

    total = np.zeros(flags.size + 1, np.int64)
    flags.cumsum(out=total[1:])
    return total


def recurring(hashes: NDArray[np.uint32], fewest: int) -> NDArray[np.bool_] | None:
    """Which grams stand more than once, some others that share a slot included; None if there are too few of them."""
    import numpy as np

    ordered = np.sort(hashes)
    again = ordered[1:].compress(ordered[1:] == ordered[:-1])
    if again.size < fewest:
        return None
    slots = max(_SLOTS, 1 << hashes.size.bit_length())
    seen = np.zeros(slots, np.bool_)
    seen[again & np.uint32(slots - 1)] = True
    return seen.take(hashes & np.uint32(slots - 1))


def candidates(rows: list[str]) -> list[Pair]:
    """Pairs of rows that may be near-duplicates or one a piece of the other; each row may stand in the list once.

    Every pair with a Jaccard of `FLOOR` or more is among them as long as no gram stands in more than `COMMON` rows.
    Rows shorter than a gram are left out.
    """
    import numpy as np

    keys, owners, sizes = _distinct_grams(rows)
    if keys.size == 0:
        return []
    edges = packed.edges(keys)
    lengths = edges[1:] - edges[:-1]
    spread = lengths.repeat(lengths)
    common = np.bincount(owners.compress(spread > COMMON), minlength=len(rows))
    useful = (spread > 1) & (spread <= _limit(spread))
    pairs, counts = _pairs(keys.compress(useful), owners.compress(useful))
    a = (pairs >> np.uint64(32)).astype(np.int64)
    b = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    small = np.minimum(sizes.take(a), sizes.take(b))
    shared = counts + np.minimum(common.take(a), common.take(b))
    wanted = (shared >= FLOOR * small).nonzero()[0]
    if not wanted.size:
        return []
    a, b = a.take(wanted), b.take(wanted)
    template = (common.take(a) * 2 > sizes.take(a)) & (common.take(b) * 2 > sizes.take(b))
    return [Pair(x, y) for x, y, t in zip(a.tolist(), b.tolist(), template.tolist(), strict=True) if not t]


def jaccards(pairs: list[tuple[str, str]]) -> list[float]:
    """The exact Jaccard of the grams of two rows, pair by pair; no row is shorter than a gram."""
    if len(pairs) < _FEW:
        return [jaccard(grams(one), grams(other)) for one, other in pairs]
    import numpy as np

    from parkclean.neardup import arrays

    numbers: dict[str, int] = {}
    sides = [[numbers.setdefault(row, len(numbers)) for row in side] for side in zip(*pairs, strict=True)]
    codes = np.frombuffer("".join(numbers).encode("utf-32-le", "surrogatepass"), np.uint32)
    sizes = np.fromiter(map(len, numbers), np.int64, len(numbers))
    found: list[float] = arrays.jaccards(codes, sizes, *np.array(sides, np.int64)).tolist()
    return found


def _distinct_grams(
    rows: list[str],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """The grams that may stand in two rows, sorted, each once a row; the row of each; the number of grams of every row.

    A gram that stands once in all rows only counts.
    """
    import numpy as np

    codes = np.frombuffer(chr(BREAK).join(rows).encode("utf-32-le", "surrogatepass"), np.uint32)
    hashes = gram_hashes(codes)
    breaks = (codes == np.uint32(BREAK)).nonzero()[0]
    inside = np.ones(hashes.size + GRAM, np.bool_)  # false where a gram would reach over a break
    for step in range(GRAM):
        inside[np.maximum(breaks - step, -1)] = False
    inside = inside[: hashes.size]
    again = recurring(hashes, 1)
    places = (inside & (again if again is not None else False)).nonzero()[0]
    above = hashes.take(places).astype(np.uint64) << np.uint64(32)
    stand = breaks.searchsorted(places)
    found, _ = packed.counted(above | stand.astype(np.uint64))
    owners = (found & np.uint64(0xFFFFFFFF)).astype(np.int64)
    edges = row_edges(breaks, codes.size)
    sizes = np.maximum(edges[1:] - edges[:-1] - GRAM, 0)
    sizes += np.bincount(owners, minlength=len(rows)) - np.bincount(stand, minlength=len(rows))
    return packed.above(found), owners, sizes


def _limit(spread: NDArray[np.int64]) -> int:
    """How many rows may share a gram, so that all pairs fit into `MOST_PAIRS`."""
    limit = COMMON
    while limit > 2 and int((spread[spread <= limit] - 1).sum()) // 2 > MOST_PAIRS:
        limit //= 2
    return limit


def _pairs(
    keys: NDArray[np.unsignedinteger], owners: NDArray[np.integer]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Every two rows that share a gram, packed into one number, and how many grams they share."""
    return packed.counted(packed.pairs(keys, owners, COMMON))
