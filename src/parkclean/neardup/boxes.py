"""Boxes of rows that stand twice in a text, side by side or far from each other: which rows they hold.

What stands again right behind itself in the same order is in `blocks.py`; whether a box goes is decided in `inside.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parkclean.neardup.blocks import is_text
from parkclean.neardup.causes import has_paragraphs
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.prose import chinese

FEWEST_TURNED = 3
TEXT_TURNED = 100
"""So many rows that stand again in another order are a box: sentences and long rows, with so many Chinese characters.

Of two nobody can tell which one leaked.
"""


class Box(NamedTuple):
    """Rows `other` to `other + size` say what rows `first` to `first + size` say."""

    first: int
    other: int
    size: int


def boxes(above: Mapping[int, int]) -> Iterator[Box]:
    """The longest runs of rows that stand once more further down.

    above: for each row that stands in the text already, in order, the last one in front of it that says the same.

    >>> [tuple(box) for box in boxes({4: 0, 5: 1, 7: 3})]  # a b c d a b e d
    [(0, 4, 2), (3, 7, 1)]
    """
    box = Box(-1, -1, 0)
    for n, first in above.items():
        if box.size and n == box.other + box.size and first == box.first + box.size < box.other:
            box = box._replace(size=box.size + 1)
            continue
        if box.size:
            yield box
        box = Box(first, n, 1)
    if box.size:
        yield box


def turned(
    keys: Sequence[str], above: Mapping[int, int], prose: Callable[[str], bool], is_said: Callable[[int], bool]
) -> dict[int, int]:
    """For each row of a box that stands right behind another one with the same rows, in another order, its like there.

    above: see `boxes`; prose: which rows are paragraphs; is_said: whether a row is a sentence, and neither a title nor
    an item: nobody knows in what order a list should be.

    >>> turned(["a" * 90, "b" * 80, "c" * 70, "b" * 80, "c" * 70, "a" * 90], {3: 1, 4: 2, 5: 0}, bool, bool)
    {}
    >>> one, two, three = ("".join(chr(0x4e00 + n * i) for n in range(80)) for i in (1, 2, 3))
    >>> turned([one, two, three, two, three, one], {3: 1, 4: 2, 5: 0}, bool, bool)
    {3: 1, 4: 2, 5: 0}
    """
    gone: dict[int, int] = {}
    end = 0
    for n in above:
        if n < end:
            continue
        end, least, size = n, n, 0
        while end == n or above.get(end, n) < n:
            least = min(least, above[end])
            end += 1
            if n - least == end - n:
                size = end - n
        gone.update(_turned(keys, above, range(n, n + size), prose, is_said))
    return gone


def _turned(
    keys: Sequence[str],
    above: Mapping[int, int],
    rows: range,
    prose: Callable[[str], bool],
    is_said: Callable[[int], bool],
) -> dict[int, int]:
    box = [keys[n] for n in rows]
    said = [keys[n] for n in rows if prose(keys[n]) or is_said(n)]
    if len(said) < FEWEST_TURNED or len(set(box)) != len(rows) or not has_paragraphs([*filter(prose, box)]):
        return {}
    short = min(map(len, {*box} - {*said}), default=SHORT) < SHORT or sum(map(chinese, said)) < TEXT_TURNED
    if short and not is_text(said):
        return {}
    return {n: above[n] for n in rows}
