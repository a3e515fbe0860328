"""One more rule of stage `repeats`: boxes that overlap inside a line, where their text was put together.

What stands twice in a row begins and ends inside words there; sentences that do so are in `sentences.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.neardup.halves import STRONG, torn
from parkclean.rules import Seen, rule
from parkclean.stages.copied import copies
from parkclean.tables import HAN

SHORTEST = 10
LONGEST = 200
"""So many characters that stand twice in a row, inside of words, are the overlap of two boxes."""

SEED = 6
"""So many characters that come again are looked at."""

COPIES = 2
"""What stands in a line more often is a turn of phrase, with figures that differ."""

WHOLE = 15
"""A line of so many characters is not written twice in a row, nor what could be cut between clauses."""

FEWEST_HAN = 6
FEWEST_KINDS = 8
"""So many Chinese characters, and different characters, are no chant."""

_HAN = re.compile(f"[{HAN}]")
_JOINS = "layout.joined", "layout.hard_wrap"
_MARKS = frozenset("，。；：！？")
_SAID = re.compile("[”’」』].*[“‘「『]")
"""Where one quotation ends and another begins: `『我走了。』或『我已走了。』或『我已…`."""
_APART = frozenset("|│\t")


def overlaps(line: str, joined: Container[int] = ()) -> Iterator[tuple[int, int]]:
    """What stands once more right behind itself in a line, in the middle of words: the second time, in order.

    joined: where the line was joined from others; whole ones that stand twice need not begin inside a word.

    >>> list(overlaps("今年春天等来了一位新的主春天等来了一位新的主人，是一家小公司。"))
    [(12, 22)]

    Clauses that stand twice begin behind a mark; somebody may have said so.

    >>> list(overlaps("他喊着，春天等来了新的主人，春天等来了新的主人，快来看。"))
    []
    >>> list(overlaps("中外合资经营企业合同、中外合作经营企业合同、中外合作勘探开发合同。"))
    []
    """
    last: dict[str, int] = {}
    times = Counter(line[n : n + SEED] for n in range(len(line) - SEED + 1))
    done = 0
    for i in range(len(line) - SEED + 1):
        seed = line[i : i + SEED]
        before = last.get(seed, -1)
        last[seed] = i
        size = i - before
        if before < done or not SHORTEST <= size <= LONGEST or line[i : i + size] != line[before:i]:
            continue
        if _is_overlap(line, before, size, joined, times):
            yield i, i + size
            done = i + size


def _is_overlap(line: str, start: int, size: int, joined: Container[int], times: Mapping[str, int]) -> bool:
    """Whether what stands twice from some place on is text, and nowhere could be cut between clauses.

    times: how often so many characters as a seed has stand in the line.
    """
    said = line[start : start + size]
    if len(set(said)) < FEWEST_KINDS or len(_HAN.findall(said)) < FEWEST_HAN or not _APART.isdisjoint(said):
        return False
    if size < WHOLE and _SAID.search(said):
        return False
    if (said + said).find(said, 1) < size or ("、" in said and _MARKS.isdisjoint(said)):
        return False
    around = said + said[: SEED - 1]
    if any(times[around[n : n + SEED]] > COPIES for n in range(size)):
        return False
    first = start
    if size >= WHOLE and start + size in joined and (start == 0 or start in joined):
        return True
    while start > 0 and line[start - 1] == line[start - 1 + size]:
        start -= 1  # it may be cut there, too
    torn_apart = True
    while line[start : start + size] == line[start + size : start + 2 * size]:
        seam = start + size
        if not _inside(line, seam):
            if not _inside(line, start):
                return False
            torn_apart = False
        start += 1
    return torn_apart or (size >= WHOLE and torn(line[first - 1 : first], said) >= STRONG)


def _inside(line: str, at: int) -> bool:
    """Whether a place stands between two Chinese characters."""
    return 0 < at < len(line) and _HAN.match(line[at - 1]) is not None and _HAN.match(line[at]) is not None


def _may_overlap(seen: Seen) -> list[tuple[int, int]]:
    """The parts of lines in which something may stand twice in a row, if the text was damaged at all."""
    return list(_doubled(seen)) if seen.changed or seen.share(copies) else []


def _doubled(seen: Seen) -> Iterator[tuple[int, int]]:
    """The parts of lines that have some characters twice, with the same ones at the end of what stands between.

    Both must stand in the line: where a whole line comes again, nothing stands twice in a row.
    """
    import numpy as np

    from parkclean.neardup.candidates import recurring
    from parkclean.neardup.shingles import GRAM, gram_hashes

    hashes = gram_hashes(seen.look.codes)
    again = recurring(hashes, 1)
    if again is None:
        return
    twice = again.nonzero()[0].astype(np.uint64)
    ordered = (hashes.compress(again).astype(np.uint64) << np.uint64(32)) | twice
    ordered.sort()  # in a fifth of the time that `argsort` takes
    places, same = ordered.astype(np.uint32).astype(np.int64), (ordered[1:] ^ ordered[:-1]) >> np.uint64(32) == 0
    first, second = places[:-1].compress(same), places[1:].compress(same)
    size = second - first
    near = (size >= SHORTEST) & (size <= LONGEST) & (second + size <= hashes.size)
    first, second, size = first.compress(near), second.compress(near), size.compress(near)
    ends = hashes.take(first + size - GRAM) == hashes.take(second + size - GRAM)
    first, last = first.compress(ends), (second + size).compress(ends) - 1
    row = seen.look.starts.searchsorted
    whole = set(first.compress(row(first, "right") == row(last, "right")).tolist())
    start = end = limit = 0
    held = False
    for at in sorted(first.tolist()) if whole else ():
        if at >= end:
            if held:
                yield start, end
            n = bisect_right(seen.lines.starts, at) - 1
            start = max(seen.lines.starts[n], at - LONGEST, end)
            limit = seen.lines.starts[n] + len(seen.lines.texts[n])
            held = False
        end = min(limit, at + 3 * LONGEST)
        held |= at in whole
    if held:
        yield start, end


@rule("repeats.overlap", "What stands twice in a row in the middle of words stays once.", when=_may_overlap)
def overlap(text: str, seen: Seen) -> Iterator[Edit]:
    """Pages whose last line the next one begins with again, and boxes that overlap, were put together to a paragraph.

    >>> lines = ["老厂房空了十年，今年等来了新的主", "人。接手的是一家做传感器的小公司",
    ...          "人。接手的是一家做传感器的小公司", "，只有十一个人，手里却有二十几项", "专利。"]
    >>> clean("\\n".join(lines))
    '老厂房空了十年，今年等来了新的主人。接手的是一家做传感器的小公司，只有十一个人，手里却有二十几项专利。'

    Acts only in a text in which something else was repaired; clauses that somebody says twice stay.

    >>> clean("他们喊着，快来看新的机器，快来看新的机器，街坊都来了。")
    '他们喊着，快来看新的机器，快来看新的机器，街坊都来了。'
    """
    code = seen.once(code_spans)
    joined = seen.where(*_JOINS)
    for start, end in seen.share(_may_overlap):
        inside = joined[bisect_left(joined, start) : bisect_right(joined, end)]
        for first, last in overlaps(text[start:end], {at - start for at in inside}):
            if not code.covers(start + first):
                yield Edit(start + first, start + last, "", "repeats.overlap")
