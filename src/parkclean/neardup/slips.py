"""Copies of which one was read by a machine: characters stand for others of the same shape.

Rows that are equal but for shapes are found in one fold more (`alike`); which of them was misread the words tell that
its characters make with their neighbours (`misread`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from parkclean.neardup.cuts import SHORT
from parkclean.neardup.shingles import BREAK, Folded, code_points, decode
from parkclean.tables import MISREAD_SHAPES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONE = 10.0
"""Bits by which the only slip must be the worse reading."""

EACH = 6.0
"""Bits by which slips must be it on the average, where there are more."""

NONE = -3.0
"""Bits by which one of several may look like the better one."""

CLEARLY = 2
"""A text of one script has so many times the characters of its own than those of the other one."""

MOST = 6
"""One character in so many may be a slip."""


_EDGE = chr(BREAK)
"""Stands in no row."""


@lru_cache(1)
def _first() -> dict[int, str]:
    """The first character of its group for every other one, by code point."""
    found: dict[str, str] = {}
    for group in MISREAD_SHAPES:
        first = found.get(group[0], group[0])
        found.update((c, first) for c in group[1:] if c not in found and c != first)
    return {ord(c): first for c, first in found.items()}


@lru_cache(1)
def shapes() -> NDArray[np.uint32]:
    """For every code point up to U+FFFF the one that stands for its shape."""
    import numpy as np

    table = np.arange(1 << 16, dtype=np.uint32)
    for code, first in _first().items():
        table[code] = ord(first)
    table.flags.writeable = False
    return table


def alike(folded: Folded) -> Folded:
    """A folded text in which characters of one shape are one, and all beyond U+FFFF too."""
    return Folded(shapes().take(folded.codes, mode="clip"), folded.origin)


def misread(keys: Iterable[str]) -> dict[str, str]:
    """Of different folded rows that are equal but for shapes the worse ones, each with the best one.

    >>> one = "园区今年新建的三座实验室全部免费开放已有九个团队入驻"
    >>> misread([one, one.replace("的", "旳"), one.replace("三", "五")]) == {one.replace("的", "旳"): one}
    True
    >>> misread(["花开", "花开了"])
    {}
    """
    keys = [key for key in keys if len(key) >= SHORT]
    if not keys:
        return {}
    shaped = decode(shapes().take(code_points(_EDGE.join(keys)), mode="clip")).split(_EDGE)
    last = dict(zip(shaped, keys, strict=True))
    if len(last) == len(keys):
        return {}
    again = {shape for key, shape in zip(keys, shaped, strict=True) if last[shape] is not key}
    groups: dict[str, list[str]] = defaultdict(list)
    for key, shape in zip(keys, shaped, strict=True):
        if shape in again:  # all characters beyond U+FFFF have one shape there
            groups[key.translate(_first())].append(key)
    found: dict[str, str] = {}
    for group in groups.values():
        if len(group) > 1:
            best, *others = sorted(group, key=_bits)
            found.update((other, best) for other in others if _is_misread(other, best))
    return found


def script_of(text: str) -> int:
    """1 for simplified text, -1 for traditional; 0 if neither has twice as many characters of its own.

    >>> script_of("这座桥"), script_of("這座橋"), script_of("山上下雨")
    (1, -1, 0)
    """
    from parkclean.mojibake.model import scripts

    traditional, simplified = scripts(text)
    return (simplified > CLEARLY * traditional) - (traditional > CLEARLY * simplified)


def _bits(key: str) -> float:
    from parkclean.mojibake.model import cost

    return cost(key)


def _is_misread(other: str, best: str) -> bool:
    """Whether every character in which two rows differ makes words in the better one only."""
    from parkclean.mojibake.model import prices

    one, two = prices(f"\n{best}\n"), prices(f"\n{other}\n")
    gains = [
        (b + d) - (a + c)
        for x, y, (a, c), (b, d) in zip(best, other, pairwise(one), pairwise(two), strict=True)
        if x != y
    ]
    if len(gains) == 1:
        return gains[0] >= LONE
    return len(gains) * MOST <= len(best) and sum(gains) >= EACH * len(gains) and min(gains) >= NONE
