"""Hard wraps: lines that a mail program, a terminal or a PDF broke at one width, wherever the sentence stood.

A wrap is known by its width: line after line ends where the next character would not have fitted, and most of them
inside a sentence.
The edits are made by the stage `layout`; sentences that a column cut are in `seams.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from parkclean.cuts import BLANKS
from parkclean.rules import Lines
from parkclean.seambits import seam_bits
from parkclean.tables import CODE_START, HAN, LIST_START

NARROWEST = 14
"""Characters; shorter lines of one length are verse."""

WIDEST_LINE = 200
"""Characters; longer lines are paragraphs."""

FEWEST = 3
"""Full lines that show a width; two are enough from `WIDE` on, where lines of one length are no accident."""

WIDE = 26

INSIDE = 0.4
"""The share of full lines that end without any mark: verse and lists end at one, wraps mostly do not."""

FITTING = 6.5
"""Bits that the seams need on average: as much as nine of ten real ones have, and half of the strangers."""

STANZAS = 3
"""Where blocks were wrapped, one break in so many stands in a block of another width; in poems more do."""

FEW_ENDED = 4
FEWEST_GAPPED = 8
"""So many lines show that blank ones stand between those of paragraphs; one full line in so many may end a sentence."""

HALF = 0.5
"""The share of a block's lines that must be full; the others end paragraphs."""

SLACK = 3
"""Columns that a full line may lack: a wide character, and the mark behind it, did not fit."""

FEWEST_RAGGED = 12
NARROWEST_RAGGED = 10
WIDEST_RAGGED = 80
FEW_SHORT = 10
INSIDE_WORDS = 9.9
ON_AVERAGE = 11.0
"""Where lines have no width that shows, so many of them, of so many characters, must have been broken; one in so many
may be shorter than half of the longest, and half of the seams must need so many bits, and all of them on average."""

_HAN = re.compile(f"[{HAN}]")
_LIST = re.compile(LIST_START)
_CODE = re.compile(CODE_START)
_ENDED = re.compile(r"[。！？…!?：:；;][”’」』）)\"']*\Z")
_INNER = re.compile(f"[{HAN}][，。；：？！、][{HAN}]")
_ENTRY = re.compile(f"[ \u3000]*[{HAN}]{{1,8}}[：:]")
_CLAUSES = re.compile("[，。、；：,.;:]")
_CELLS = re.compile("[^ \u3000](?: {3}|\u3000{2})[ \u3000]*[^ \u3000]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.'-]*")
MARKS = frozenset("，。、；：？！…—”’」』）》,.;:?!)|")
"""What lines end with that end at a mark: where all do, nothing was wrapped."""


class Wrap(NamedTuple):
    """Line `line` goes on in line `below`; `whole`: nothing was lost there, not even a blank."""

    line: int
    below: int
    whole: bool


def wraps(lines: Lines) -> list[Wrap]:
    """Every break that only kept a line within its width, from top to bottom."""
    every = list(_blocks(lines.texts))
    if not every:
        return _gapped(lines.texts)
    sizes = list(map(len, lines.texts))
    blocks = [block for block in every if _is_even(sizes[block.start : block.stop])]
    if not any(_unmarked(lines.texts, block) and _is_prose(lines.texts, block) for block in blocks):
        return _ragged(lines.texts, every)
    blocks = [block for block in blocks if _is_prose(lines.texts, block)]
    exact = _of_one_width(lines.texts, blocks, len, 1, True)
    taken = {wrap.line for wrap in exact}
    others = [block for block in blocks if not taken.intersection(block)]
    found = [*exact, *_of_one_width(lines.texts, others, columns, SLACK, False)]
    return sorted(found) or _ragged(lines.texts, every)


def _gapped(texts: Sequence[str]) -> list[Wrap]:
    """The wraps of a text that has a blank line below every line; a line that is not full ends its paragraph.

    Most lines must be full, and few full ones end a sentence: paragraphs of one length do.
    """
    number = [n for n, line in enumerate(texts) if line.strip(BLANKS)]
    rows = [texts[n] for n in number]
    longest = max(map(len, rows), default=0)
    if len(rows) < FEWEST_GAPPED or not NARROWEST <= longest <= WIDEST_LINE or any(map(stands_alone, rows)):
        return []
    for measure, slack, exact in ((len, 1, True), (columns, SLACK, False)):
        found = _of_one_width(rows, _full_runs(rows, measure, slack), measure, slack, exact)
        ended = sum([_ENDED.search(rows[n]) is not None for n, _, _ in found])
        if len(found) * 2 >= len(rows) and ended * FEW_ENDED <= len(found):
            return [Wrap(number[n], number[below], whole) for n, below, whole in found]
    return []


