"""A text that was put down twice or more in a row, wherever its lines were broken the second time.

Blocks of rows that stand again behind themselves are in `blocks.py`; here rows need not be equal, for the second time
may begin in the line in which the first one ended.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from parkclean.neardup.causes import LONG
from parkclean.neardup.prose import chinese
from parkclean.neardup.results import Finding
from parkclean.neardup.shingles import BREAK, Folded, decode
from parkclean.rules import split_lines

HEAD = 24
"""So many characters at the start of a text are looked for."""

TEXT = 120
"""So many Chinese characters are no refrain, where rows are long."""

TITLES = 3
"""So many rows may stand in front that are not there the second time."""


_ROW = re.compile(f"[^{chr(BREAK)}]+")


class Again(NamedTuple):
    """Where in a text the second time begins, and what it says again; both are places of characters."""

    start: int
    first: int


def put_down_again(folded: Folded, titles: int = TITLES) -> Again | None:
    """Where a text begins again; None unless all that follows is what stands in front of it.

    titles: with one of how many rows it may begin again; under two headings two forms may have the same words.
    What comes again must be half of the text in front of it, so much Chinese text that it is no refrain, and hold a
    long row.
    """
    text = decode(folded.codes)
    said = text.replace(chr(BREAK), "")
    base = 0
    for row in islice(_ROW.finditer(text), titles):
        at = _begins_again(said, base, text)
        if at >= 0:
            places = folded.origin[folded.codes != BREAK]
            return Again(int(places[at]), int(places[base]))
        base += len(row[0])
    return None


def _begins_again(said: str, base: int, text: str) -> int:
    """Where a text begins again; -1 if it does not; text: what is said, with breaks between rows."""
    at = said.find(said[base : base + HEAD], base + HEAD)
    size = len(said) - at
    if at < 0 or size < TEXT or size * 2 < at - base or not said.startswith(said[at:], base):
        return -1
    if chinese(said[at:]) < max(TEXT, size // 2) or sum(len(row[0]) >= LONG for row in _ROW.finditer(text)) < 4:
        return -1
    return at


def said_again(text: str, again: Again) -> list[Finding]:
    """The lines that go, the first one from where the text begins again; each with its like that stays.

    What is set in other lines there has the whole that stays.
    """
    whole = again.first, len(text[: again.start].rstrip())
    known = dict(reversed(list(split_lines(text[: whole[1]]))))
    found = []
    for line, start in split_lines(text):
        begin, end = max(again.start, start), start + len(line)
        if end > again.start and line and not line.isspace():
            said = text[begin:end]
            stays = (known[said], known[said] + len(said)) if said in known else whole
            found.append(Finding("exact", begin, end, said, *stays, 1.0, (), True))
    return found
