"""Columns that were read across: every line of a page is a line of the left column and one of the right column.

They are known by how lines go on: each in the next line of its own column, and not in the line beside it.
The edits are made by the stage `layout`, which joins the lines afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
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
BETTER = 1.2
"""Bits by which a line goes on better in its own column, on average."""
SURE = 40.0
"""The same for all lines together."""
FULL = 0.5
"""The share of lines of a column that have its width; the others end paragraphs."""
OPEN = 0.3
"""The share of lines that end without a mark: verse and lists end at one."""
CHINESE = 0.7

_HAN = re.compile(f"[{HAN}]")
_GAP = re.compile(r"(?<=[^ \u3000])(?: {2,}|\u3000+ *)(?=[^ \u3000])")
_CLAUSES = re.compile("[，。、；]")


class Pair(NamedTuple):
    """Two columns of lines that were read across, and where the last of them ends.

    right: where the lines of the right column start and end in the text, and what they are without the gap.
    """

    end: int
    right: list[tuple[int, int, str]]


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
    """The right column leaves its place and stands below the left one."""
    newline = "\r\n" if "\r\n" in text else "\n"
    for start, end, _ in pair.right:
        yield Edit(start, end, "", rule)
    yield Edit(pair.end, pair.end, "".join(newline + line for _, _, line in pair.right), rule)


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
    if not (_is_column(left) and _is_column(right)) or not _go_on(left, right):
        return None
    ends = [lines.starts[n] + len(lines.texts[n]) for n in block]
    return Pair(ends[-1], [(ends[k - 1], ends[k], texts[k]) for k in range(1, len(ends), 2)])


def _side_by_side(lines: Lines, block: range) -> Pair | None:
    """Lines of both columns with a gap between them; where the right one is shorter the gap is missing."""
    gaps = [_gap(line) if "  " in line or "\u3000" in line else None for line in lines.texts[block.start : block.stop]]
    found = [n for n, gap in zip(block, gaps, strict=True) if gap]
    if len(found) * 4 < len(block) * 3:
        return None
    left = [lines.texts[n][: gap[0]] if gap else lines.texts[n] for n, gap in zip(block, gaps, strict=True)]
    right = [lines.texts[n][gap[1] :] if gap else "" for n, gap in zip(block, gaps, strict=True)]
    full = [text for text in right if text]
    if not (_is_column(left) and _is_column(full)) or not _go_on(left, right):
        return None
    edges = Counter(_width(lines.texts[n][: gap[1]]) for n, gap in zip(block, gaps, strict=True) if gap)
    edge = max(edges, key=lambda width: (edges[width], -width))
    spans = []
    for n, gap, line in zip(block, gaps, right, strict=True):
        if gap:
            indent = max(0, _width(lines.texts[n][: gap[1]]) - edge) // 2
            start = lines.starts[n]
            spans.append((start + gap[0], start + len(lines.texts[n]), "\u3000" * indent + line))
    last = block[-1]
    return Pair(lines.starts[last] + len(lines.texts[last]), spans)


def _width(line: str) -> int:
    """How wide a line is: two for a Chinese character, one for a Latin one."""
    return len(line.encode("gb18030", "replace"))


def _gap(line: str) -> tuple[int, int] | None:
    """The widest gap of a line, an indent of the right column behind it included."""
    found = max(_GAP.finditer(line), key=lambda m: m.end() - m.start(), default=None)
    return found.span() if found else None


def _is_column(texts: Sequence[str]) -> bool:
    """Whether lines are Chinese prose of one width, most of which go on in the next one."""
    if len(texts) < FEWEST:
        return False
    sizes = Counter(len(text.rstrip(BLANKS)) for text in texts)
    width = max(sizes, key=lambda size: (sizes[size] + sizes[size - 1] + sizes[size + 1], size))
    if width < NARROWEST or sizes[width] + sizes[width - 1] + sizes[width + 1] < FULL * len(texts):
        return False
    whole = "".join(texts)
    if len(_HAN.findall(whole)) < CHINESE * len(whole) or len(_CLAUSES.findall(whole)) < len(texts) // 2:
        return False
    return sum(_is_open(text) for text in texts) >= OPEN * len(texts)


def _is_open(line: str) -> bool:
    end = line.rstrip(BLANKS)[-1:]
    return bool(end) and end not in MARKS


def _go_on(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the lines of two columns go on in their own column, and not in the line that stands there across."""
    one = _compared(left, left[1:], right)
    other = _compared(right, right[1:], left[1:])
    tried = len(one) + len(other)
    if not (one and other) or min(sum(own for own, _ in pairs) / len(pairs) for pairs in (one, other)) < FITTING:
        return False
    return sum(own - strange for own, strange in (*one, *other)) >= max(SURE, BETTER * tried)


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
