"""The first answers of numpy to all questions at once: no, or perhaps.

For every code point a table holds one bit for each question that the character allows: as a mark, in front of one or
behind one, at the start of a line or at its end.
So a handful of operations on the marks of a text, and as many on its lines, settle most questions for which numpy would
otherwise look again and again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, get_args

import numpy as np

from parkclean.kinds import Look, Tables, tables
from parkclean.questions import Place, Question, Stamps

if TYPE_CHECKING:
    from parkclean.kinds import Bits

MOST_SIZES = 512
"""Lines of so many characters or more are alike to every question."""


class Allowed(NamedTuple):
    """Which questions each code point allows in each place, as bits, and which ones a line does by its size.

    at_start, at_end: questions that need nothing in front of a mark, and behind it.
    of_line, of_two: those about one line, and about two lines in a row.
    stamps: those that others answer, each with the bits of those.
    unread: those that are not answered here; sure: those to which perhaps is yes.
    """

    places: dict[Place, Bits]
    at_start: np.uint64
    at_end: np.uint64
    of_line: int
    of_two: int
    stamps: tuple[tuple[int, int], ...]
    unread: int
    sure: int


def answers(look: Look) -> tuple[int, int]:
    """Bits of the questions to which the answer is yes or perhaps, and of those to which perhaps is yes."""
    known = tables_of(tables(), len(Question.every))
    found = known.unread
    if look.codes.size:
        single, two = _of_lines(look, known)
        found |= _of_marks(look, known) | (single & known.of_line) | (two & known.of_two)
        for bit, others in known.stamps:
            found |= bit if single & others else 0
    return found, known.sure


def _of_marks(look: Look, known: Allowed) -> int:
    """What some mark allows, together with what stands beside it."""
    at, codes, allowed = look.at, look.codes, known.places
    if not at.size:
        return 0
    found = allowed["mark"].take(codes.take(at), mode="clip")
    found &= allowed["before"].take(codes.take(at - 1, mode="clip"), mode="clip")
    found &= allowed["behind"].take(codes.take(at + 1, mode="clip"), mode="clip")
    if at[0] == 0:
        found[0] &= known.at_start
    if at[-1] == codes.size - 1:
        found[-1] &= known.at_end
    return int(np.bitwise_or.reduce(found))


def _of_lines(look: Look, known: Allowed) -> tuple[int, int]:
    """What some line allows, and what some line allows together with the one above it."""
    allowed = known.places
    found = allowed["first"].take(look.codes.take(look.starts, mode="clip"), mode="clip")
    found &= allowed["last"].take(look.codes.take(look.last_places, mode="clip"), mode="clip")
    found &= allowed["size"].take(look.sizes, mode="clip")
    single = int(np.bitwise_or.reduce(found))
    if not single & known.of_two:
        return single, 0
    two = found[:-1] & (found[1:] | allowed["below"].take(look.sizes[1:], mode="clip"))
    return single, int(np.bitwise_or.reduce(two))


@lru_cache(1)
def tables_of(known: Tables, count: int) -> Allowed:
    """known: the kinds of all code points; count: how many questions there are."""
    every = Question.every
    scopes = {scope: _bits(one for one in every if one.scope == scope) for scope in ("mark", "line", "two", None)}
    places: dict[Place, Bits] = {}
    anywhere: dict[Place, int] = {}
    for place in get_args(Place):
        places[place] = np.zeros(MOST_SIZES if place in ("size", "below") else known.kinds.size, np.uint64)
        anywhere[place] = 0
    for one in every:
        flags = one.allows(known.kinds, np.arange(MOST_SIZES))
        for place, table in places.items():
            table[flags.get(place, slice(None))] |= np.uint64(one.bit)
            anywhere[place] |= 0 if place in flags else one.bit
    places["mark"] &= np.where(known.marks, np.uint64(scopes["mark"]), np.uint64(0))
    places["first"] &= np.uint64(scopes["line"] | scopes["two"])
    return Allowed(
        places,
        np.uint64(anywhere["before"]),
        np.uint64(anywhere["behind"]),
        scopes["line"],
        scopes["two"],
        tuple((one.bit, one.short.bit | one.open_ended.bit) for one in every if isinstance(one, Stamps)),
        scopes[None],
        _bits(one for one in every if one.is_sure),
    )


def _bits(questions: Iterable[Question]) -> int:
    return reduce(or_, (one.bit for one in questions), 0)
