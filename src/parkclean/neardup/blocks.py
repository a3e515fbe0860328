"""Blocks of rows that stand twice or more in a row: a page that was put down again right behind itself.

Nobody says the same several paragraphs again at once, so a block goes with its headings, lists and articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from parkclean.neardup.causes import LONG
from parkclean.neardup.prose import chinese

FEWEST = 2
TEXT = 120
"""So many long rows and so many Chinese characters make a block that is no refrain."""

SIZES = 4
"""Sizes of blocks that are looked for, the most frequent ones."""


def twins(
    keys: Sequence[str],
    twice: Mapping[str, Sequence[int]],
    prose: Callable[[str], bool],
    blemishes: Callable[[int], int],
) -> dict[int, int]:
    """For each row that goes with its block, the same row of the block that stays.

    keys: the folded rows; twice: where those stand that stand more than once; blemishes: how bad the copy at a row is
    by its marks; prose: which rows are paragraphs: a block of nothing but articles or items stays.
    """
    places = [found for key, found in twice.items() if len(key) >= LONG]
    long = sorted(n for found in places for n in found)
    sizes = Counter(b - a for found in places for a, b in pairwise(found))
    gone: dict[int, int] = {}
    for size, count in sizes.most_common(SIZES):
        if count < FEWEST:
            continue
        if size == 1:
            gone.update(_doubled(keys) if any(prose(key) for key in twice if len(key) >= LONG) else {})
            continue
        for at, length in _runs(keys, long, size):
            is_said = length >= size - 1 and any(len(key) >= LONG and prose(key) for key in keys[at : at + length])
            if is_said and gone.keys().isdisjoint(range(at, at + length + size)):
                gone.update(_block(keys, at, length + size, size, blemishes))
    return gone


def _runs(keys: Sequence[str], long: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    """Where rows are those that stand so many rows further down, and how many; runs without a long row aside."""
    last = len(keys) - size
    end = 0
    for n in long:
        if n < end or n >= last or keys[n] != keys[n + size]:
            continue
        start = n
        while start > end and keys[start - 1] == keys[start - 1 + size]:
            start -= 1
        end = n + 1
        while end < last and keys[end] == keys[end + size]:
            end += 1
        yield start, end - start


def _block(keys: Sequence[str], at: int, length: int, size: int, blemishes: Callable[[int], int]) -> dict[int, int]:
    """The twins of rows that come again every `size` rows; the cleanest copy stays, of a cut one the first.

    What comes again must be text by itself: of two rows the first one, once more behind them, is a clause.
    """
    if not is_text(keys[at : at + size]) or not is_text(keys[at + size : at + length][:size]):
        return {}
    starts = range(at, at + length - length % size, size)
    marks = [sum(map(blemishes, range(start, start + size))) for start in starts]
    stays = starts[marks.index(min(marks))] if length % size == 0 else at
    return {n: stays + (n - at) % size for n in range(at, at + length) if (n - at) // size != (stays - at) // size}


def _doubled(keys: Sequence[str]) -> dict[int, int]:
    """The second one of each pair, where every row of the text stands twice."""
    second = [n for n in range(1, len(keys), 2) if keys[n] == keys[n - 1]]
    if len(keys) != 2 * len(second) or not is_text(keys[::2]):
        return {}
    return {n: n - 1 for n in second}


def is_text(keys: Sequence[str]) -> bool:
    """Whether some rows are enough Chinese text, articles and items of lists included."""
    long = sum(len(key) >= LONG and chinese(key) * 2 >= len(key) for key in keys)
    return long >= FEWEST and sum(map(chinese, keys)) >= TEXT
