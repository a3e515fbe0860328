"""Whether a document is worth a search for repeats: a cheap look at its folded text.

The search itself is in `inside.py`; most texts never get there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from parkclean.neardup import causes
from parkclean.neardup.candidates import Rows, Runs, repeats_at_all
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.prose import chinese, is_item, is_prose
from parkclean.neardup.shingles import Folded, fold_codes
from parkclean.neardup.slips import alike
from parkclean.neardup.standing import pairs_of, standing_again
from parkclean.neardup.whole import HEAD, put_down_again
from parkclean.quick import compiled
from parkclean.rules import split_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from parkclean.neardup.causes import Pair

OPENING = 2000
"""The first line of a text begins within so many characters."""

MANY = 12
"""Rows that may be copies; more of them are quicker compared with all others at once."""

_HEAD = re.compile(rf"\S[^\r\n]{{{causes.SHORTEST_PIECE - 1},{HEAD - 1}}}(?<!\s)")


def look(codes: NDArray[np.uint32]) -> Folded | None:
    """The folded text, if anything repeats at all."""
    folded = fold_codes(codes)
    return folded if repeats_at_all(alike(folded)) else None


def worth_a_search(text: str, codes: NDArray[np.uint32]) -> Folded | None:
    """The folded text, if some row of it may go.

    codes: the code points of the text.
    """
    quick = compiled(len(text), 0)
    pairs = quick.pairs(codes) if quick is not None else None
    if pairs is not None:
        return (_with_cause(text, codes, pairs) or _put_down_again(text, codes)) if pairs else None
    return _with_copies(text, codes)


def _with_cause(text: str, codes: NDArray[np.uint32], pairs: Sequence[Pair]) -> Folded | None:
    """The folded text, if one of some pairs of rows may set off the search, and anything repeats at all."""
    some = causes.may_be_some(text, pairs)
    if not some:
        return None
    folded = fold_codes(codes)
    return folded if causes.starts_a_search(text, some, alike(folded)) else None


def _with_copies(text: str, codes: NDArray[np.uint32]) -> Folded | None:
    """The folded text, if some row may be a copy or a piece, and anything repeats at all."""
    folded = fold_codes(codes)
    shapes = alike(folded)
    runs = Runs(shapes)
    if not runs.recur:
        return None
    again = standing_again(shapes)
    if again != {} and runs.shared and _may_go(text, shapes, again):
        pairs = pairs_of(shapes, again) if again and len(again) <= MANY else None
        if pairs is None or causes.is_one(text, causes.may_be_some(text, pairs), shapes):
            return folded
    return _put_down_again(text, codes)


def _put_down_again(text: str, codes: NDArray[np.uint32]) -> Folded | None:
    """The folded text, if it is put down twice in a row, in whatever lines and whatever it is: a statute, a list."""
    head = _HEAD.search(text, 0, OPENING)
    if head is None or text.find(head[0], head.start() + 1) < 0:
        return None
    folded = fold_codes(codes)
    return folded if put_down_again(folded, titles=1) else None


def _may_go(text: str, folded: Folded, again: Mapping[int, bool] | None) -> bool:
    """Whether some row may be a copy or a piece that goes: running Chinese text, most of which another row holds.

    Clauses of laws share their phrases with many others, and are no copies of any.
    again: the rows that stand elsewhere, and whether inside a longer row (`standing_again`); None if nobody can tell.
    What stands elsewhere as a row of its own goes only if it is prose.
    """
    rows = Rows(folded)
    lines = split_lines(text).texts
    if len(lines) != len(rows.sizes):  # lines end in two characters: rows and lines have other numbers
        return True
    some = (
        n
        for n, size in rows.recurring()
        if (again is None or n in again)
        and _may_be_copy(lines[n], size)
        and (again is None or again[n] or (size >= SHORT and is_prose(lines[n], size)))
    )
    found = list(islice(some, MANY + 1))
    return len(found) > MANY or any(rows.has_a_whole(n) for n in found)


def _may_be_copy(line: str, size: int) -> bool:
    """Whether a line of so many folded characters is neither an item of a list nor something other than Chinese."""
    return not is_item(line) and chinese(line) * 4 >= size
