# mypy: allow-untyped-calls, disable-error-code="operator,arg-type,call-arg,call-overload"
"""Rows of one text that stand near by once more, whole or in a longer row: compiled by numba, in one pass.

`pairs` is what `standing.pairs_of` says, for those rows only from which a search would set out: a copy goes
because of one on its page, a piece because of a longer row there, a short one close behind it (`inside.Repeats`).
What else goes stands beside such a row.
Imported only when it is asked for (`quick.py`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import int64, uint8, uint32, uint64

from parkclean.neardup.causes import INTERRUPTION, LONG, NEAR_ROWS, PAGE, SHORTEST_PIECE, Pair
from parkclean.neardup.compiled import compiled, inlined, near_table, number_mark
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.decision import COPIED_WORDS
from parkclean.neardup.shingles import BREAK, GRAM, IN_NUMBER, MULTIPLIERS, fold_table
from parkclean.neardup.slips import shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW = 1 << 15
"""Characters looked at together, so that all of it stays in the cache of the processor."""

MOST = 256
ONE_IN = 4096
"""Pairs told, or one for so many characters; with more of them everything is compared."""

_K0, _K1, _K2, _K3, _K4 = (np.uint32(k) for k in MULTIPLIERS)
_GRAM, _LONG, _NEAR_ROWS, _PAGE, _SHORT, _PIECE = GRAM, LONG, NEAR_ROWS, PAGE, SHORT, SHORTEST_PIECE
_INTERRUPTION = INTERRUPTION
_BREAK, _IN_NUMBER = np.uint32(BREAK), np.uint32(IN_NUMBER)
_WORD = np.uint32(2)
"""What a function word folds to here: no text does."""
_LOOK, _LAST = np.uint32(0xFFFF), np.uint32(0xFFFF)
_LAST_BLANK, _FIRST = np.uint32(0x3000), np.uint32(ord("第"))
"""What items begin with is up to the one, or the other."""
_FIRST_WIDE = np.uint32(0x2E80)
_A, _N, _D = (np.uint32(ord(c)) for c in "and")
_LOST, _KUN, _JIN, _KAO, _TANG, _TUN = (np.uint32(ord(c)) for c in "\ufffd锟斤拷烫屯")
_ITEM, _NUMERAL, _UNIT, _BLANK, _ORDINAL = (np.uint8(n) for n in range(1, 6))
_MIX, _WIDE = np.uint32(0x85EBCA77), np.uint64(0x9E3779B97F4A7C15)
_S3, _S29 = np.uint32(3), np.uint64(29)
_BLOCK = 2048
_TWICE = -2
"""Pairs of neighbours stand again, as far as anybody looked."""


class _Rows(NamedTuple):
    """The rows of a window that fold to something: the content of each, function words aside, where that starts.

    places: where each row starts in the window; sizes: folded characters, function words included.
    same: of those that may go the first one with the same content; -1 for others.
    """

    content: NDArray[np.uint32]
    starts: NDArray[np.int64]
    places: NDArray[np.int64]
    sizes: NDArray[np.int64]
    same: NDArray[np.int32]


def pairs(codes: NDArray[np.uint32], window: int = WINDOW) -> list[Pair] | None:
    """Pairs of rows of which one may go; None if that cannot be told, or they are very many.

    codes: code points of the text, not folded; window: how many are looked at together, at least.
    """
    found = np.empty((max(MOST, codes.size // ONE_IN), 6), np.int64)
    count = _pairs(codes, _table(), fold_table(), _line_starts(), window, False, found)
    if count == _TWICE:  # by eight characters of each row, in which very many rows may agree
        count = _pairs(codes, _table(), fold_table(), _line_starts(), window, True, found)
    if count <= 0:
        return [] if count == 0 else None
    return [Pair(a, b, c, d, apart, bool(equal)) for a, b, c, d, apart, equal in found[:count].tolist()]


@lru_cache(1)
def _table() -> NDArray[np.uint16]:
    """`compiled.near_table`, with characters of one shape as one and function words as `_WORD`.

    What needs another look is `_LOOK`.
    """
    table = shapes().astype(np.uint16).take(near_table())
    folded = shapes().take(fold_table()[: 1 << 16], mode="clip")
    table[np.isin(folded, np.array([ord(c) for c in COPIED_WORDS], np.uint32))] = _WORD
    table[np.isin(folded, np.array([_BREAK, _D, _LOST, _KAO, _TANG, _TUN]))] = _LOOK
    return table


@lru_cache(1)
def _line_starts() -> NDArray[np.uint8]:
    """What of the commonest starts in `tables.LIST_START` a character may be."""
    table = np.zeros(1 << 16, np.uint8)
    items = "-*+•·・●○■□◆◇▪▼★※‣►|#>{}[</@"
    numerals = "0123456789０１２３４５６７８９一二三四五六七八九十百千零〇两"
    for kind, characters in (
        (_ITEM, items),
        (_NUMERAL, numerals),
        (_UNIT, "条章节款项编"),
        (_BLANK, " \t\u3000"),
        (_ORDINAL, "第"),
    ):
        table[[ord(c) for c in characters]] = kind
    return table


@compiled
def _pairs(codes, near, table, line_starts, least, whole, found):  # type: ignore[no-untyped-def]
    """Look through windows that have the rows of a page in common."""
    boxes = np.empty(codes.size // _LONG * 2 + 4, np.uint64)
    begin = end = count = used = 0
    known = -1
    head = np.zeros(1, np.uint32)
    while end < codes.size:
        end = _row_end(codes, end + max(least, 4 * (end - begin)))
        window = codes[begin:end]
        most = _lines(window)
        rows = _Rows(
            np.empty(window.size + 2, np.uint32),
            np.empty(most + 1, np.int64),
            np.empty(most, np.int64),
            np.empty(most, np.int64),
            np.empty(most, np.int32),
        )
        size = _fold(window, near, table, rows)
        if size < 0:
            return -1
        _ask(window, line_starts, rows, size)
        first = count
        start = _head(rows, size)
        if begin == 0 and rows.starts[size] >= _GRAM:
            head[0] = _gram(rows.content, start)
        count = _search(rows, size, found, count, head, start if begin == 0 else -1)
        if count < 0:
            return -1
        for n in range(first, count):
            found[n, 0] += begin
            found[n, 2] += begin
        if begin == 0 and end == codes.size and not _any_again(rows.same, size):
            return count
        used = _boxes(rows, size, begin, known, whole, boxes, used)
        if end < codes.size and size:
            known = begin + rows.places[size - 1]
            begin += rows.places[max(0, size - _PAGE - 1)]
    return _TWICE if _any_twice(boxes, used) else count


@compiled
def _head(rows, size):  # type: ignore[no-untyped-def]
    """Where the first row starts that has a gram."""
    for n in range(size):
        if rows.starts[n + 1] - rows.starts[n] > _GRAM:
            return rows.starts[n]
    return int64(0)


@compiled
def _row_end(codes, at):  # type: ignore[no-untyped-def]
    """Behind the first line break from a place on."""
    while at < codes.size and codes[at] != 10 and codes[at] != 13:
        at += 1
    return min(at + 1, codes.size)


@compiled
def _lines(codes):  # type: ignore[no-untyped-def]
    count = 1
    for i in range(codes.size):
        count += int64((codes[i] == 10) | (codes[i] == 13))
    return count


@compiled
def _fold(codes, near, table, rows):  # type: ignore[no-untyped-def]
    """Fold a window and leave out function words; how many rows, -1 if lost characters stand for others.

    `and` goes like they do, also from inside a longer word.
    """
    out = rows.content
    at, first, start, words, count = uint64(0), uint64(0), uint64(0), uint64(0), uint64(0)
    total = uint64(codes.size)
    for i in range(total + uint64(1)):
        code = _BREAK
        if i < total:
            code = uint32(near[codes[i]]) if codes[i] <= _LOOK else _LOOK
            if code != _LOOK:
                out[at] = code
                at += uint64(code > _WORD)
                words += uint64(code == _WORD)
                continue
            code = table[codes[i]]
        if code == _BREAK:
            size = at - first + words
            if size > 0:
                rows.starts[count], rows.places[count], rows.sizes[count] = first, start, size
                count += uint64(1)
                out[at] = _BREAK
                at += uint64(1)
            start, first, words = i + uint64(1), at, uint64(0)
            continue
        if code >= _IN_NUMBER:
            continue
        if 48 <= code < 58 and i > 0 and table[codes[i - 1]] >= _IN_NUMBER:
            mark = number_mark(codes, table, int64(i - 1))
            out[at] = mark
            at += uint64(mark > 0)
        if code == _D and at >= first + 2 and out[at - 1] == _N and out[at - 2] == _A:
            at -= uint64(2)
            words += uint64(3)
            continue
        if _is_lost(code, out, at, first):
            return -1
        out[at] = code
        at += uint64(code > 0)
    rows.starts[count] = at
    return int64(count)


@inlined
def _is_lost(code, out, at, first):  # type: ignore[no-untyped-def]
    """Whether a character ends one of `tables.RESIDUE`."""
    if code == _LOST:
        return True
    if code in (_TANG, _TUN):
        return at > first and out[at - 1] == code
    return code == _KAO and at >= first + 2 and out[at - 1] == _JIN and out[at - 2] == _KUN


@compiled
def _ask(codes, line_starts, rows, size):  # type: ignore[no-untyped-def]
    """Note which rows may go: those that are long enough, and no items of a list."""
    for n in range(size):
        first = codes[rows.places[n]]
        may_be_item = (first <= _LAST_BLANK or first == _FIRST) and line_starts[first] > uint8(0)
        asked = rows.sizes[n] >= _PIECE and not (may_be_item and _listed(codes, rows.places[n], line_starts))
        rows.same[n] = n if asked else -1


@compiled
def _listed(codes, start, line_starts):  # type: ignore[no-untyped-def]
    """Whether a line starts as items of a list do, in one of the commonest ways: no such row goes by itself."""
    at = int64(start)
    while _kind(codes, at, line_starts) == _BLANK:
        at += 1
    if _kind(codes, at, line_starts) != _ORDINAL:
        return _kind(codes, at, line_starts) == _ITEM
    at += 1
    behind = at
    while behind < at + 8 and _kind(codes, behind, line_starts) == _NUMERAL:
        behind += 1
    return behind > at and _kind(codes, behind, line_starts) == _UNIT


@inlined
def _kind(codes, at, line_starts):  # type: ignore[no-untyped-def]
    return line_starts[codes[at]] if at < codes.size and codes[at] <= _LAST else uint8(0)


@compiled
def _agree(content, a, b, size):  # type: ignore[no-untyped-def]
    """How many characters agree."""
    for k in range(size):
        if content[a + k] != content[b + k]:
            return k
    return size


@inlined
def _gram(content, i):  # type: ignore[no-untyped-def]
    total = uint32(uint32(content[i] * _K0) + uint32(content[i + 1] * _K1))
    total = uint32(total + uint32(content[i + 2] * _K2))
    total = uint32(total + uint32(content[i + 3] * _K3))
    return uint32(uint32(total + uint32(content[i + 4] * _K4)) * _MIX)


@compiled
def _search(rows, size, found, count, head, own):  # type: ignore[no-untyped-def]
    """Write the pairs of a window; how many there are then, -1 if they are too many to tell.

    head: the first gram of the text, until it stands elsewhere than at place `own`: there the text may begin again.
    A row that stands elsewhere has its middle gram there: a bitmap and a table of these, then every gram is looked up.
    last: the last row so far with the same content; behind: the next row in a slot of the table.
    """
    content, starts, sizes, same = rows.content, rows.starts, rows.sizes, rows.same
    bits = 6
    while (1 << bits) < 2 * size:
        bits += 1
    slot_shift, bit_shift = uint32(32 - bits), uint32(32 - min(bits + 6, 32))
    bitmap = np.zeros(1 << (min(bits + 6, 32) - 3), np.uint8)
    heads = np.full(1 << bits, -1, np.int32)
    behind, last = np.empty(size, np.int32), np.empty(size, np.int32)
    middle = np.empty(size, np.uint32)
    left = 16 * starts[size] + 100_000
    for n in range(size):
        if same[n] < 0:
            continue
        a, b = _bare(content, starts[n], starts[n + 1] - 1)
        if b - a < _GRAM:
            same[n] = -1
            if not _is_chinese(content[starts[n] : starts[n + 1]], sizes[n]):
                continue
            count = -1 if sizes[n] >= _SHORT else _close_by(rows, n, a, b, found, count)
            if count < 0:
                return -1
            continue
        gram = a + (b - a - _GRAM) // 2
        if content[gram] < _FIRST_WIDE and not _is_chinese(content[starts[n] : starts[n + 1]], sizes[n]):
            same[n] = -1
            continue
        number = _gram(content, gram)
        slot = int64(number >> slot_shift)
        one = heads[slot]
        while one >= 0:
            left -= 1
            if middle[one] == number and starts[one + 1] - starts[one] == starts[n + 1] - starts[n]:
                left -= sizes[n]
                width = starts[n + 1] - starts[n]
                if _agree(content, starts[one], starts[n], width) == width:
                    break
            if left < 0:
                return -1
            one = behind[one]
        if one >= 0:
            same[n] = one
            count = _equal(rows, n, one, last[one], same, found, count)
            last[one] = n
            left -= _PAGE
        else:
            last[n] = n
            middle[n] = number
            behind[n] = heads[slot]
            heads[slot] = n
            bitmap[number >> bit_shift >> _S3] |= uint8(1) << uint8((number >> bit_shift) & uint32(7))
        if count < 0 or left < 0:
            return -1
    bitmap[head[0] >> bit_shift >> _S3] |= uint8(1) << uint8((head[0] >> bit_shift) & uint32(7))
    row = 0
    numbers = np.empty(_BLOCK, np.uint32)
    hit = np.empty(_BLOCK + 1, np.int32)
    for begin in range(0, starts[size] - _GRAM + 1, _BLOCK):
        part = content[begin : min(begin + _BLOCK + _GRAM - 1, starts[size])]
        for i in range(part.size - _GRAM + 1):
            numbers[i] = _gram(part, i)
        hits = 0
        for i in range(part.size - _GRAM + 1):  # no branch: nobody can guess which grams are those of a middle
            hit[hits] = i
            bit = numbers[i] >> bit_shift
            hits += int64((bitmap[bit >> _S3] >> uint8(bit & uint32(7))) & uint8(1))
        for k in range(hits):
            i = int64(hit[k])
            number = numbers[i]
            if number == head[0] and begin + i != own and count < found.shape[0]:
                found[count, :] = head[0] = 0
                count += 1
            one = heads[int64(number >> slot_shift)]
            while one >= 0:
                left -= 1
                a, b = _bare(content, starts[one], starts[one + 1] - 1)
                start = begin + i - (b - a - _GRAM) // 2
                if middle[one] == number and start != a and 0 <= start <= starts[size] - (b - a):
                    agree = _agree(content, a, start, b - a)
                    left -= agree
                    if agree == b - a:
                        while starts[row + 1] <= begin + i:
                            row += 1
                        count = _inside(rows, one, row, size, same, found, count)
                        left -= 2 * _PAGE
                if count < 0 or left < 0:
                    return -1
                one = behind[one]
    return count


@inlined
def _bare(content, a, b):  # type: ignore[no-untyped-def]
    """A row without letters at its ends that may be the rest of an `and`."""
    while a < b and (content[a] == _N or content[a] == _D):
        a += 1
    while b > a and (content[b - 1] == _A or content[b - 1] == _N):
        b -= 1
    return a, b


@compiled
def _is_chinese(content, size):  # type: ignore[no-untyped-def]
    """Whether a third of a row, function words included, may be Chinese."""
    other = int64(0)
    for i in range(content.size):
        other += int64(content[i] < _FIRST_WIDE)
    return 3 * (other - 1) <= 2 * size


@compiled
def _close_by(rows, n, a, b, found, count):  # type: ignore[no-untyped-def]
    """The rows close in front that hold what hardly has anything but function words; -1 if one is no longer than it."""
    for m in range(max(0, n - _NEAR_ROWS), n):
        times = 0
        for i in range(rows.starts[m], rows.starts[m + 1] - (b - a)):
            times += _agree(rows.content, a, i, b - a) == b - a
        if times and (a == b or rows.sizes[n] >= rows.sizes[m]):
            return -1
        if times and count >= 0:
            count = _told(rows, n, m, False, found, count)
    return count


@compiled
def _told(rows, n, m, equal, found, count):  # type: ignore[no-untyped-def]
    if count == found.shape[0]:
        return -1
    found[count, 0], found[count, 1] = rows.places[n], rows.sizes[n]
    found[count, 2], found[count, 3] = rows.places[m], rows.sizes[m]
    found[count, 4], found[count, 5] = n - m, equal
    return count + 1


@compiled
def _equal(rows, n, one, before, same, found, count):  # type: ignore[no-untyped-def]
    """A row whose content is that of rows above: it, or one of them, may go as a copy, or as a piece."""
    if n - before <= _PAGE and max(rows.sizes[n], rows.sizes[before]) >= _SHORT:
        count = _told(rows, n, before, True, found, count)
    for m in range(max(0, n - _PAGE), n):
        if count >= 0 and same[m] == one and rows.sizes[m] != rows.sizes[n]:
            short, whole = (n, m) if rows.sizes[n] < rows.sizes[m] else (m, n)
            count = _told(rows, short, whole, False, found, count)
    return count


@compiled
def _inside(rows, one, whole, size, same, found, count):  # type: ignore[no-untyped-def]
    """Rows with the content of `one` that stand near a row that holds it."""
    for n in range(max(0, whole - _PAGE), min(size, whole + _PAGE + 1)):
        if count < 0 or same[n] != one or rows.sizes[n] >= rows.sizes[whole]:
            continue
        if rows.sizes[n] >= _INTERRUPTION or 0 < n - whole <= _NEAR_ROWS:
            count = _told(rows, n, whole, False, found, count)
    return count


@compiled
def _any_again(same, size):  # type: ignore[no-untyped-def]
    """Whether two rows have the same content: no box comes again without such rows."""
    found = False
    for n in range(size):
        found |= 0 <= same[n] < n
    return found


@compiled
def _boxes(rows, size, begin, known, whole, boxes, used):  # type: ignore[no-untyped-def]
    """Note every two neighbours, one of them long, behind place `known`: a box that comes again has such a pair."""
    above = False
    before = sketch = uint64(0)
    for n in range(size):
        long = rows.sizes[n] >= _LONG and rows.same[n] >= 0
        before, sketch = sketch, uint64(0)
        if n > 0 and (long or above) and begin + rows.places[n] > known:
            before = before if before else _sketch(rows, n - 1, whole)
            sketch = _sketch(rows, n, whole)
            boxes[used] = (before * _WIDE ^ (before >> _S29)) * _WIDE ^ sketch
            used += 1
        above = long
    return used


@compiled
def _sketch(rows, n, whole):  # type: ignore[no-untyped-def]
    """A number of a row: of its length, and eight of its characters, or the whole."""
    start = rows.starts[n]
    size = rows.starts[n + 1] - 1 - start
    number = (uint64(size) + uint64(1)) * _WIDE
    step = 1 if whole else max(1, size >> 3)
    for i in range(start, start + (size if whole else min(size, 8 * step)), step):
        number = (number ^ (number >> _S29) ^ uint64(rows.content[i])) * _WIDE
    return number


@compiled
def _any_twice(numbers, used):  # type: ignore[no-untyped-def]
    bits = 4
    while (1 << bits) < 2 * used:
        bits += 1
    table = np.zeros(1 << bits, np.uint64)
    for n in range(used):
        number = numbers[n] | uint64(1)
        slot = int64(number >> uint64(64 - bits))
        while table[slot]:
            if table[slot] == number:
                return True
            slot = (slot + 1) & (table.size - 1)
        table[slot] = number
    return False
