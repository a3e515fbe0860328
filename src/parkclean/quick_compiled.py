# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg"
"""The first looks at a text, compiled by numba (`pip install 'parkclean[fast]'`): the same answers in one pass.

`look` answers the questions of `questions.py`, `recur` is `Runs(...).recur` of `neardup/candidates.py`.
Imported only when it is asked for (`quick.py`); the first run compiles (some seconds) and is cached.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import int64, njit, uint32

from parkclean.kinds import BLANK, tables
from parkclean.neardup.candidates import COMMON, FEWEST, FEWEST_LONG, FIRST_HAN, LONG_FLOOR, LOST_WORDS, content_words
from parkclean.neardup.compiled import near_table, number_mark
from parkclean.neardup.shingles import BREAK, GRAM, IN_NUMBER, LONG_GRAM, fold_table
from parkclean.questions import Alternating, Beside, Close, Gap, GoesOn, InLine, Near, Opens, Question, Stamps

if TYPE_CHECKING:
    from numpy.typing import NDArray

compiled = njit(cache=True, nogil=True, error_model="numpy")
inlined = njit(cache=True, nogil=True, error_model="numpy", inline="always")

_LF, _CR = np.uint32(10), np.uint32(13)
_LAST = np.uint32(0x10000)
_BLANK = np.uint64(BLANK)
_WIDE_STEP, _S40 = np.uint64(0x9E3779B97F4A7C15), np.uint64(40)
_NONE = np.uint64(0)
_NOWHERE = -1 << 40
_BREAK, _HAN, _IN_NUMBER = np.uint32(BREAK), np.uint32(FIRST_HAN), np.uint32(IN_NUMBER)
_LONG, _FEWEST, _FEWEST_LONG, _FLOOR, _COMMON = LONG_GRAM, FEWEST, FEWEST_LONG, LONG_FLOOR, COMMON
_SHORTEST = FEWEST - (LONG_GRAM - GRAM)
_LOOK = np.uint32(0xFFFF)
_GRAM = GRAM
_ALL = 1 << 30
_MOST_TRIED = 64
"""Rows that are looked for in the whole text; with more of them numpy looks."""
_LOST = np.array([[*map(ord, mark), 0, 0][:3] for mark in LOST_WORDS], np.uint32)
"""Marks of three characters at most, one a row; 0 stands for none."""
_STEP = np.uint32(0x9E3779B1)
_MIX = np.uint32(0x85EBCA77)


def look(codes: NDArray[np.uint32]) -> tuple[int, int]:
    """The kinds of marks that stand in a text, and the answers to all questions; codes: its code points."""
    found = tables()
    present, answers = _look(codes, found.kinds, found.marks, *_questions(len(Question.every)))
    return int(present), int(answers)


@lru_cache(1)
def _questions(count: int) -> tuple[NDArray[np.uint64], ...]:
    """The questions, each sort as one array; count: how many there are."""
    return tuple(map(_numbers, (Beside, Close, Near, Alternating, InLine, Gap, GoesOn, Opens, Stamps)))


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


@inlined
def _opens(codes, table, start, end, asked):  # type: ignore[no-untyped-def]
    """Whether a line starts with two characters that a question asks for, an indent in front of them aside."""
    at = start
    if end - start <= int64(asked[4]) and at < end and _kinds(codes, table, at) & asked[2]:
        while at < end and _kinds(codes, table, at) & asked[3]:
            at += 1
    if at + 1 >= codes.size or at >= end:
        return False
    return _kinds(codes, table, at) & asked[0] != _NONE and _kinds(codes, table, at + 1) & asked[1] != _NONE


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
def _look(codes, table, flags, beside, close, near, alternating, in_line, gap, goes_on, opens, stamps):  # type: ignore[no-untyped-def]
    """What kinds of marks a text has, and the answers to all questions.

    codes: code points; table: the kinds of each; flags: which are marks.
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
                answers |= _line(codes, table, start, i, in_line, lines, gap, goes_on, above, opens)
                breaks += 1
            start = i + 1
    answers |= _line(codes, table, start, codes.size, in_line, lines, gap, goes_on, above, opens)
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
def _line(codes, table, start, end, in_line, lines, gap, goes_on, above, opens):  # type: ignore[no-untyped-def]
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
        if _opens(codes, table, start, end, opens[q]):
            answers |= opens[q, 5]
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


def recur(codes: NDArray[np.uint32]) -> bool:
    """Whether some row has enough runs of 12 characters that stand more than once, and some row may stand again.

    codes: code points of the text, not folded.
    """
    return bool(_recur(codes, near_table(), fold_table(), content_words()))


@compiled
def _recur(codes, near, table, content):  # type: ignore[no-untyped-def]
    folded = np.empty(codes.size + 1, np.uint32)
    count = _fold(codes, near, table, folded)
    runs = count - _LONG + 1
    if runs < 2 * _FEWEST:
        return False
    again = np.zeros(runs, np.bool_)
    found = _mark_again(folded, runs, _LONG, _COMMON, again)
    if found >= 0 and (found < _FEWEST_LONG or not _enough(folded, count, again)):
        return False
    return _may_stand_again(folded, count, content)