def _full_runs(rows: Sequence[str], measure: Callable[[str], int], slack: int) -> list[range]:
    """Lines of the most frequent width, each run with the line behind it."""
    width = _width(Counter(map(measure, rows)), slack)
    runs: list[range] = []
    start = 0
    for n, row in enumerate(rows):
        if n == len(rows) - 1 or measure(row) < width - slack - _room(rows[n + 1], measure):
            runs.append(range(start, n + 1))
            start = n + 1
    return [run for run in runs if len(run) > 1]


def _width(widths: Counter[int], slack: int) -> int:
    """The most frequent width, where a full line may lack some columns."""
    return max(widths, key=lambda w: (sum(widths[w - k] for k in range(slack + 1)), w))


def _blocks(texts: Sequence[str]) -> Iterator[range]:
    """Stretches of two lines or more without a blank one, as ranges of line numbers."""
    start = 0
    for n, line in enumerate(texts):
        if not line or (line[0] in BLANKS and not line.strip(BLANKS)):
            if n - start > 1:
                yield range(start, n)
            start = n + 1
    if len(texts) - start > 1:
        yield range(start, len(texts))


def _is_even(sizes: Sequence[int]) -> bool:
    """A cheap look at the sizes of a block: the longest line is no paragraph, and half of the lines come near it."""
    *above, last = sizes
    longest = max(above)
    if not NARROWEST <= longest <= WIDEST_LINE or last > 2 * longest:
        return False
    return len([size for size in above if 2 * size >= longest]) >= HALF * len(above)


def _is_prose(texts: Sequence[str], block: range) -> bool:
    """Whether all lines go on in the next one as prose does."""
    return not any(stands_alone(texts[n]) for n in block)


def _unmarked(texts: Sequence[str], block: range) -> bool:
    """Whether some line but the last ends inside a sentence; without one nothing shows a width."""
    return any(texts[n][-1] not in MARKS and texts[n].rstrip(BLANKS)[-1:] not in MARKS for n in block[:-1])


def stands_alone(line: str) -> bool:
    """A row of a table, code, a quotation: nothing that goes on in the next line."""
    return "\t" in line or "|" in line or line.startswith((">", "#", "```")) or bool(_CODE.match(line.strip(BLANKS)))


def columns(line: str) -> int:
    """How wide a line is on a terminal: two columns for a Chinese character, one for a Latin one."""
    return len(line.encode("gb18030", "replace"))


def _of_one_width(
    texts: Sequence[str], blocks: Sequence[range], measure: Callable[[str], int], slack: int, exact: bool
) -> list[Wrap]:
    """The wraps of the blocks that share the most frequent width, if that width shows that it is one."""
    widths = Counter(measure(texts[n]) for block in blocks for n in block[:-1])
    if not widths:
        return []
    width = _width(widths, slack)
    full = [_full_lines(texts, block, width, measure, slack) for block in blocks]
    found = [n for lines in full for n in lines]
    if not _shows_width(texts, found, exact) or _are_stanzas(texts, blocks, full):
        return []
    return [Wrap(n, n + 1, exact and len(texts[n]) == width) for n in found]


def _are_stanzas(texts: Sequence[str], blocks: Sequence[range], full: Sequence[Sequence[int]]) -> bool:
    """Whether the blocks are stanzas: some of them look wrapped, but too many others do not, or few end a sentence."""
    wrapped = [block for block, lines in zip(blocks, full, strict=True) if lines]
    others = [block for block, lines in zip(blocks, full, strict=True) if not lines and _unmarked(texts, block)]
    ended = sum(_ENDED.search(texts[block[-1]].rstrip(BLANKS)) is not None for block in wrapped)
    return _breaks(others) * STANZAS > _breaks(wrapped) or (len(wrapped) > 1 and ended * 2 < len(wrapped))


def _breaks(blocks: Sequence[range]) -> int:
    """How many line breaks stand inside the blocks."""
    return sum([len(block) - 1 for block in blocks])


def _full_lines(texts: Sequence[str], block: range, width: int, measure: Callable[[str], int], slack: int) -> list[int]:
    """The lines of a block that end at the width and go on; none if the block has another width."""
    full = []
    for n in block[:-1]:
        size = measure(texts[n])
        if size > width:
            return []
        if size >= width - slack - _room(texts[n + 1], measure):
            full.append(n)
        elif not _ENDED.search(texts[n].rstrip(BLANKS)) and n != block[0]:
            return []
    if measure(texts[block[-1]]) > width or len(full) < HALF * (len(block) - 1):
        return []
    return [n for n in full if not _starts_anew(texts[n + 1])]


