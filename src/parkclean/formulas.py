"""Whether a text is made of set phrases, as sutras, liturgies and catalogues are: what comes again there is no copy.

Where text was copied a phrase goes on as it did before; where an author counts through what he says it goes on in
many ways.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from parkclean.kinds import spans
from parkclean.neardup.packed import counted
from parkclean.neardup.shingles import code_points
from parkclean.tables import HAN

SAMPLE = 20_000
PHRASE = 6
WAYS = 4
"""A set phrase has so many characters and goes on in so many ways; copies, cut pieces and stamps leave hardly one."""
FEWEST = 9
SHARE = 1 / 1000

_MIX = 0x9E3779B97F4A7C15
_POINT = 21
"""A phrase is a hash of its code points above the bits of the one behind it."""

_HAN_CODES = [(ord(a), ord(b)) for a, b in spans(HAN)]


def is_formulaic(text: str) -> bool:
    """Whether many phrases of a text go on in many ways; marks and line breaks do not count.

    >>> virtues = "布施 持戒 安忍 精進 靜慮 般若 智慧 慈悲 喜捨 解脫".split()
    >>> said = "".join(f"一切眾生應當{act}{one}。" for act in "學修行思念觀說聞持守護求得住入出" for one in virtues)
    >>> is_formulaic(said), is_formulaic("老厂房空了十年，今年春天等来了新的主人，是一家小公司。" * 40)
    (True, False)
    """
    import numpy as np

    mix, point = np.uint64(_MIX), np.uint64(_POINT)
    codes = code_points(text[: 2 * SAMPLE])
    han = reduce(or_, (codes - np.uint32(first) <= np.uint32(last - first) for first, last in _HAN_CODES))
    points = codes.compress(han)[:SAMPLE].astype(np.uint64)
    if points.size < FEWEST * WAYS + PHRASE:
        return False
    phrases = points[:-PHRASE] * mix
    for k in range(1, PHRASE):
        phrases = (phrases + points[k : k - PHRASE]) * mix
    longer, _ = counted(phrases >> point << point | points[PHRASE:])
    _, ways = counted(longer >> point)
    counts = np.count_nonzero(ways >= WAYS)
    return bool(counts >= FEWEST and counts >= SHARE * ways.size)
