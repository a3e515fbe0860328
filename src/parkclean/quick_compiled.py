# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg,call-overload"
"""The first looks at a text, compiled by numba (`pip install 'parkclean[fast]'`): all answers in one pass.

`look` answers the questions of `questions.py`, `marks` tells where marks stand, `pairs` is what
`neardup/standing_compiled.py` has.
What a character allows is in the tables of `quick_numpy.py`, made small: characters that are alike to every question
share a row.
Imported only when it is asked for (`quick.py`); the first run compiles (some seconds) and is cached.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import int64, njit

from parkclean import quick_numpy
from parkclean.kinds import BLANK, Tables, tables
from parkclean.neardup.standing_compiled import pairs
from parkclean.questions import (
    PAIR_BITS,
    Again,
    Alternating,
    Beside,
    Close,
    InLine,
    Near,
    Opens,
    Question,
    Stamps,
    pair_number,
)
from parkclean.quick_numpy import MOST_SIZES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from parkclean.kinds import Bits, Flags, Places

__all__ = ["look", "marks", "pairs"]

compiled = njit(cache=True, nogil=True, error_model="numpy")
inlined = njit(cache=True, nogil=True, error_model="numpy", inline="always")

_LF, _CR = np.uint32(10), np.uint32(13)
_LAST = np.uint32(0x10000)
_BLANK = np.uint64(BLANK)
_WIDE_STEP, _S40 = np.uint64(0x9E3779B97F4A7C15), np.uint64(40)
_NONE = np.uint64(0)
_NOWHERE = -1 << 40
_LARGEST = MOST_SIZES - 1
_STEPS = Again.STEPS
_REACH = 4
"""So many marks are remembered by `_again`."""
_MANY_LINES = 256
"""Room for the edges of lines at first; it is doubled when it is full."""


_KINDS, _MARK, _BEFORE, _BEHIND, _FIRST, _END = range(6)
"""Columns of the table: what the characters of a row are, and what they allow in each place."""
_SIZE, _BELOW = range(2)
_AT_START, _AT_END, _OF_MARK, _OF_LINE, _OF_TWO, _SOME, _BOUNDS = range(7)
"""What `_Known.general` has: questions that need nothing in front of a mark, and behind it; those to which one mark,
one line or two lines that allow them are yes; kinds of the marks of some others; where each sort starts in `asked`."""
_SORTS = Beside, Close, Near, Alternating, InLine, Opens, Stamps, Again
_BIT = 10
"""The column of `asked` that holds the bit of a question; the others are its numbers."""


class _Known(NamedTuple):
    """The tables as few arrays, for each costs something in each call.

    flags: which code points are marks; rows: the row of `table` of each; sizes: what a line allows by its size.
    asked: the questions about which one character or line does not say yes, a row each.
    pairs: for each question about how lines open, a flag for each number that a pair of code points may have.
    """

    flags: Flags
    rows: NDArray[np.uint16]
    table: Bits
    sizes: Bits
    general: Bits
    asked: Bits
    pairs: NDArray[np.bool_]


def look(codes: NDArray[np.uint32]) -> tuple[int, int]:
    """The kinds of marks that stand in a text, and the answers to all questions; codes: its code points."""
    present, answers = _look(codes, *_tables(tables(), len(Question.every)))
    return int(present), int(answers)


def marks(codes: NDArray[np.uint32], known: Tables) -> tuple[Places, Bits]:
    """Where the marks of a text stand, and the kinds of each."""
    places, bits = np.empty(codes.size, np.int64), np.empty(codes.size, np.uint64)
    count = _marks(codes, known.marks, known.kinds, places, bits)
    return places[:count], bits[:count]


@lru_cache(1)
def _tables(known: Tables, count: int) -> _Known:
    """known: the kinds of all code points; count: how many questions there are."""
    every = Question.every
    allowed = quick_numpy.tables_of(known, count)
    by_code = [known.kinds, *(allowed.places[place] for place in ("mark", "before", "behind", "first", "last"))]
    table, rows = np.unique(np.stack(by_code, axis=1), axis=0, return_inverse=True)
    sorts = [[one for one in every if type(one) is sort and not one.is_sure] for sort in _SORTS]
    of_mark, of_line = (
        sum(one.bit for one in every if one.scope == scope and one.is_sure) for scope in ("mark", "line")
    )
    some = np.bitwise_or.reduce([0, *(one.numbers[0] for one in every if one.scope is None)])
    bounds = np.cumsum([0, *map(len, sorts)])
    pairs = [one.table for one in every if isinstance(one, Opens)]
    return _Known(
        known.marks,
        rows.reshape(-1).astype(np.uint16),
        table,
        np.stack([allowed.places["size"], allowed.places["below"]], axis=1),
        np.array([allowed.at_start, allowed.at_end, of_mark, of_line, allowed.of_two, some, *bounds], np.uint64),
        np.array([_numbers(one) for sort in sorts for one in sort], np.uint64).reshape(-1, _BIT + 1),
        np.array(pairs, np.bool_).reshape(-1, 1 << PAIR_BITS),
    )


def _numbers(question: Question) -> list[int]:
    numbers = list(question.numbers)
    return [*numbers, *[0] * (_BIT - len(numbers)), question.bit]


@compiled
def _marks(codes, flags, kinds, places, bits):  # type: ignore[no-untyped-def]
    count = 0
    for i in range(codes.size):
        code = min(codes[i], _LAST)
        if flags[code]:
            places[count], bits[count] = i, kinds[code]
            count += 1
    return count


@inlined
def _row(codes, rows, i):  # type: ignore[no-untyped-def]
    return rows[min(codes[i], _LAST)]


@inlined
def _kinds(codes, rows, table, i):  # type: ignore[no-untyped-def]
    return table[_row(codes, rows, i), _KINDS]


@inlined
def _last(codes, rows, table, start, end):  # type: ignore[no-untyped-def]
    """The row of the last character of a line that is no blank, or of its first."""
    for i in range(end - 1, start, -1):
        row = _row(codes, rows, i)
        if not table[row, _KINDS] & _BLANK:
            return row
    return _row(codes, rows, start)


_pair = inlined(pair_number)


@inlined
def _opens(codes, rows, table, start, end, asked, pairs):  # type: ignore[no-untyped-def]
    """Whether a line starts with two characters that a question asks for, an indent in front of them aside."""
    at = start
    if end - start <= int64(asked[2]) and _kinds(codes, rows, table, at) & asked[0]:
        while at < end and _kinds(codes, rows, table, at) & asked[1]:
            at += 1
    return at + 1 < codes.size and at < end and pairs[_pair(int64(codes[at]), int64(codes[at + 1]))]


@compiled
def _stamped(codes, rows, table, asked, edges):  # type: ignore[no-untyped-def]
    """Whether some string is found so often as a question asks: alone on a line, or behind its last sentence.

    edges: where each line starts and ends.
    """
    bits = 4
    while (1 << bits) < 4 * edges.shape[0]:
        bits += 1
    numbers = np.zeros(1 << bits, np.uint64)
    times = np.zeros(1 << bits, np.int32)
    most = int64(asked[8])
    for n in range(edges.shape[0]):
        a, b = edges[n]
        size = b - a
        while a < b and _kinds(codes, rows, table, a) & asked[4]:
            a += 1
        while b > a and _kinds(codes, rows, table, b - 1) & asked[4]:
            b -= 1
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
    return False


@compiled
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
def _is_near(codes, rows, table, at, asked):  # type: ignore[no-untyped-def]
    """Whether two characters within reach of a mark are what a question asks for."""
    reach = int64(asked[1])
    for i in range(max(0, at - reach), min(codes.size - 1, at + reach)):
        first = _kinds(codes, rows, table, i)
        second = _kinds(codes, rows, table, i + 1)
        if first & asked[3] and second & asked[4]:
            return True
        if first & asked[5]:
            if second & asked[6]:
                return True
            if i + 2 < codes.size and i + 2 <= at + reach and _kinds(codes, rows, table, i + 2) & asked[6]:
                return True
    return False


@inlined
def _sort(general, asked, n):  # type: ignore[no-untyped-def]
    """The questions of one sort."""
    return asked[int64(general[_BOUNDS + n]) : int64(general[_BOUNDS + n + 1])]


@compiled
def _look(codes, flags, rows, table, sizes, general, asked, pairs):  # type: ignore[no-untyped-def]
    """What kinds of marks a text has, and the answers to all questions."""
    beside, close, near = _sort(general, asked, 0), _sort(general, asked, 1), _sort(general, asked, 2)
    alternating, in_line = _sort(general, asked, 3), _sort(general, asked, 4)
    opens, stamps, again = _sort(general, asked, 5), _sort(general, asked, 6), _sort(general, asked, 7)
    present = answers = above = _NONE
    times = np.zeros(beside.shape[0], np.int64)
    lines = np.zeros(in_line.shape[0], np.int64)
    seeds = np.zeros(near.shape[0], np.int64)
    spaced = np.zeros((alternating.shape[0], 2), np.int64)
    closed = np.full(close.shape[0], _NOWHERE, np.int64)
    apart = np.full(alternating.shape[0], _NOWHERE, np.int64)
    before = np.full((again.shape[0], _REACH), _NOWHERE, np.int64)
    edges = np.empty((_MANY_LINES, 2), np.int64)
    start = breaks = 0
    for i in range(codes.size + 1):
        if i < codes.size:
            code = min(codes[i], _LAST)
            if not flags[code]:
                continue
            row = rows[code]
            kinds = table[row, _KINDS]
            present |= kinds
            if table[row, _MARK]:
                answers |= _beside(codes, rows, table, general, i, beside, times)
            if kinds & general[_SOME]:
                answers |= _close(i, kinds, close, closed) | _near(codes, rows, table, i, kinds, near, seeds)
                _count_spaced(codes, rows, table, i, kinds, alternating, apart, spaced)
                answers |= _again(codes, i, kinds, again, before)
            if code not in (_LF, _CR):
                continue
        if i == codes.size or codes[i] == _CR or i == 0 or codes[i - 1] != _CR:
            more, above = _line(codes, rows, table, sizes, start, i, general, above)
            answers |= more
            closer = above & ~(general[_OF_LINE] | general[_OF_TWO] | answers)
            if closer:
                answers |= _of_line(codes, rows, table, start, i, closer, in_line, opens, lines, pairs)
            if breaks == edges.shape[0]:
                edges = np.concatenate((edges, np.empty_like(edges)))
            edges[breaks, 0], edges[breaks, 1] = start, i
            breaks += 1
        start = i + 1
    for q in range(beside.shape[0]):
        if times[q] >= int64(beside[q, 3]):
            answers |= beside[q, _BIT]
    for q in range(alternating.shape[0]):
        if spaced[q, 0] >= int64(alternating[q, 2]) and spaced[q, 1] >= int64(alternating[q, 3]):
            answers |= alternating[q, _BIT]
    for q in range(stamps.shape[0]):
        if _stamped(codes, rows, table, stamps[q], edges[:breaks]):
            answers |= stamps[q, _BIT]
    return present, answers


@inlined
def _beside(codes, rows, table, general, i, beside, times):  # type: ignore[no-untyped-def]
    """Answers that one mark gives; what needs several is counted."""
    found = table[_row(codes, rows, i), _MARK]
    found &= table[_row(codes, rows, i - 1), _BEFORE] if i > 0 else general[_AT_START]
    found &= table[_row(codes, rows, i + 1), _BEHIND] if i + 1 < codes.size else general[_AT_END]
    if found & ~general[_OF_MARK]:
        for q in range(beside.shape[0]):
            times[q] += found & beside[q, _BIT] != _NONE
    return found & general[_OF_MARK]


@inlined
def _close(i, kinds, close, last):  # type: ignore[no-untyped-def]
    answers = _NONE
    for q in range(close.shape[0]):
        if kinds & close[q, 0]:
            if i - last[q] <= int64(close[q, 1]):
                answers |= close[q, _BIT]
            last[q] = i
    return answers


@inlined
def _near(codes, rows, table, i, kinds, near, seeds):  # type: ignore[no-untyped-def]
    answers = _NONE
    for q in range(near.shape[0]):
        if kinds & near[q, 0]:
            seeds[q] += 1
            if seeds[q] >= int64(near[q, 2]) or _is_near(codes, rows, table, i, near[q]):
                answers |= near[q, _BIT]
    return answers


@inlined
def _count_spaced(codes, rows, table, i, kinds, alternating, last, spaced):  # type: ignore[no-untyped-def]
    for q in range(alternating.shape[0]):
        if kinds & alternating[q, 0]:
            spaced[q, 0] += 1
            if i - last[q] == 2:
                spaced[q, 1] += _kinds(codes, rows, table, i - 1) & alternating[q, 1] != _NONE
            last[q] = i


@inlined
def _again(codes, i, kinds, again, before):  # type: ignore[no-untyped-def]
    """before: where the last marks of each question stand, the last one first."""
    answers = _NONE
    for q in range(again.shape[0]):
        if kinds & again[q, 0] and i >= _STEPS[-1]:
            for n in range(min(_REACH, int64(again[q, 1]))):
                at = before[q, n]
                if at >= 0 and i - at >= int64(again[q, 2]) and _stand_alike(codes, at, i):
                    answers |= again[q, _BIT]
            for n in range(_REACH - 1, 0, -1):
                before[q, n] = before[q, n - 1]
            before[q, 0] = i
    return answers


@inlined
def _stand_alike(codes, at, i):  # type: ignore[no-untyped-def]
    alike = True
    for step in _STEPS:
        alike &= codes[at - step] == codes[i - step]
    return alike


@inlined
def _line(codes, rows, table, sizes, start, end, general, above):  # type: ignore[no-untyped-def]
    """What one line says yes to, together with the one above it, and what it allows; above: what that one allows."""
    size = min(end - start, _LARGEST)
    first = _row(codes, rows, start) if size else rows[_LF]
    last = _last(codes, rows, table, start, end) if size else rows[_LF]
    found = table[first, _FIRST] & table[last, _END] & sizes[size, _SIZE]
    two = above & (found | sizes[size, _BELOW]) & general[_OF_TWO]
    return (found & general[_OF_LINE]) | two, found


@compiled
def _of_line(codes, rows, table, start, end, found, in_line, opens, lines, pairs):  # type: ignore[no-untyped-def]
    """Answers of a line to what must be looked at more closely; what needs several lines is counted.

    found: the questions that are still open, as far as the line may say yes to them.
    """
    answers = _NONE
    first = _kinds(codes, rows, table, start) if end > start else table[rows[_LF], _KINDS]
    last = table[_last(codes, rows, table, start, end), _KINDS] if end > start else table[rows[_LF], _KINDS]
    for q in range(in_line.shape[0]):
        if found & in_line[q, _BIT]:
            lines[q] += not (first & in_line[q, 6] and last & in_line[q, 7])
            if lines[q] >= int64(in_line[q, 8]):
                answers |= in_line[q, _BIT]
    for q in range(opens.shape[0]):
        if found & opens[q, _BIT] and _opens(codes, rows, table, start, end, opens[q], pairs[q]):
            answers |= opens[q, _BIT]
    return answers
