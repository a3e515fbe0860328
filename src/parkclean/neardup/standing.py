"""Rows of one text that stand in it once more, whole or in a longer row: by numpy.

`standing_compiled.py` answers the same in one pass for rows on one page; here all rows of the text are looked up first,
and pages only looked at where some stand again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from parkclean.neardup.candidates import recurring, row_edges, running
from parkclean.neardup.causes import INTERRUPTION, LONG, NEAR_ROWS, PAGE, Pair
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.decision import COPIED_WORDS
from parkclean.neardup.shingles import BREAK, GRAM, Folded, decode, gram_hashes
from parkclean.tables import RESIDUE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_LOOKED_THROUGH = 1 << 26
"""Characters that are looked through for rows, all rows together; beyond it the search costs less."""

LOST_WORDS = (*RESIDUE, "and")
"""What a copy may have instead of other characters, not just more or less of."""


def standing_again(folded: Folded) -> dict[int, bool] | None:
    """Which rows may stand elsewhere as a whole, but for what copying changes; no other row is a copy or a piece.

    The number of each, and whether it stands inside a longer row; None if that cannot be told.
    Function words aside, a copy and a piece are a run of characters that the text has twice.
    Rows with fewer than two grams are not asked for: they go with others only.
    """
    import numpy as np

    codes = folded.codes
    text = decode(codes)
    if any(mark in text for mark in LOST_WORDS):
        return None  # lost characters stand for others, and a word of three letters for one
    kept = codes.compress(content_words().take(codes, mode="clip"))
    edges = row_edges((kept == np.uint32(BREAK)).nonzero()[0], kept.size)
    sizes = edges[1:] - edges[:-1] - GRAM
    found = sizes <= 0
    flags = recurring(gram_hashes(kept), 1)
    if flags is not None:
        total = running(flags)
        found |= total.take(edges[1:] - (GRAM - 1), mode="clip") - total.take(edges[:-1] + 1, mode="clip") >= sizes
    whole = row_edges((codes == np.uint32(BREAK)).nonzero()[0], codes.size)
    found &= whole[1:] - whole[:-1] - GRAM > 1
    numbers = found.nonzero()[0].tolist()
    if not numbers:
        return {}
    text = chr(BREAK) + decode(kept) + chr(BREAK)
    rows = text[1:-1].split(chr(BREAK))
    whole_rows = Counter(rows)
    asked = {rows[n] for n in numbers}
    if len(asked) * len(text) > MOST_LOOKED_THROUGH:
        return None
    inside = {row: _stands_inside(text, row) for row in asked}
    return {n: inside[rows[n]] for n in numbers if inside[rows[n]] or whole_rows[rows[n]] > 1}


class _Row(NamedTuple):
    """A row that folds to something: where its line starts, its folded form, that without function words."""

    start: int
    key: str
    content: str


def pairs_of(folded: Folded, numbers: Iterable[int]) -> list[Pair] | None:
    """Pairs of rows on one page of which one may go; None if boxes come again, or a row is hardly more than words.

    numbers: the rows that stand again (`standing_again`).
    """
    import numpy as np

    codes = folded.codes
    breaks = (codes == np.uint32(BREAK)).nonzero()[0]
    starts = [0, *(folded.origin.take(breaks) + 1).tolist()]
    keys = decode(codes).split(chr(BREAK))
    contents = decode(codes.compress(content_words().take(codes, mode="clip"))).split(chr(BREAK))
    filled = [n for n, key in enumerate(keys) if key]
    rows = [_Row(starts[n], keys[n], contents[n]) for n in filled]
    asked = [filled.index(n) for n in numbers]
    if any(len(rows[n].content) < GRAM for n in asked) or _box_comes_again(rows, asked):
        return None
    return [pair for n in asked for pair in _pairs(rows, n)]


def _box_comes_again(rows: Sequence[_Row], asked: Sequence[int]) -> bool:
    """Whether two neighbours, one of them long, stand side by side once more."""
    beside = {m for n in asked if len(rows[n].key) >= LONG for m in (n, n + 1)}
    if not beside:
        return False
    times = Counter((one.content, other.content) for one, other in pairwise(rows))
    return any(times[rows[n - 1].content, rows[n].content] > 1 for n in beside if 0 < n < len(rows))


def _pairs(rows: Sequence[_Row], n: int) -> Iterator[Pair]:
    """The pairs in which a row goes: as a copy of the nearest equal one above it, or as a piece of a longer one."""
    row, size = rows[n], len(rows[n].key)
    equal_above = False
    for m in range(min(len(rows), n + PAGE + 1) - 1, max(0, n - PAGE) - 1, -1):
        other = rows[m]
        equal = other.content == row.content
        if equal and m < n and not equal_above:
            equal_above = True
            if max(size, len(other.key)) >= SHORT:
                yield Pair(row.start, size, other.start, len(other.key), n - m, True)
        near = size >= INTERRUPTION or 0 < n - m <= NEAR_ROWS or equal
        if near and size < len(other.key) and row.content in other.content:
            yield Pair(row.start, size, other.start, len(other.key), n - m, False)


def _stands_inside(text: str, row: str) -> bool:
    """Whether a row stands in a text where it is not alone between two breaks."""
    at = text.find(row)
    while at >= 0:
        if text[at - 1 : at] != chr(BREAK) or text[at + len(row) : at + len(row) + 1] != chr(BREAK):
            return True
        at = text.find(row, at + 1)
    return False


@lru_cache(1)
def content_words() -> NDArray[np.bool_]:
    """Which folded characters are no function words."""
    import numpy as np

    table = np.ones(0x10000, np.bool_)
    table[[ord(c) for c in COPIED_WORDS]] = False
    return table
