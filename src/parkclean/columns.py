"""Columns that were read across: every line of a page is a line of the left column and one of each to its right.

They are known by how lines go on: each in the next line of its own column, and not in the line beside it.
The edits are made by the stage `layout`, which joins the lines afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from parkclean.cuts import BLANKS
from parkclean.edits import Edit
from parkclean.rules import Lines
from parkclean.seambits import seam_bits
from parkclean.tables import HAN
from parkclean.wraps import MARKS, NARROWEST, WIDEST_LINE

FEWEST = 8
"""So many lines of each column."""
FITTING = 10.5
"""Bits that the seams of a column need on average: real ones have 11 to 17, those of strangers 8 to 11."""
FITTING_OF_MORE = 9.0
"""The same for each of several columns, which need as many together; lines at one place of all rows show them, too."""
BETTER = 1.2
"""Bits by which a line goes on better in its own column, on average."""
SURE = 40.0
"""The same for all lines together."""
FULL = 0.5
"""The share of lines of a column that have its width; the others end paragraphs."""
OPEN = 0.3
"""The share of lines that end without a mark: verse and lists end at one."""
CHINESE = 0.7
SHIFT = 3
"""Characters by which a line may begin its column too early."""

_HAN = re.compile(f"[{HAN}]")
_GAP = re.compile(r"(?<=[^ \u3000])(?: {2}|\u3000)[ \u3000]*(?=[^ \u3000])")
_CLAUSES = re.compile("[，。、；]")


class Pair(NamedTuple):
    """Columns of lines that were read across, and where the last of them ends.

    gone: what leaves its place: where lines of the columns to the right start and end in the text; right: those lines,
    without the gap, column by column.
    """

    end: int
    gone: list[tuple[int, int]]
    right: list[str]


def columns(lines: Lines) -> Iterator[Pair]:
    """Every place where two columns were read across."""
    for block in _blocks(lines.texts):
        if sum(map(_is_open, lines.texts[block.start : block.stop])) < OPEN * len(block):
            continue
        pair = _interleaved(lines, block) if len(block) >= 2 * FEWEST else None
        pair = pair or _side_by_side(lines, block)
        if pair:
            yield pair


def apart(text: str, pair: Pair, rule: str) -> Iterator[Edit]:
    """The columns to the right leave their place and stand below the left one."""
    newline = "\r\n" if "\r\n" in text else "\n"
    yield from (Edit(start, end, "", rule) for start, end in pair.gone)
    yield Edit(pair.end, pair.end, "".join(newline + line for line in pair.right), rule)


def _blocks(texts: Sequence[str]) -> Iterator[range]:
    """Stretches of lines of the size of a column, or of two, that are long enough for one."""
    others = [n for n, line in enumerate(texts) if not 0 < len(line) <= WIDEST_LINE or line.isspace()]
    for before, behind in pairwise([-1, *others, len(texts)]):
        if behind - before > FEWEST:
            yield range(before + 1, behind)


def _interleaved(lines: Lines, block: range) -> Pair | None:
    """Lines of the left column and of the right column by turns."""
    texts = [lines.texts[n] for n in block]
    left, right = texts[::2], texts[1::2]
    if not all(map(_is_chinese, (left, right))) or not all(map(_is_column, (left, right))) or not _go_on([left, right]):
        return None
    ends = [lines.starts[n] + len(lines.texts[n]) for n in block]
    return Pair(ends[-1], [(ends[k - 1], ends[k]) for k in range(1, len(ends), 2)], right)


def _side_by_side(lines: Lines, block: range) -> Pair | None:
    """Lines of all columns with gaps between them; where one of them is shorter others stand alone."""
    texts = lines.texts[block.start : block.stop]
    gaps = [[m.end() for m in _GAP.finditer(line)] if "  " in line or "\u3000" in line else [] for line in texts]
    if sum(map(bool, gaps)) < FEWEST:
        return None
    cuts = _cuts(texts, gaps)
    rows = [
        [line[a:b].rstrip(BLANKS) for a, b in pairwise([0, *cut, len(line)])]
        for line, cut in zip(texts, cuts, strict=True)
    ]
    columns = list(zip(*rows, strict=True))
    full = [[text for text in column if text] for column in columns]
    if len(full) < 2 or not all(map(_is_column, full)) or not _is_chinese(texts) or not _go_on(columns):
        return None
    ends = [start + len(line) for line, start in zip(texts, lines.starts[block.start : block.stop], strict=True)]
    gone = [
        (lines.starts[n] + len(row[0]) if row[0] else lines.starts[n] - 1, end)
        for n, row, end in zip(block, rows, ends, strict=True)
        if any(row[1:])
    ]
    return Pair(ends[-1], gone, [text for column in columns[1:] for text in column if text])


def _cuts(texts: Sequence[str], gaps: Sequence[Sequence[int]]) -> list[list[int]]:
    """Where the columns to the right begin in each line: where they do in most lines, or behind gaps near there.

    Columns begin at some places of the line, counted as it is shown or in characters; an indent belongs to its column.
    """
    best: list[list[int]] = []
    most = -1
    for measure in (_width, len):
        times = Counter(measure(line[:end]) for line, ends in zip(texts, gaps, strict=True) for end in ends)
        edges: list[int] = []
        for edge, count in times.most_common():
            if count >= FEWEST and count * 3 > max(times.values()) and _is_apart(edge, edges):
                edges.append(edge)
        edges.sort()
        fitting = sum(times[edge] for edge in edges)
        if fitting > most:
            best, most = [_at_edges(line, edges, measure) for line in texts], fitting
    return best


def _is_apart(edge: int, edges: Sequence[int]) -> bool:
    """Whether a column fits between a place and each of some others."""
    return all(abs(edge - other) >= NARROWEST for other in (0, *edges))


def _at_edges(line: str, edges: Sequence[int], measure: Callable[[str], int]) -> list[int]:
    """Where a line reaches each place, its end if it does not; a gap before or behind counts if none is there."""
    found = []
    for edge in edges:
        at = min(edge, len(line))
        while measure(line[:at]) > edge:
            at -= 1
        if line[at - 1 : at].strip(BLANKS) and line[at:]:  # text stands there
            before = max((m.end() for m in _GAP.finditer(line, 0, at)), default=-1)
            at = before if at - before <= SHIFT and before >= 0 else len(line)
        found.append(at)
    return found


def _width(line: str) -> int:
    """How wide a line is: two for a Chinese character, one for a Latin one."""
    return len(line.encode("gb18030", "replace"))


def _is_chinese(texts: Sequence[str]) -> bool:
    """Whether lines are Chinese text, blanks aside."""
    whole = "".join("".join(texts).split())
    return len(_HAN.findall(whole)) >= CHINESE * len(whole)


def _is_column(texts: Sequence[str]) -> bool:
    """Whether lines are prose of one width, most of which go on in the next one."""
    if len(texts) < FEWEST:
        return False
    sizes = Counter(len(text.rstrip(BLANKS)) for text in texts)
    width = max(sizes, key=lambda size: (sizes[size] + sizes[size - 1] + sizes[size + 1], size))
    if width + 1 < NARROWEST or sizes[width] + sizes[width - 1] + sizes[width + 1] < FULL * len(texts):
        return False
    if len(_CLAUSES.findall("".join(texts))) < len(texts) // 2:
        return False
    return sum(_is_open(text) for text in texts) >= OPEN * len(texts)


def _is_open(line: str) -> bool:
    end = line.rstrip(BLANKS)[-1:]
    return bool(end) and end not in MARKS


def _go_on(columns: Sequence[Sequence[str]]) -> bool:
    """Whether the lines of columns go on in their own column, and not in the line that stands there across."""
    found = []
    for left, right in pairwise(columns):
        found += [_compared(left, left[1:], right), _compared(right, right[1:], left[1:])]
    fitting = [sum(own for own, _ in pairs) / max(1, len(pairs)) for pairs in found]
    if min(fitting) < (FITTING if len(columns) == 2 else FITTING_OF_MORE) or sum(fitting) < FITTING * len(fitting):
        return False
    every = [pair for pairs in found for pair in pairs]
    return sum(own - strange for own, strange in every) >= max(SURE, BETTER * len(every))


def _compared(lines: Sequence[str], own: Sequence[str], across: Sequence[str]) -> list[tuple[float, float]]:
    """The bits of the seams of open lines with the next line of their column, and with the one across."""
    return [
        (_seam(line, mine), _seam(line, strange))
        for line, mine, strange in zip(lines, own, across, strict=False)
        if _is_open(line) and _goes_on(mine) and strange.strip(BLANKS)
    ]


def _goes_on(line: str) -> bool:
    """Whether a line may go on with a sentence: none that has an indent does."""
    return bool(line.strip(BLANKS)) and line[0] not in BLANKS


def _seam(left: str, right: str) -> float:
    return seam_bits(left.rstrip(BLANKS), right.lstrip(BLANKS))
