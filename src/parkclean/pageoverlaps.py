"""Lines of a page that the next one begins with: columns and pages that overlap by a line or by a few.

The text must be wrapped, for the page ends inside a sentence there, and what stands behind both copies goes on with it.
Paragraphs that repeat are looked for in `parkclean.neardup`; the edits are made by the stage `layout`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from parkclean.cuts import BLANKS
from parkclean.pagelines import interrupts
from parkclean.rules import Lines
from parkclean.seambits import PLAIN, seam_bits
from parkclean.tables import CONTINUES, HAN, LIST_START
from parkclean.wraps import FEWEST, MARKS, SLACK, WIDEST_LINE, stands_alone

MOST = 6
"""Pages overlap by so many lines at most."""

ALONE = 24
SEVERAL = 9
"""So many Chinese characters that come again, with a mark among them, show that pages overlap; where two do, fewer."""

PAGES = 3
LOWEST = 8
"""So many pages of so many lines or more, all of one height, show it, too."""

REST = 4
"""So many go where pages overlap, as the end of a paragraph does."""

NEARLY = 0.8
"""The share of the usual width that the last line of a page has."""

NARROWEST = 10
"""Characters of a line; columns of newspapers are narrow."""

LONGEST_END = 12
FEWEST_ENDS = 4
"""Where boxes of a line each overlap, so many lines or more, and most of them, begin with as many characters."""

_HAN = re.compile(f"[{HAN}]")
_LIST = re.compile(LIST_START)
_INNER_MARK = re.compile("[，。、；：？！](?=.)", re.DOTALL)


class Again(NamedTuple):
    """The lines behind `above` up to `last` say once more what stands above them, so many Chinese characters.

    Page marks may stand in front of them; height: how many lines they are; is_sure: they are prose with a mark in it
    that ends inside a sentence; row: how many lines that are no page marks stand in front of them.
    """

    row: int
    above: int
    last: int
    size: int
    height: int
    is_sure: bool
    is_prose: bool


def lines_again(lines: Lines) -> list[tuple[int, int]]:
    """Behind which line, and up to which, a page says what the one above ended with, from top to bottom.

    >>> from parkclean.rules import split_lines
    >>> text = ["老厂房空了十年，今年等来了新的", "主人。接手的是一家做传感器的小", "公司，只有十一个人，手里却有二"]
    >>> lines_again(split_lines("\\n".join([*text, *text[1:], "十几项专利。"])))
    [(2, 4)]

    A refrain ends where a verse ends, and nothing goes on behind it.

    >>> song = ["春天的河水弯弯，流过我的家门口", "春天的河水弯弯，流过我的家门口"]
    >>> lines_again(split_lines("\\n".join([*song, "秋天的月亮圆圆，照着我的小渡船"])))
    []
    """
    texts = [line.strip(BLANKS) for line in lines.texts]
    if len({*texts, ""}) + texts.count("") == len(texts) + 1:  # nothing comes again
        return []
    again = [line for line, times in Counter(texts).items() if times > 1 and not stands_alone(line)]
    if not any(len(_HAN.findall(line)) > 1 for line in again):  # nothing that may be prose does
        return []
    if not any(len(line) >= NEARLY * NARROWEST and line[-1] not in MARKS for line in again):  # nor is any line torn
        return []
    rows = [n for n, line in enumerate(texts) if line and not interrupts(line)]
    found = list(_again(texts, rows))
    sure = [one for one in found if one.is_sure and one.size >= SEVERAL]
    if len(sure) < 2 and max((one.size for one in sure), default=0) < ALONE and not _are_pages(found, texts):
        return []
    height = Counter(one.height for one in sure or found).most_common(1)[0][0]
    return [(one.above, one.last) for one in found if one.is_prose or one.height == height]


def _are_pages(found: Sequence[Again], texts: Sequence[str]) -> bool:
    """Whether lines come again on every page of one height, other ones each time, some inside a sentence if it is one.

    A chorus says the same each time, and no stanza has so many lines.
    """
    heights = [below.row - above.row for above, below in pairwise(found)]
    if len(found) < PAGES or min(heights) < LOWEST or any(height % min(heights) for height in heights):
        return False
    if len({one.height for one in found}) > 1 or len({texts[one.last] for one in found}) < len(found):
        return False
    return any(one.is_sure or (one.height > 1 and one.is_prose) for one in found)


def _again(texts: Sequence[str], rows: Sequence[int]) -> Iterator[Again]:
    """Every run of rows that stands directly behind itself in wrapped text."""
    width = _width([texts[n] for n in rows])
    last: dict[str, int] = {}
    done = 0
    for i, n in enumerate(rows):
        above = last.get(texts[n], -1)
        last[texts[n]] = i
        size = i - above
        if above < done or not 0 < size <= MOST:
            continue
        run = [texts[k] for k in rows[above:i]]
        if run != [texts[k] for k in rows[i : i + size]]:
            continue
        below, said = texts[rows[i + size]] if i + size < len(rows) else "", "".join(run)
        prose = _is_prose(run, width)
        is_torn = prose and _is_torn(run, below, width)
        prose = is_torn or (prose and not any(map(_LIST.match, run)))
        han = len(_HAN.findall(said))
        if prose or (width and han > 1 and (size > 1 or width <= len(said) + SLACK)):
            sure = is_torn and _INNER_MARK.search(said) is not None
            yield Again(i, rows[i - 1], rows[i + size - 1], han, size, sure, prose)
            done = i + size


def _width(rows: Sequence[str]) -> int:
    """The length of most lines that end without a mark; 0 if they have none in common, as verse and tables do."""
    sizes = Counter(map(len, {row for row in rows if row[-1] not in MARKS}))
    width = max(sizes, key=lambda size: (sizes[size], size), default=0)
    full = sum(sizes[width - k] for k in range(SLACK + 1))
    return width if NARROWEST <= width <= WIDEST_LINE and full >= max(FEWEST, sizes.total() / 2) else 0


def _is_prose(run: Sequence[str], width: int) -> bool:
    """Whether lines are Chinese text of a width, and no code or table."""
    if not width or any(stands_alone(row) or len(row) > width + 4 for row in run):
        return False
    said = "".join(run)
    return len(_HAN.findall(said)) >= max(REST, len(said) // 3)


def _is_torn(run: Sequence[str], below: str, width: int) -> bool:
    """Whether lines stop inside a sentence with which the line below both copies goes on, clearly better than they."""
    last = run[-1]
    if last[-1] in MARKS or not below or len(last) < NEARLY * width:
        return False
    bits = seam_bits(last, below)
    return bits >= PLAIN and (run[0][0] in CONTINUES or bits > seam_bits(last, run[0]))


def ends_again(lines: Lines) -> list[tuple[int, int]]:
    """Which lines begin with so many characters with which the one above ends, where most lines do, from top to bottom.

    >>> from parkclean.rules import split_lines
    >>> said = (
    ...     "老厂房空了十年，今年等来了新的主人。接手的是一家做传感器的小公司，"
    ...     "只有十一个人，手里却有二十几项专利，厂长说够用了。"
    ... )
    >>> rows = [said[max(0, n - 3) : n + 14] for n in range(0, len(said), 14)]
    >>> ends_again(split_lines("\\n".join(rows)))
    [(1, 3), (2, 3), (3, 3), (4, 3)]

    Verse that takes up its last word ends its lines at a mark, or has no marks in them.

    >>> from itertools import pairwise
    >>> ends_again(split_lines("\\n".join(f"{a}的船开到了很远很远的{b}" for a, b in pairwise("春夏秋冬天地山水"))))
    []
    """
    texts = lines.texts
    pairs = [n for n in range(len(texts) - 1) if len(texts[n]) >= NARROWEST and texts[n + 1]]
    fewest = max(FEWEST_ENDS, len(pairs) / 2)
    some = [n for n in pairs if texts[n + 1][:2] in texts[n][-LONGEST_END:]]
    if len(some) < fewest:
        return []
    sizes = Counter(size for n in some for size in _shared(texts[n], texts[n + 1]))
    size = max(sizes, key=lambda size: (sizes[size], size), default=0)
    if sizes[size] < fewest:
        return []
    found = [n for n in some if texts[n + 1].startswith(texts[n][-size:])]
    inside = sum(MARKS.isdisjoint((texts[n][-1], texts[n][-size - 1 : -size])) for n in found)
    prose = sum(bool(_INNER_MARK.search(texts[n])) and len(_HAN.findall(texts[n])) * 3 > len(texts[n]) for n in found)
    widths = Counter(len(texts[n]) for n in found)
    if inside * 2 < len(found) or prose * 2 < len(found) or max(widths.values()) * 3 < len(found) * 2 - FEWEST_ENDS:
        return []
    return [(n + 1, size) for n in found if not stands_alone(texts[n])]


def _shared(above: str, below: str) -> Iterator[int]:
    """The numbers of characters, two or more, with which one line ends and the next one begins."""
    return (size for size in range(2, min(LONGEST_END + 1, len(below))) if above.endswith(below[:size]))