@compiled
def _fold(codes, near, table, out):  # type: ignore[no-untyped-def]
    """`shingles.fold_codes`, without places."""
    at = int64(0)
    for i in range(codes.size):
        code = uint32(near[codes[i]]) if codes[i] <= _LOOK else _LOOK
        if code == _LOOK:
            code = table[codes[i]]
            if i > 0 and 48 <= code < 58 and table[codes[i - 1]] >= _IN_NUMBER:
                mark = number_mark(codes, table, i - 1)
                out[at] = mark
                at += mark > 0
        out[at] = code
        at += code > 0
    return at


@compiled
def _mark_again(folded, runs, length, common, again):  # type: ignore[no-untyped-def]
    """Mark the runs that stand more than once; how many they are, -1 if one stands in more than `common` places."""
    bits = 6
    while (1 << bits) < 2 * runs:
        bits += 1
    mask = (1 << bits) - 1
    shift = uint32(32 - bits)
    numbers = np.empty(runs, np.uint32)
    places = np.zeros(mask + 1, np.int32)
    times = np.zeros(runs, np.int32)
    found = 0
    number = uint32(0)
    steps = uint32(1)
    for _ in range(length):
        steps = uint32(steps * _STEP)
    for i in range(length - 1):
        number = uint32(number * _STEP + folded[i])
    for i in range(runs):
        number = uint32(number * _STEP + folded[i + length - 1])
        if i > 0:
            number = uint32(number - folded[i - 1] * steps)
        numbers[i] = number
        slot = int64(uint32(number * _MIX) >> shift)
        while places[slot] and numbers[places[slot] - 1] != number:
            slot = (slot + 1) & mask
        if not places[slot]:
            places[slot] = i + 1
            continue
        first = places[slot] - 1
        times[first] += 1
        if times[first] >= common:
            return -1
        found += 1 + (times[first] == 1)
        again[first] = True
        again[i] = True
    return found


@compiled
def _enough(folded, count, again):  # type: ignore[no-untyped-def]
    """Whether some row has enough of the marked runs that start with a Chinese character."""
    start = marked = other = 0
    for i in range(count + 1):
        if i == count or folded[i] == _BREAK:
            size = i - start - _LONG + 1 - other
            if size >= _SHORTEST and marked >= _FEWEST_LONG and marked >= _FLOOR * size:
                return True
            start, marked, other = i + 1, 0, 0
        elif i < again.size:
            if folded[i] < _HAN:
                other += 1
            elif again[i]:
                marked += 1
    return False


@compiled
def _may_stand_again(folded, count, content):  # type: ignore[no-untyped-def]
    """Whether some row, function words aside, stands in the text elsewhere: `candidates.standing_again`."""
    at = size = start = 0
    for i in range(count):
        code = folded[i]
        for mark in range(_LOST.shape[0]):
            if code == _LOST[mark, 0] and _goes_on(folded, i, count, mark):
                return True
        if code == _BREAK:
            if size > _GRAM and at - start < _GRAM:
                return True  # hardly anything but function words
            size, start = -1, at + 1
        size += 1
        folded[at] = code
        at += code > _LOOK or content[code]
    if size > _GRAM and at - start < _GRAM:
        return True
    runs = at - _GRAM + 1
    if runs <= 0:
        return True
    again = np.zeros(runs, np.bool_)
    _mark_again(folded, runs, _GRAM, _ALL, again)
    start = tried = 0
    whole = True
    for i in range(at + 1):
        if i == at or folded[i] == _BREAK:
            if whole and i - start >= _GRAM:
                tried += 1
                if tried > _MOST_TRIED or _stands_elsewhere(folded, at, start, i):
                    return True
            start, whole = i + 1, True
        elif i + _GRAM <= at and not again[i] and not _reaches_over(folded, i):
            whole = False
    return False


@compiled
def _goes_on(folded, i, count, mark):  # type: ignore[no-untyped-def]
    """Whether the rest of a mark follows its first character."""
    for k in range(1, _LOST.shape[1]):
        if _LOST[mark, k] != 0 and (i + k >= count or folded[i + k] != _LOST[mark, k]):
            return False
    return True


@compiled
def _stands_elsewhere(folded, count, start, end):  # type: ignore[no-untyped-def]
    """Whether a row stands in the text once more, alone or inside another row."""
    size = end - start
    for i in range(count - size + 1):
        if folded[i] == folded[start] and i != start:
            k = 1
            while k < size and folded[i + k] == folded[start + k]:
                k += 1
            if k == size:
                return True
    return False


@compiled
def _reaches_over(folded, i):  # type: ignore[no-untyped-def]
    """Whether a gram reaches over the end of its row: such a one says nothing."""
    breaks = 0
    for k in range(i, i + _GRAM):
        breaks += folded[k] == _BREAK
    return breaks > 0