def _room(following: str, measure: Callable[[str], int]) -> int:
    """How much more than one character the next line needed at once: a Latin word is not broken."""
    word = _WORD.match(following.lstrip(BLANKS)) if measure is columns else None
    return min(len(word[0]), 20) if word else 0


def _ragged(texts: Sequence[str], blocks: Sequence[range]) -> list[Wrap]:
    """The wraps of lines of nearly one width, and of lines that hang below the first one of their paragraph.

    No width shows here, so that the seams must show all: sentences end in the middle of lines, and characters at the
    seams belong together as they do inside words. In verse, and where somebody broke lines by phrases, they do not.
    """
    rows = [line for block in blocks for line in texts[block.start : block.stop]]
    if not NARROWEST_RAGGED <= max(map(len, rows), default=0) <= WIDEST_RAGGED:
        return []
    if sum([row[-1] not in MARKS for row in rows]) * 4 < len(rows):
        return []  # most end at a mark
    paragraphs = list(_paragraphs(texts, blocks))
    above = [n for paragraph in paragraphs for n in paragraph[:-1]]
    if len(above) < FEWEST_RAGGED:
        return []
    sizes = [len(texts[n].strip(BLANKS)) for n in above]
    if 2 * sorted(sizes)[len(sizes) // FEW_SHORT] < max(sizes):
        return []
    running = [n for n in above if _INNER.search(texts[n]) is not None]
    ended = sum(_ENDED.search(texts[paragraph[-1]].rstrip(BLANKS)) is not None for paragraph in paragraphs)
    inside = [n for n in above if texts[n].rstrip(BLANKS)[-1] not in MARKS]
    if (
        _are_entries(texts, inside)
        or len(running) * 3 < len(above)
        or ended * 3 < len(paragraphs) * 2
        or len(inside) * 4 < len(above) * 3
    ):
        return []
    tried = sorted(seam_bits(texts[n].rstrip(BLANKS), texts[n + 1].lstrip(BLANKS)) for n in inside[:80])
    if tried[len(tried) // 2] < INSIDE_WORDS or sum(tried) < ON_AVERAGE * len(tried):
        return []
    full = sum(sizes) / len(sizes)
    return [Wrap(n, n + 1, False) for n in above if len(texts[n].strip(BLANKS)) >= full or not _ENDED.search(texts[n])]


def _paragraphs(texts: Sequence[str], blocks: Sequence[range]) -> Iterator[list[int]]:
    """Paragraphs of two lines or more: an indent starts one, or the lack of it where most lines hang."""
    blocks = [block for block in blocks if _is_prose(texts, block)]
    hanging = sum(texts[n][:1] in BLANKS for block in blocks for n in block)
    hangs = hanging * 2 > sum(map(len, blocks))
    for block in blocks:
        paragraph: list[int] = []
        for n in block:
            starts = texts[n][0] not in BLANKS if hangs else _starts_anew(texts[n])
            if starts:
                if len(paragraph) > 1:
                    yield paragraph
                paragraph = []
            paragraph.append(n)
        if len(paragraph) > 1:
            yield paragraph


def _starts_anew(line: str) -> bool:
    """A list item or an indented line starts a paragraph."""
    return line[:1] == "\u3000" or line[:2] == "  " or bool(_LIST.match(line))


def _are_entries(texts: Sequence[str], inside: Sequence[int]) -> bool:
    """Whether most of several lines end in the same character or begin with a label, as the entries of a list do."""
    if sum([_ENTRY.match(texts[n]) is not None for n in inside]) * 2 > len(inside):
        return True
    ends = Counter(texts[n].rstrip(BLANKS)[-1] for n in inside)
    return max(ends.values(), default=0) > max(FEWEST, len(inside) / 2)


def _shows_width(texts: Sequence[str], full: Sequence[int], exact: bool) -> bool:
    """Whether full lines are wraps: several, most of them inside a sentence that goes on in the next line."""
    fewest = FEWEST - (exact and bool(full) and len(texts[full[0]]) >= WIDE)
    if len(full) < fewest:
        return False
    inside = [n for n in full if texts[n].rstrip(BLANKS)[-1:] not in MARKS]
    if len(inside) < INSIDE * len(full) or _are_entries(texts, inside):
        return False
    if sum([_CELLS.search(texts[n]) is not None for n in full]) * 2 > len(full):
        return False  # rows of a table, or columns
    prose = sum(bool(_CLAUSES.search(texts[n])) and len(_HAN.findall(texts[n])) * 3 > len(texts[n]) for n in full)
    if prose < HALF * len(full):
        return False
    tried = inside[:50]
    bits = sum(seam_bits(texts[n].rstrip(BLANKS), texts[n + 1].lstrip(BLANKS)) for n in tried)
    return bits >= FITTING * len(tried)
