# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg,call-overload"
"""The first looks at a text, compiled by numba (`pip install 'parkclean[fast]'`): all answers in one pass.

`look` answers the questions of `questions.py`, `pairs` is what `neardup/standing_compiled.py` has.
What a character allows is in the tables of `quick_numpy.py`, made small: characters that are alike to every question
share a row.
Imported only when it is asked for (`quick.py`); the first run compiles (some seconds) and is cached.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import int64

from parkclean import quick_numpy
from parkclean.kinds import BLANK, BREAK, tables
from parkclean.neardup.compiled import compiled, inlined
from parkclean.neardup.standing_compiled import pairs
from parkclean.questions import (
    PAIR_BITS,
    Again,
    Alternating,
    AtEdges,
    Beside,
    Close,
    GoesOn,
    InLine,
    Near,
    Opens,
    Question,
    Recurs,
    Stamps,
    pair_number,
)
from parkclean.quick_numpy import MOST_SIZES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from parkclean.kinds import Bits, Places, Tables

__all__ = ["look", "pairs"]

_LF, _CR = np.uint32(10), np.uint32(13)
_LAST = np.uint32(0x10000)
_BLANK = np.uint64(BLANK)
_WIDE_STEP, _S40 = np.uint64(0x9E3779B97F4A7C15), np.uint64(40)
_NONE = np.uint64(0)
_LARGEST = MOST_SIZES - 1
_STEPS = Again.STEPS
_BREAK = np.uint64(BREAK)
_BUCKETS, _CHINESE, _ODD, _OPENER = Recurs.BUCKETS, Recurs.CHINESE, Recurs.ODD, Recurs.OPENER
_MARKED = 16
_HEAD, _HEADED, _PARAGRAPH = Stamps.HEAD, Stamps.HEADED, Stamps.PARAGRAPH

_KINDS, _MARK, _BEFORE, _BEHIND, _FIRST, _END = range(6)
"""Columns of the table: what the characters of a row are, and what they allow in each place."""
_SIZE, _BELOW = range(2)
_AT_START, _AT_END, _OF_MARK, _OF_LINE, _OF_TWO, _SOME, _BOUNDS = range(7)
"""What `_Known.general` has: questions that need nothing in front of a mark, and behind it; those to which one mark,
one line or two lines that allow them are yes; kinds of the marks of some others; where each sort starts in `asked`."""
_SORTS = Beside, Close, Near, Alternating, InLine, Opens, Stamps, Again, GoesOn, AtEdges, Recurs
_BESIDE, _CLOSE, _NEAR, _ALTERNATING, _IN_LINE, _OPENS, _STAMPS, _AGAIN, _GOES_ON, _AT_EDGES, _RECURS = range(11)
_BIT = 12
"""The column of `asked` that holds the bit of a question; the others are its numbers."""


class _Known(NamedTuple):
    """The tables as few arrays, for each costs something in each call.

    flags: which code points are marks or odd (1), which are marks, and what `Recurs` takes each for; kinds: what each
    is; rows: the row of `table` of each.
    sizes: what a line allows by its size.
    asked: the questions about which one character or line does not say yes, a row each.
    pairs: for each question about two characters, a flag for each number that a pair of code points may have.
    """

    flags: NDArray[np.uint8]
    kinds: Bits
    rows: NDArray[np.uint16]
    table: Bits
    sizes: Bits
    general: Bits
    asked: Bits
    pairs: NDArray[np.bool_]


def look(codes: NDArray[np.uint32]) -> tuple[int, int, Places, Bits, Places, Places]:
    """The kinds of marks that stand in a text, and the answers to all questions; codes: its code points.

    And what was found on the way: where the marks stand, the kinds of each, where each line starts and ends.
    """
    return _look(codes, *_tables(tables(), len(Question.every)))  # type: ignore[no-any-return]


@lru_cache(1)
def _tables(known: Tables, count: int) -> _Known:
    """known: the kinds of all code points; count: how many questions there are."""
    every = Question.every
    allowed = quick_numpy.tables_of(known, count)
    by_code = [known.kinds, *(allowed.places[place] for place in ("mark", "before", "behind", "first", "last"))]
    table, rows = np.unique(np.stack(by_code, axis=1), axis=0, return_inverse=True)
    sorts = [[one for one in every if type(one) is sort and not _is_told(one)] for sort in _SORTS]
    of_mark, of_line, of_two = (
        sum(one.bit for one in every if one.scope == scope and _is_told(one)) for scope in ("mark", "line", "two")
    )
    some = np.bitwise_or.reduce([0, *(one.numbers[0] for one in every if one.scope is None)])
    bounds = np.cumsum([0, *map(len, sorts)])
    pairs = [one.table for sort in sorts for one in sort if isinstance(one, Opens | AtEdges)]
    flags = reduce(or_, (one.table for one in every if isinstance(one, Recurs)), known.marks * np.uint8(_MARKED))
    flags |= (flags & (_MARKED | _ODD)) != 0
    return _Known(
        flags,
        known.kinds,
        rows.reshape(-1).astype(np.uint16),
        table,
        np.stack([allowed.places["size"], allowed.places["below"]], axis=1),
        np.array([allowed.at_start, allowed.at_end, of_mark, of_line, of_two, some, *bounds], np.uint64),
        np.array([_numbers(one) for sort in sorts for one in sort], np.uint64).reshape(-1, _BIT + 1),
        np.array(pairs, np.bool_).reshape(-1, 1 << PAIR_BITS),
    )


def _is_told(question: Question) -> bool:
    """Whether what one mark or one line allows is the whole answer."""
    return question.is_sure and not (isinstance(question, InLine) and question.behind[0])


def _numbers(question: Question) -> list[int]:
    numbers = list(question.numbers)
    return [*numbers, *[0] * (_BIT - len(numbers)), question.bit]


_pair = inlined(pair_number)


@compiled
def _marks(codes, flags, kinds):  # type: ignore[no-untyped-def]
    """Where marks stand, the kinds of each, and where odd characters (`Recurs`) do behind Chinese ones.

    Without a branch for each character, which would be guessed wrongly.
    """
    found = np.empty(codes.size, np.int64)
    count = 0
    for i in range(codes.size):
        found[count] = i
        count += flags[min(codes[i], _LAST)] & 1
    places, bits, odd = np.empty(count, np.int64), np.empty(count, np.uint64), np.empty(count, np.int64)
    marks = times = 0
    for n in range(count):
        i = found[n]
        code = min(codes[i], _LAST)
        places[marks], bits[marks] = i, kinds[code]
        marks += (flags[code] & _MARKED) != 0
        odd[times] = i
        times += i > 0 and flags[code] & _ODD != 0 and flags[min(codes[i - 1], _LAST)] & _CHINESE != 0
    return places[:marks], bits[:marks], odd[:times]


@compiled
def _recurs(codes, flags, places, fewest):  # type: ignore[no-untyped-def]
    """Whether one of these places begins like some others."""
    times = np.zeros(_BUCKETS, np.int64)
    for i in places:
        if i + 1 < codes.size:
            first, second = int64(codes[i]), int64(codes[i + 1])
            if not (flags[min(codes[i], _LAST)] & _OPENER or flags[min(codes[i + 1], _LAST)] & _ODD):
                second = 0
            bucket = _pair(first, second) & (_BUCKETS - 1)
            times[bucket] += 1
            if times[bucket] >= fewest:
                return True
    return False


@compiled
def _edges(codes, places, bits):  # type: ignore[no-untyped-def]
    """Where each line starts and ends."""
    starts, ends = np.empty(places.size + 1, np.int64), np.empty(places.size + 1, np.int64)
    start = count = 0
    for n in range(places.size):
        if bits[n] & _BREAK:
            i = places[n]
            starts[count], ends[count] = start, i
            count += codes[i] == _CR or i == 0 or codes[i - 1] != _CR
            start = i + 1
    starts[count], ends[count] = start, codes.size
    return starts[: count + 1], ends[: count + 1]


@inlined
def _row(codes, rows, i):  # type: ignore[no-untyped-def]
    return rows[min(codes[i], _LAST)]


@inlined
def _kinds(codes, rows, table, i):  # type: ignore[no-untyped-def]
    return table[_row(codes, rows, i), _KINDS]


@inlined
def _opens(codes, rows, table, start, end, asked, pairs, q):  # type: ignore[no-untyped-def]
    """Whether a line starts with two characters that a question asks for, an indent in front of them aside."""
    at = start
    if end - start <= int64(asked[q, 2]) and _kinds(codes, rows, table, at) & asked[q, 0]:
        while at < end and _kinds(codes, rows, table, at) & asked[q, 1]:
            at += 1
    return at + 1 < codes.size and at < end and pairs[q, _pair(int64(codes[at]), int64(codes[at + 1]))]


@compiled
def _holds_pair(codes, reach, pairs):  # type: ignore[no-untyped-def]
    """Whether one of some pairs of characters stands among the first or last ones of a text."""
    last = codes.size - 1
    found = False
    for i in range(min(reach, last)):
        found |= pairs[_pair(int64(codes[i]), int64(codes[i + 1]))]
    for i in range(max(0, last - reach), last):
        found |= pairs[_pair(int64(codes[i]), int64(codes[i + 1]))]
    return found


@compiled
def _stamped(codes, rows, table, asked, starts, ends):  # type: ignore[no-untyped-def]
    """Whether some string is found so often as a question asks: alone on a line, behind its last sentence, or at edges.

    starts, ends: where each line does.
    """
    bits = 4
    while (1 << bits) < 4 * starts.size:
        bits += 1
    numbers = np.zeros(1 << bits, np.uint64)
    times = np.zeros(1 << bits, np.int32)
    heads, tails = np.zeros(1 << bits, np.uint64), np.zeros(1 << bits, np.uint64)
    headed, tailed = np.zeros(1 << bits, np.int32), np.zeros(1 << bits, np.int32)
    paragraphs = often = 0
    most = int64(asked[8])
    for n in range(starts.size):
        a, b = starts[n], ends[n]
        size = b - a
        while a < b and _kinds(codes, rows, table, a) & asked[4]:
            a += 1
        while b > a and _kinds(codes, rows, table, b - 1) & asked[4]:
            b -= 1
        if b - a > _PARAGRAPH:
            paragraphs += 1
            often = max(often, _count(codes, a, a + _HEAD, heads, headed))
            often = max(often, _count(codes, b - _HEAD, b, tails, tailed))
        alone = size >= int64(asked[0]) and size <= int64(asked[1]) and b - a <= int64(asked[7])
        if alone and _count(codes, a, b, numbers, times) >= most:
            return True
        if size < int64(asked[2]) or a == b or _kinds(codes, rows, table, b - 1) & asked[3]:
            continue
        at = b - 1
        while at >= a and b - at <= int64(asked[7]) + 8 and not _kinds(codes, rows, table, at) & (asked[5] | asked[6]):
            at -= 1
        if at < a or not _kinds(codes, rows, table, at) & asked[5]:
            continue
        at += 1
        while at < b and _kinds(codes, rows, table, at) & asked[4]:
            at += 1
        if b - at >= int64(asked[0]) and _count(codes, at, b, numbers, times) >= most:
            return True
    return often >= _HEADED and often * 2 > paragraphs


@inlined
def _count(codes, start, end, numbers, times):  # type: ignore[no-untyped-def]
    """How often a string was counted, this time included; one with the same sample of characters counts as the same."""
    number = np.uint64(end - start)
    step = max(1, (end - start) >> 3)
    for i in range(start, end, step):
        number = (number ^ np.uint64(codes[i])) * _WIDE_STEP
    number |= np.uint64(1)
    slot = int64(number >> _S40) & (numbers.size - 1)
    while times[slot] and numbers[slot] != number:
        slot = (slot + 1) & (numbers.size - 1)
    numbers[slot] = number
    times[slot] += 1
    return times[slot]


@compiled
def _sort(general, asked, n):  # type: ignore[no-untyped-def]
    """The questions of one sort."""
    return asked[int64(general[_BOUNDS + n]) : int64(general[_BOUNDS + n + 1])]


@compiled
def _look(codes, flags, kinds, rows, table, sizes, general, asked, pairs):  # type: ignore[no-untyped-def]
    """What kinds of marks a text has, and the answers to all questions."""
    places, bits, odd = _marks(codes, flags, kinds)
    starts, ends = _edges(codes, places, bits)
    present = _NONE
    for n in range(bits.size):
        present |= bits[n]
    answers = _beside(codes, rows, table, general, places, _sort(general, asked, _BESIDE))
    in_line, opens = _sort(general, asked, _IN_LINE), _sort(general, asked, _OPENS)
    goes_on = _sort(general, asked, _GOES_ON)
    answers |= _of_lines(codes, rows, table, sizes, general, starts, ends, in_line, opens, pairs, goes_on)
    for n in (_CLOSE, _NEAR, _ALTERNATING, _AGAIN):
        some = _sort(general, asked, n)
        for q in range(some.shape[0]):
            if not present & some[q, 0]:
                continue
            own = places[bits & some[q, 0] != _NONE]
            if n == _CLOSE:
                yes = _are_close(own, some[q])
            elif n == _NEAR:
                yes = _are_near(codes, rows, table, own, some[q])
            elif n == _ALTERNATING:
                yes = _alternate(codes, rows, table, own, some[q])
            else:
                yes = _stand_alike(codes, own, some[q])
            if yes:
                answers |= some[q, _BIT]
    stamps = _sort(general, asked, _STAMPS)
    for q in range(stamps.shape[0]):
        if _stamped(codes, rows, table, stamps[q], starts, ends):
            answers |= stamps[q, _BIT]
    edges = _sort(general, asked, _AT_EDGES)
    for q in range(edges.shape[0]):
        if _holds_pair(codes, int64(edges[q, 1]), pairs[opens.shape[0] + q]):
            answers |= edges[q, _BIT]
    recurs = _sort(general, asked, _RECURS)
    for q in range(recurs.shape[0]):
        if _recurs(codes, flags, odd, int64(recurs[q, 1])):
            answers |= recurs[q, _BIT]
    return present, answers, places, bits, starts, ends


@compiled
def _beside(codes, rows, table, general, places, beside):  # type: ignore[no-untyped-def]
    """What marks say together with what stands beside them; what needs several is counted.

    Nothing is passed to another function in such a loop: numba counts references to each array where it does, which
    costs more than all the rest.
    """
    answers = _NONE
    times = np.zeros(beside.shape[0], np.int64)
    for n in range(places.size):
        i = places[n]
        found = table[rows[min(codes[i], _LAST)], _MARK] & ~answers
        if not found:
            continue
        found &= table[rows[min(codes[i - 1], _LAST)], _BEFORE] if i > 0 else general[_AT_START]
        found &= table[rows[min(codes[i + 1], _LAST)], _BEHIND] if i + 1 < codes.size else general[_AT_END]
        answers |= found & general[_OF_MARK]
        if found & ~general[_OF_MARK]:
            for q in range(beside.shape[0]):
                times[q] += found & beside[q, _BIT] != _NONE
                if times[q] >= int64(beside[q, 3]):
                    answers |= beside[q, _BIT]
    return answers


@compiled
def _are_close(places, asked):  # type: ignore[no-untyped-def]
    return (places[1:] - places[:-1] <= int64(asked[1])).any()


@compiled
def _are_near(codes, rows, table, places, asked):  # type: ignore[no-untyped-def]
    """Whether two characters within reach of a mark are what a question asks for."""
    reach = int64(asked[1])
    for at in places:
        for i in range(max(0, at - reach), min(codes.size - 1, at + reach)):
            first = _kinds(codes, rows, table, i)
            second = _kinds(codes, rows, table, i + 1)
            if first & asked[2] and second & asked[3]:
                return True
            if first & asked[4]:
                if second & asked[5]:
                    return True
                if i + 2 < codes.size and i + 2 <= at + reach and _kinds(codes, rows, table, i + 2) & asked[5]:
                    return True
    return False


@compiled
def _alternate(codes, rows, table, places, asked):  # type: ignore[no-untyped-def]
    times = 0
    for n in range(1, places.size):
        if places[n] - places[n - 1] == 2:
            times += _kinds(codes, rows, table, places[n] - 1) & asked[1] != _NONE
    return places.size >= int64(asked[2]) and times >= int64(asked[3])


@compiled
def _stand_alike(codes, places, asked):  # type: ignore[no-untyped-def]
    for n in range(places.size):
        i = places[n]
        for k in range(max(0, n - int64(asked[1])), n):
            at = places[k]
            if at < _STEPS[-1] or i - at < int64(asked[2]):
                continue
            alike = True
            for step in _STEPS:
                alike &= codes[at - step] == codes[i - step]
            if alike:
                return True
    return False


@compiled
def _stands_behind(codes, rows, table, start, end, asked):  # type: ignore[no-untyped-def]
    """Whether the last character of some kinds that a question asks for stands as near the end of a line as it says."""
    nearest, farthest = end - int64(asked[10]), max(start, end - int64(asked[11]))
    at = end - 1
    while at >= farthest and not _kinds(codes, rows, table, at) & asked[9]:
        at -= 1
    return farthest <= at < nearest


@compiled
def _of_lines(  # type: ignore[no-untyped-def]
    codes, rows, table, sizes, general, starts, ends, in_line, opens, pairs, goes_on
):
    """What lines say, each alone and together with the one above it; what needs several is counted."""
    answers = above = _NONE
    two = general[_OF_TWO]
    for q in range(goes_on.shape[0]):
        two |= goes_on[q, _BIT]
    known = general[_OF_LINE] | two
    lines = np.zeros(in_line.shape[0], np.int64)
    goes = np.zeros(goes_on.shape[0], np.int64)
    for n in range(starts.size):
        start, end = starts[n], ends[n]
        first = last = rows[_LF]
        if end > start:
            first = rows[min(codes[start], _LAST)]
            at = end - 1
            last = rows[min(codes[at], _LAST)]
            while at > start and table[last, _KINDS] & _BLANK:
                at -= 1
                last = rows[min(codes[at], _LAST)]
        size = min(end - start, _LARGEST)
        found = table[first, _FIRST] & table[last, _END] & sizes[size, _SIZE]
        above &= (found | sizes[size, _BELOW]) & two
        answers |= (found & general[_OF_LINE]) | (above & general[_OF_TWO])
        if above & ~(general[_OF_TWO] | answers):
            for q in range(goes_on.shape[0]):
                goes[q] += above & goes_on[q, _BIT] != _NONE
                if goes[q] >= int64(goes_on[q, 3]):
                    answers |= goes_on[q, _BIT]
        above = found
        if not found & ~(known | answers):
            continue
        for q in range(in_line.shape[0]):
            if found & in_line[q, _BIT]:
                yes = not (table[first, _KINDS] & in_line[q, 6] and table[last, _KINDS] & in_line[q, 7])
                lines[q] += yes and (not in_line[q, 9] or _stands_behind(codes, rows, table, start, end, in_line[q]))
                if lines[q] >= int64(in_line[q, 8]):
                    answers |= in_line[q, _BIT]
        for q in range(opens.shape[0]):
            if found & opens[q, _BIT] and _opens(codes, rows, table, start, end, opens, pairs, q):
                answers |= opens[q, _BIT]
    return answers
