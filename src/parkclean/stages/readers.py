"""What readers wrote below an article: a line such as `网友评论`, then names, times, buttons and what they say.

No sentence of a reader is known; what shows the block is the line above it and the buttons and times in it.
"""

from __future__ import annotations

import re

from parkclean.rules import Lines
from parkclean.stages.metadata import fold
from parkclean.tables import READERS_HEAD, READERS_MARK

MOST = 240
"""A block has no more lines, blank ones included."""

LONGEST_HEAD = 16
"""The line above it has at most so many characters."""

LONGEST = 160
"""What a reader says has at most so many characters."""

FEWEST = 2
SHARE = 5
"""So many lines are buttons, times or names of readers, and one in so many.

No more than that stand in a row without one of these: what is longer is the article.
"""

_HEAD = re.compile(READERS_HEAD)
_MARK = re.compile(READERS_MARK)


def is_reader(flat: str) -> bool:
    """Whether a folded line names a reader, or is what stands below what one says."""
    return _MARK.match(flat) is not None


def _is_head(flat: str) -> bool:
    """Whether a folded line stands above what readers write."""
    return _HEAD.match(flat.strip("[]【】>» :-—=·")) is not None


def first_of_readers(lines: Lines) -> int | None:
    """The number of the line above what readers wrote; all lines below it are theirs."""
    marks = others = run = 0
    first = None
    short = [line for line in lines.texts[-MOST:] if len(line) <= 2 * LONGEST_HEAD and line[-1:] not in "。！？…”；"]
    if not any(_is_head(fold(line.strip())) for line in short):
        return None
    for n in range(len(lines.texts) - 1, max(0, len(lines.texts) - MOST), -1):
        line = lines.texts[n].strip()
        if not line:
            continue
        flat = fold(line)
        if len(line) <= LONGEST_HEAD and _is_head(flat):
            if marks >= FEWEST and (marks + others) <= SHARE * marks:
                first = n
            continue
        if len(flat) > LONGEST:
            break
        said = not is_reader(flat)
        marks += not said
        others += said
        run = run + 1 if said else 0
        if run > SHARE:
            break
    return first
