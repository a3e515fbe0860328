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

from parkclean.edits import Edit
from parkclean.rules import Lines
from parkclean.seams import BLANKS, seam_bits
from parkclean.tables import HAN
from parkclean.wraps import MARKS, NARROWEST, WIDEST_LINE

FEWEST = 8
"""So many lines of each column."""
FITTING = 10.5
"""Bits that the seams of a column need on average: real ones have 11 to 17, those of strangers 8 to 11."""
BETTER = 2.0
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
    """Two columns of lines that were read across, from the first line of the text that holds them to the last.

    right: where the lines of the right column start and end in the text.
    """

    end: int
    right: list[tuple[int, int]]


def columns(lines: Lines) -> Iterator[Pair]:
    """Every place where two columns were read across."""
    for block in _blocks(lines.texts):
        pair = _interleaved(lines, block) if len(block) >= 2 * FEWEST else None
        pair = pair or (_side_by_side(lines, block) if len(block) >= FEWEST else None)
        if pair:
            yield pair


def apart(text: str, pair: Pair, rule: str) -> Iterator[Edit]:
    """The right column leaves its place and stands below the left one."""
    newline = "\r\n" if "\r\n" in text else "\n"
    for start, end in pair.right:
        yield Edit(start, end, "", rule)
    below = newline.join(text[start:end].strip("\r\n").lstrip(" ") for start, end in pair.right)
    yield Edit(pair.end, pair.end, newline + below, rule)


def _blocks(texts: Sequence[str]) -> Iterator[range]:
    """Stretches of lines of the size of a column, or of two."""
    start = 0
    for n, line in enumerate(texts):
        if not 0 < len(line) <= WIDEST_LINE or not line.strip(BLANKS):
            yield range(start, n)
            start = n + 1
    yield range(start, len(texts))


def _interleaved(lines: Lines, block: range) -> Pair | None:
    """Lines of the left column and of the right column by turns."""
    texts = [lines.texts[n] for n in block]
    left, right = texts[::2], texts[1::2]
    if not (_is_column(left) and _is_column(right)) or not _go_on(left, right, [*left[1:], ""]):
        return None
    ends = [lines.starts[n] + len(lines.texts[n]) for n in block]
    return Pair(ends[-1], [(ends[k - 1], ends[k]) for k in range(1, len(ends), 2)])


def _side_by_side(lines: Lines, block: range) -> Pair | None:
    """Lines of both columns with a gap between them; where the right one is shorter the gap is missing."""
    gaps = [_gap(lines.texts[n]) for n in block]
    found = [n for n, gap in zip(block, gaps, strict=True) if gap]
    if len(found) * 4 < len(block) * 3:
        return None
    left = [lines.texts[n][: gap[0]] if gap else lines.texts[n] for n, gap in zip(block, gaps, strict=True)]
    right = [lines.texts[n][gap[1] :] if gap else "" for n, gap in zip(block, gaps, strict=True)]
    full = [text for text in right if text]
    if not (_is_column(left) and _is_column(full)) or not _go_on(left, right, right):
        return None
    spans = [
        (lines.starts[n] + gap[0], lines.starts[n] + len(lines.texts[n]))
        for n, gap in zip(block, gaps, strict=True)
        if gap
    ]
    last = block[-1]
    return Pair(lines.starts[last] + len(lines.texts[last]), spans)


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
    return line.rstrip(BLANKS)[-1:] not in MARKS


def _go_on(left: Sequence[str], right: Sequence[str], beside: Sequence[str]) -> bool:
    """Whether the lines of two columns go on in their own column, and not in the line beside or below them.

    beside: what stands where a line of the right column would go on, if nothing were columns.
    """
    better, mean_left = _compared(left, left[1:], right)
    more, mean_right = _compared(right, right[1:], beside) if beside is not right else (0.0, _mean(right))
    tried = sum(map(_is_open, left)) + (sum(map(_is_open, right)) if beside is not right else 0)
    return min(mean_left, mean_right) >= FITTING and better + more >= max(SURE, BETTER * tried)


def _compared(lines: Sequence[str], own: Sequence[str], other: Sequence[str]) -> tuple[float, float]:
    """By how many bits open lines go on better in one way than in another, and what their own seams have on average."""
    tried = [
        (_seam(line, mine), _seam(line, strange))
        for line, mine, strange in zip(lines, own, other, strict=False)
        if _is_open(line) and _goes_on(mine) and strange.strip(BLANKS)
    ]
    if not tried:
        return 0.0, 0.0
    return sum(mine - strange for mine, strange in tried), sum(mine for mine, _ in tried) / len(tried)


def _mean(lines: Sequence[str]) -> float:
    tried = [_seam(a, b) for a, b in pairwise(lines) if a and _is_open(a) and _goes_on(b)]
    return sum(tried) / len(tried) if tried else 0.0


def _goes_on(line: str) -> bool:
    """Whether a line may go on with a sentence: none that has an indent does."""
    return bool(line.strip(BLANKS)) and line[0] not in BLANKS


def _seam(left: str, right: str) -> float:
    return seam_bits(left.rstrip(BLANKS), right.lstrip(BLANKS))
