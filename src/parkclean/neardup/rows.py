"""The lines of a text that fold to something: what the search for repeats compares."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from parkclean.neardup.candidates import split_rows
from parkclean.neardup.shingles import Folded
from parkclean.rules import split_lines


class Row(NamedTuple):
    """A line with something in it: its span in the text, its folded form, where that starts in the folded text."""

    start: int
    end: int
    key: str
    at: int


def rows_of(text: str, folded: Folded) -> list[Row]:
    """The lines that fold to something."""
    keys, at = split_rows(folded)
    lines = split_lines(text)
    if len(keys) == len(lines.texts):  # no line ends in two characters
        found = zip(keys, lines.starts, lines.texts, at, strict=True)
        return [Row(start, start + len(line), key, n) for key, start, line, n in found if key]
    rows = []
    for key, first in zip(keys, at, strict=True):
        if key:
            n = bisect_right(lines.starts, int(folded.origin[first])) - 1
            start = lines.starts[n]
            rows.append(Row(start, start + len(lines.texts[n]), key, first))
    return rows
