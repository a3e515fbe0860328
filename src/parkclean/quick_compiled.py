# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg"
"""The first looks at a text, compiled by numba (`pip install 'parkclean[fast]'`): the same answers in one pass.

`look` answers the questions of `questions.py`, `pairs` is what `neardup/standing_compiled.py` has.
Imported only when it is asked for (`quick.py`); the first run compiles (some seconds) and is cached.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import int64, njit

from parkclean.kinds import BLANK, tables
from parkclean.neardup.standing_compiled import pairs
from parkclean.questions import (
    PAIR_BITS,
    Alternating,
    Beside,
    Close,
    Gap,
    GoesOn,
    InLine,
    Near,
    Opens,
    Question,
    Stamps,
    pair_number,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["look", "pairs"]

compiled = njit(cache=True, nogil=True, error_model="numpy")
inlined = njit(cache=True, nogil=True, error_model="numpy", inline="always")

_LF, _CR = np.uint32(10), np.uint32(13)
_LAST = np.uint32(0x10000)
_BLANK = np.uint64(BLANK)
_WIDE_STEP, _S40 = np.uint64(0x9E3779B97F4A7C15), np.uint64(40)
_NONE = np.uint64(0)
_NOWHERE = -1 << 40


def look(codes: NDArray[np.uint32]) -> tuple[int, int]:
    """The kinds of marks that stand in a text, and the answers to all questions; codes: its code points."""
    found = tables()
    present, answers = _look(codes, found.kinds, found.marks, *_questions(len(Question.every)))
    return int(present), int(answers)


@lru_cache(1)
def _questions(count: int) -> tuple[NDArray[np.generic], ...]:
    """The questions, each sort as one array, and the pairs that lines open with; count: how many there are."""
    pairs = [one.table for one in Question.every if isinstance(one, Opens)]
    numbers = map(_numbers, (Beside, Close, Near, Alternating, InLine, Gap, GoesOn, Opens, Stamps))
    return (*numbers, np.array(pairs, np.bool_).reshape(-1, 1 << PAIR_BITS))


def _numbers(sort: type[Question]) -> NDArray[np.uint64]:
    rows = [(*one.numbers, one.bit) for one in Question.every if type(one) is sort]
    return np.array(rows, np.uint64) if rows else np.zeros((0, 1), np.uint64)


@inlined
def _kinds(codes, table, i):  # type: ignore[no-untyped-def]
    return table[min(codes[i], _LAST)]


@inlined
def _last(codes, table, start, end):  # type: ignore[no-untyped-def]
    """The kinds of the last character of a line that is no blank, or of its first."""
    for i in range(end - 1, start, -1):
        kinds = _kinds(codes, table, i)
        if not kinds & _BLANK:
            return kinds
    return _kinds(codes, table, start)


_pair = inlined(pair_number)


@inlined
def _opens(codes, table, start, end, asked, pairs):  # type: ignore[no-untyped-def]
    """Whether a line starts with two characters that a question asks for, an indent in front of them aside."""
    at = start
    if end - start > int64(asked[3]):
        return False
    if end - start <= int64(asked[2]) and at < end and _kinds(codes, table, at) & asked[0]:
        while at < end and _kinds(codes, table, at) & asked[1]:
            at += 1
    return at + 1 < codes.size and at < end and pairs[_pair(int64(codes[at]), int64(codes[at + 1]))]


@compiled
def _stamped(codes, table, asked, lines):  # type: ignore[no-untyped-def]
    """Whether some string is found so often as a question asks: alone on a line, or behind its last sentence."""
    bits = 4
    while (1 << bits) < 4 * lines:
        bits += 1
    numbers = np.zeros(1 << bits, np.uint64)
    times = np.zeros(1 << bits, np.int32)
    most = int64(asked[8])
    start = 0
    for i in range(codes.size + 1):
        if i < codes.size and codes[i] != _LF and codes[i] != _CR:
            continue
        a, b, size = start, i, i - start
        start = i + 1
        while a < b and _kinds(codes, table, a) & asked[4]:
            a += 1
        while b > a and _kinds(codes, table, b - 1) & asked[4]:
            b -= 1
        alone = size >= int64(asked[0]) and size <= int64(asked[1]) and b - a <= int64(asked[7])
        if alone and _count(codes, a, b, numbers, times) >= most:
            return True
        if size < int64(asked[2]) or a == b or _kinds(codes, table, b - 1) & asked[3]:
            continue
        at = b - 1
        while at >= a and b - at <= int64(asked[7]) + 8 and not _kinds(codes, table, at) & (asked[5] | asked[6]):
            at -= 1
        if at < a or not _kinds(codes, table, at) & asked[5]:
            continue
        at += 1
        while at < b and _kinds(codes, table, at) & asked[4]:
            at += 1
        if b - at >= int64(asked[0]) and _count(codes, at, b, numbers, times) >= most:
            return True
    return False


@compiled
def _count(codes, start, end, numbers, times):  # type: ignore[no-untyped-def]
    """How often a string was counted, this time included."""
    number = np.uint64(end - start)
    for i in range(start, end):
        number = (number ^ np.uint64(codes[i])) * _WIDE_STEP
    number |= np.uint64(1)
    slot = int64(number >> _S40) & (numbers.size - 1)
    while times[slot] and numbers[slot] != number:
        slot = (slot + 1) & (numbers.size - 1)
    numbers[slot] = number
    times[slot] += 1
    return times[slot]


@compiled
def _is_near(codes, table, at, asked):  # type: ignore[no-untyped-def]
    """Whether two characters within reach of a mark are what a question asks for."""
    reach = int64(asked[1])
    for i in range(max(0, at - reach), min(codes.size - 1, at + reach)):
        first = _kinds(codes, table, i)
        second = _kinds(codes, table, i + 1)
        if first & asked[3] and second & asked[4]:
            return True
        if first & asked[5]:
            if second & asked[6]:
                return True
            if i + 2 < codes.size and i + 2 <= at + reach and _kinds(codes, table, i + 2) & asked[6]:
                return True
    return False


@compiled
def _look(codes, table, flags, beside, close, near, alternating, in_line, gap, goes_on, opens, stamps, pairs):  # type: ignore[no-untyped-def]
    """What kinds of marks a text has, and the answers to all questions.

    codes: code points; table: the kinds of each; flags: which are marks.
    pairs: for each question about how lines open, a flag for each number that a pair of code points may have.
    Each other array is one sort of question, one a row: its numbers, and the bit of the answer.
    """
    present = answers = _NONE
    times = np.zeros(beside.shape[0], np.int64)
    lines = np.zeros(in_line.shape[0], np.int64)
    seeds = np.zeros(near.shape[0], np.int64)
    spaced = np.zeros((alternating.shape[0], 2), np.int64)
    closed = np.full(close.shape[0], _NOWHERE, np.int64)
    apart = np.full(alternating.shape[0], _NOWHERE, np.int64)
    above = np.zeros(gap.shape[0] + goes_on.shape[0], np.bool_)
    start = breaks = 0
    for i in range(codes.size):
        code = min(codes[i], _LAST)
        if not flags[code]:
            continue
        kinds = table[code]
        present |= kinds
        _count_beside(codes, table, i, kinds, beside, times)
        answers |= _close(i, kinds, close, closed) | _near(codes, table, i, kinds, near, seeds)
        _count_spaced(codes, table, i, kinds, alternating, apart, spaced)
        if code in (_LF, _CR):
            if code == _CR or i == 0 or codes[i - 1] != _CR:
                answers |= _line(codes, table, start, i, in_line, lines, gap, goes_on, above, opens, pairs)
                breaks += 1
            start = i + 1
    answers |= _line(codes, table, start, codes.size, in_line, lines, gap, goes_on, above, opens, pairs)
    for q in range(beside.shape[0]):
        if times[q] >= int64(beside[q, 3]):
            answers |= beside[q, 4]
    for q in range(in_line.shape[0]):
        if lines[q] >= int64(in_line[q, 8]):
            answers |= in_line[q, 9]
    for q in range(alternating.shape[0]):
        if spaced[q, 0] >= int64(alternating[q, 2]) and spaced[q, 1] >= int64(alternating[q, 3]):
            answers |= alternating[q, 4]
    for q in range(stamps.shape[0]):
        if _stamped(codes, table, stamps[q], breaks + 1):
            answers |= stamps[q, 9]
    return present, answers


@inlined
def _count_beside(codes, table, i, kinds, beside, times):  # type: ignore[no-untyped-def]
    for q in range(beside.shape[0]):
        if kinds & beside[q, 0]:
            before = beside[q, 1] == _NONE or (i > 0 and _kinds(codes, table, i - 1) & beside[q, 1] != _NONE)
            behind = beside[q, 2] == _NONE or (
                i + 1 < codes.size and _kinds(codes, table, i + 1) & beside[q, 2] != _NONE
            )
            times[q] += before and behind


@inlined
def _close(i, kinds, close, last):  # type: ignore[no-untyped-def]
    answers = _NONE
    for q in range(close.shape[0]):
        if kinds & close[q, 0]:
            if i - last[q] <= int64(close[q, 1]):
                answers |= close[q, 2]
            last[q] = i
    return answers


@inlined
def _near(codes, table, i, kinds, near, seeds):  # type: ignore[no-untyped-def]
    answers = _NONE
    for q in range(near.shape[0]):
        if kinds & near[q, 0]:
            seeds[q] += 1
            if seeds[q] >= int64(near[q, 2]) or _is_near(codes, table, i, near[q]):
                answers |= near[q, 7]
    return answers


@inlined
def _count_spaced(codes, table, i, kinds, alternating, last, spaced):  # type: ignore[no-untyped-def]
    for q in range(alternating.shape[0]):
        if kinds & alternating[q, 0]:
            spaced[q, 0] += 1
            if i - last[q] == 2:
                spaced[q, 1] += _kinds(codes, table, i - 1) & alternating[q, 1] != _NONE
            last[q] = i


@inlined
def _line(codes, table, start, end, in_line, lines, gap, goes_on, above, opens, pairs):  # type: ignore[no-untyped-def]
    """Answers that one line gives, together with what is noted of the line above."""
    answers = _NONE
    size = end - start
    first = _kinds(codes, table, start) if size else table[_LF]
    last = _last(codes, table, start, end) if size else table[_LF]
    for q in range(in_line.shape[0]):
        if (
            size >= int64(in_line[q, 0])
            and size <= int64(in_line[q, 1])
            and (in_line[q, 2] == _NONE or first & in_line[q, 2] != _NONE)
            and (in_line[q, 3] == _NONE or last & in_line[q, 3] != _NONE)
            and last & in_line[q, 4] == _NONE
            and first & in_line[q, 5] == _NONE
            and (first & in_line[q, 6] == _NONE or last & in_line[q, 7] == _NONE)
        ):
            lines[q] += 1
    for q in range(opens.shape[0]):
        if _opens(codes, table, start, end, opens[q], pairs[q]):
            answers |= opens[q, 4]
    for q in range(gap.shape[0]):
        blank = size == 0 or first & last & gap[q, 0] != _NONE
        if blank and above[q]:
            answers |= gap[q, 1]
        above[q] = blank
    for q in range(goes_on.shape[0]):
        at = gap.shape[0] + q
        if size > 0 and above[at]:
            answers |= goes_on[q, 2]
        above[at] = size > 0 and size <= int64(goes_on[q, 0]) and last & goes_on[q, 1] == _NONE
    return answers
