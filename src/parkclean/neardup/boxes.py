"""Boxes of rows that stand twice in a text, side by side or far from each other: which rows they hold.

What stands again right behind itself in the same order is in `blocks.py`; whether a box goes is decided in `inside.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parkclean.neardup.blocks import is_text
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.prose import chinese

FEWEST_TURNED = 3
TEXT_TURNED = 100
"""So many rows that stand again in another order are a box, if they are long or have so many Chinese characters.

Of two nobody can tell which one leaked.
"""


class Box(NamedTuple):
    """Rows `other` to `other + size` say what rows `first` to `first + size` say."""

    first: int
    other: int
    size: int


def boxes(keys: Sequence[str]) -> Iterator[Box]:
    """The longest runs of rows that stand once more further down, each row with the last one that says the same.

    >>> [tuple(box) for box in boxes(["a", "b", "c", "d", "a", "b", "e", "d"])]
    [(0, 4, 2), (3, 7, 1)]
    """
    last: dict[str, int] = {}
    start = before = -1
    for n, key in enumerate([*keys, ""]):
        above = last.get(key, -1) if n < len(keys) else -1
        if start >= 0 and not (above == before + 1 and above < start):
            yield Box(before - (n - 1 - start), start, n - start)
            start = -1
        if above >= 0 and start < 0:
            start = n
        before = above
        last[key] = n


def turned(keys: Sequence[str]) -> dict[int, int]:
    """For each row of a box that stands right behind another one with the same rows, in another order, its like there.

    >>> turned(["a" * 90, "b" * 80, "c" * 70, "b" * 80, "c" * 70, "a" * 90])
    {}
    >>> from string import ascii_lowercase
    >>> one, two, three = ("".join(chr(0x4e00 + n * i) for n in range(80)) for i in (1, 2, 3))
    >>> turned([one, two, three, two, three, one])
    {3: 1, 4: 2, 5: 0}
    """
    last: dict[str, int] = {}
    above = [-1] * len(keys)
    for n, key in enumerate(keys):
        above[n] = last.get(key, -1)
        last[key] = n
    gone: dict[int, int] = {}
    n = 0
    while n < len(keys):
        if above[n] < 0:
            n += 1
            continue
        end, least, size = n, n, 0
        while end < len(keys) and (end == n or 0 <= above[end] < n):
            least = min(least, above[end])
            end += 1
            if n - least == end - n:
                size = end - n
        gone.update(_turned(keys, above, n, size))
        n = end
    return gone


def _turned(keys: Sequence[str], above: Sequence[int], other: int, size: int) -> dict[int, int]:
    box = keys[other : other + size]
    if size < FEWEST_TURNED or len(set(box)) != size:
        return {}
    short = min(map(len, box)) < SHORT or sum(map(chinese, box)) < TEXT_TURNED
    if short and not is_text(box):
        return {}
    return {n: above[n] for n in range(other, other + size)}
