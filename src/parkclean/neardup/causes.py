"""Whether a search for repeats in a document would set out from one of some pairs of rows.

A row goes because of what it and its twin are, or because rows beside it went (`inside.Repeats`).
So where no pair is a reason of the first kind nothing goes, and the search is not begun.
Whatever cannot be told from the pair counts as a reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from parkclean.cuts import BLANKS
from parkclean.neardup.candidates import FEWEST, FIRST_HAN, repeats_at_all
from parkclean.neardup.cuts import CALL, ENDED, SHORT, clauses, has_end, is_cut, is_ended, is_signed, starts_late
from parkclean.neardup.decision import Alignment, copying_makes, place
from parkclean.neardup.halves import is_first_half
from parkclean.neardup.prose import LEAD_IN, MARKDOWN, SERIES, blemishes, chinese, is_item, is_prose, number
from parkclean.neardup.provisions import is_statute
from parkclean.neardup.shingles import BREAK, LONG_GRAM, Folded, decode
from parkclean.tables import HAN, QUOTE_PAIRS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONG = 40
"""From here on a repeated row says that text boxes overlapped, without its neighbours saying so too."""

LONE = 120
"""From here on one paragraph is repeated by accident; shorter clauses of a law are repeated on purpose, too."""

CLOSE = 12
CLOSER = 3
"""Three different paragraphs that stand twice within so many rows are repeated by accident, two within so few."""

STREWN = 2
STREWN_TEXT = 120
"""So many different paragraphs of one page that stand twice, with so many characters, are no quotations."""

BOX = 3
LONG_ROWS = 2
BOX_TEXT = 60
"""So many sentences that stand once more, one below the other, are a box, if so many of them are paragraphs, with so
many characters.
"""

FEWEST_TAILS = 2
"""So many paragraphs of which the end stands once more right below show overlapping boxes."""
SHORTEST_PIECE = 6
"""A piece with fewer characters is anybody's."""

INTERRUPTION = 12
"""A piece of so many characters between the halves of a sentence is no name and no title."""

NEAR_ROWS = 4
"""How far, in rows, damage speaks for a piece that could be a summary."""

PAGE = 60
"""Boxes of one page overlap: copies more rows apart, or under another heading, say nothing by themselves."""

MANY = 12
FAR = 200
"""So many rows in front of a piece are looked at, in so many characters each."""

_LINE = re.compile(r"[^\r\n]*")
_NOT_HAN = re.compile(f"[^{HAN}]+")
_EDGE, _FIRST_HAN = chr(BREAK), chr(FIRST_HAN)


class Pair(NamedTuple):
    """Two rows of a text: where each starts, its folded characters; none for a text that may begin again.

    apart: how many rows the first stands behind the other; equal: whether they are, or the first is in the other.
    """

    start: int
    size: int
    other: int
    other_size: int
    apart: int
    equal: bool


class _Side(NamedTuple):
    """A row of a pair: the line, its folded form, where it starts and where its folded characters stand in the text."""

    line: str
    key: str
    start: int
    origin: NDArray[np.int64]

    def between(self, at: int) -> str:
        """What stands in front of folded character `at` and behind the one before it."""
        first = int(self.origin[at - 1]) + 1 - self.start if at > 0 else 0
        return self.line[first : int(self.origin[at]) - self.start if at < len(self.key) else len(self.line)]


Sides = list[tuple[_Side, _Side, Pair]]


def may_be_some(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of a text that their lines do not rule out; of copies of one row the first one tells what it is."""
    found: list[Pair] = []
    copies: set[int] = set()
    for pair in pairs:
        if (pair.equal and pair.other in copies) or _may_be(text, pair):
            found.append(pair)
            copies.update([pair.start] if pair.equal else [])
    return found


def _may_be(text: str, pair: Pair) -> bool:
    if not pair.equal:
        if pair.size < SHORT and not 0 < pair.apart <= NEAR_ROWS and not _may_have_leaked(text, pair):
            return False
        line = _line_at(text, pair.start)
        return not is_item(line) and not LEAD_IN.search(line) and not MARKDOWN.match(line)
    rows = (_line_at(text, pair.start), pair.size), (_line_at(text, pair.other), pair.other_size)
    return any(size >= SHORT and is_prose(row, size) for row, size in rows)


def is_one(text: str, pairs: Sequence[Pair], folded: Folded) -> bool:
    """Whether one of the pairs is a reason; folded: the whole text, with characters of one shape as one."""
    said = decode(folded.codes)
    return _are_some(text, _sides(text, pairs, said, folded.origin), said)


def starts_a_search(text: str, pairs: Sequence[Pair], folded: Folded) -> bool:
    """Whether one of the pairs is a reason, and anything repeats at all."""
    said = decode(folded.codes)
    sides = _sides(text, pairs, said, folded.origin)
    if not _are_some(text, sides, said):
        return False
    known = any(pair.equal and row.key == other.key and _has_runs(row.key) for row, other, pair in sides)
    return known or repeats_at_all(folded)


def _has_runs(key: str) -> bool:
    """Whether a row has so many different runs of Chinese text that a second one like it repeats them."""
    found = [key[i : i + LONG_GRAM] for i in range(len(key) - LONG_GRAM + 1) if key[i] >= _FIRST_HAN]
    return len(set(found)) >= max(FEWEST, len(found) * 0.75)


def _are_some(text: str, sides: Sides, said: str) -> bool:
    twice = {row.key: pair.apart for row, _, pair in sides if pair.equal and len(row.key) >= LONG}
    if are_strewn(twice):
        return True
    equal = {row.key for row, _, pair in sides if pair.equal and len(row.key) >= SHORT}
    if has_paragraphs(equal):
        return True
    if are_several(twice.values()) or _are_put_together(sides) or _are_tails(sides):
        return True
    # Two breaks between rows, so that both of two neighbours are found.
    rows = _EDGE + said.replace(_EDGE, 2 * _EDGE) + _EDGE
    asked = {key for row, other, pair in sides if not pair.equal for key in (row.key, other.key)}
    times = Counter(filter(asked.__contains__, said.split(_EDGE) if asked else ()))
    found = {
        pair.equal
        for row, other, pair in sides
        if _is_one(row, other, pair, rows, times) or _may_have_leaked(text, pair)
    }
    return True in found or (False in found and not is_statute(text))


def has_paragraphs(said: Collection[str]) -> bool:
    """Whether the paragraphs of a box that stands once more, folded, are enough to tell it from a quotation."""
    return len(said) >= LONG_ROWS and sum(map(len, said)) >= BOX_TEXT


def are_strewn(keys: Collection[str]) -> bool:
    """Whether different paragraphs of one page that stand twice are no quotations."""
    return len(keys) >= STREWN and sum(map(len, keys)) >= STREWN_TEXT


def are_several(apart: Iterable[int]) -> bool:
    """Whether different paragraphs that stand twice, each so many rows apart, are repeated by accident."""
    apart = list(apart)
    return sum(n <= CLOSE for n in apart) >= 3 or sum(n <= CLOSER for n in apart) >= 2


def _are_put_together(sides: Sides) -> bool:
    """Whether some rows, put together, may be the longer one that holds each of them."""
    held: dict[int, list[str]] = {}
    for row, other, pair in sides:
        if not pair.equal and row.key in other.key:
            held.setdefault(pair.other, [other.key]).append(row.key)
    return any(sum(map(len, parts)) >= len(whole) for whole, *parts in held.values() if len(parts) > 1)


def _are_tails(sides: Sides) -> bool:
    """Whether the ends of some paragraphs stand once more right below them."""
    tails = (row.key for row, other, pair in sides if pair.apart == 1 and other.key.endswith(row.key, 1))
    return len({key for key in tails if len(key) >= LONG}) >= FEWEST_TAILS


def _line_at(text: str, start: int) -> str:
    found = _LINE.match(text, start)
    return found.group() if found else ""


def _sides(text: str, pairs: Sequence[Pair], said: str, origin: NDArray[np.int64]) -> Sides:
    """The rows of each pair; said: the folded text; origin: where its characters stand in the text."""

    def side(start: int) -> _Side:
        line = _line_at(text, start)
        first, last = origin.searchsorted((start, start + len(line))).tolist()
        return _Side(line, said[first:last], start, origin[first:last])

    return [(side(pair.start), side(pair.other), pair) for pair in pairs]


def _is_one(row: _Side, other: _Side, pair: Pair, rows: str, times: Mapping[str, int]) -> bool:
    if pair.equal:
        return row.key != other.key or _is_copy(row, other, pair, rows)
    if times[other.key] > 1:
        return True  # which of them the search looks at is not known
    count = times[row.key]
    if count > 1 and _around(other.key, rows, len(row.key) >= SHORT).count(_EDGE + row.key + _EDGE) < count:
        return False
    found = _lies_in(row, other)
    if found is None or is_signed(row.line, other.line):
        return found is not None
    return _is_cut(row, other, found) and not _may_be_summary(row, other, found, pair.apart, rows)


def _is_copy(row: _Side, other: _Side, pair: Pair, rows: str) -> bool:
    """Whether a row may go because of an equal one: side by side, in a box, worse by its marks, numbered, long."""
    if pair.apart == 1 or len(row.key) >= LONE:
        return True
    if len(row.key) >= LONG and (number(row.line) or number(other.line) or _is_worse(row.line, other.line)):
        return True
    return _are_in_boxes(row.key, rows)


def _is_worse(line: str, other: str) -> bool:
    """Whether one of two lines with equal words may be the worse copy: by its marks, or by its script."""
    return line != other and (blemishes(line) != blemishes(other) or _NOT_HAN.sub("", line) != _NOT_HAN.sub("", other))


def _may_have_leaked(text: str, pair: Pair) -> bool:
    """Whether one of two equal long rows, or a piece, stands behind one that stops inside a sentence."""
    if pair.size < (LONG if pair.equal else INTERRUPTION):
        return False
    return any(_may_part_a_sentence(text, at) for at in (pair.start, pair.other)[: 1 + pair.equal])


def _may_part_a_sentence(text: str, start: int) -> bool:
    """Whether a line in front of one stops inside a sentence, those that may be copies beside it aside."""
    above = text[max(0, start - MANY * FAR) : start].replace("\r", "\n").split("\n")
    return any(map(is_first_half, islice(filter(None, (line.strip(BLANKS) for line in reversed(above))), MANY)))


def _are_in_boxes(key: str, rows: str) -> bool:
    """Whether two of the rows with this key have equal neighbours."""
    seen: set[tuple[int, str]] = set()
    at = rows.find(_EDGE + key + _EDGE)
    while at >= 0:
        end = at + len(key) + 1
        before, behind = rows[_start(rows, at) : at].strip(_EDGE), rows[end : _end(rows, end)].strip(_EDGE)
        for side, beside in ((-1, before), (1, behind)):
            if beside and (side, beside) in seen:
                return True
            seen.add((side, beside))
        at = rows.find(_EDGE + key + _EDGE, at + 1)
    return False


def _around(key: str, rows: str, far: bool) -> str:
    """The page of a row that stands once, or the rows close behind it: where all places of its piece must be."""
    start = rows.find(_EDGE + key + _EDGE)
    end = start + len(key) + 1
    for _ in range(PAGE if far else NEAR_ROWS):
        end = _end(rows, end)
    for _ in range(PAGE if far else 0):
        start = _start(rows, start)
    return rows[start : end + 1]


def _start(rows: str, at: int) -> int:
    """The break in front of the row, of those that fold to something, in front of a break."""
    while at > 0 and rows[at - 1] == _EDGE:
        at -= 1
    return max(0, rows.rfind(_EDGE, 0, at))


def _end(rows: str, at: int) -> int:
    """The break behind the row, of those that fold to something, behind a break."""
    while at + 1 < len(rows) and rows[at + 1] == _EDGE:
        at += 1
    end = rows.find(_EDGE, at + 1)
    return end if end >= 0 else at


def _lies_in(row: _Side, whole: _Side) -> Alignment | None:
    return None if MARKDOWN.match(whole.line) else lies_in(row.key, row.line, whole.key, whole.between)


def _is_cut(row: _Side, whole: _Side, found: Alignment) -> bool:
    """Whether the piece may show by itself that it was cut, whatever stands beside it."""
    return is_cut_piece(row.key, row.line, whole.key, found, whole.between, lambda: True)


def _may_be_summary(row: _Side, whole: _Side, found: Alignment, apart: int, rows: str) -> bool:
    """Whether a piece could be written for itself, as `inside.Repeats` asks; the longer row stands once."""
    if not whole.between(found.start).strip():
        return False
    if clauses(row.line) == 1 and CALL.search(row.line):
        return True
    if starts_late(row.line) or not ENDED.search(row.line):
        return False
    if not 0 < apart <= NEAR_ROWS + 1:
        return True
    behind = rows.find(_EDGE + whole.key + _EDGE) + len(whole.key) + 1
    between = rows[behind : rows.find(_EDGE + row.key + _EDGE)].split(_EDGE)
    return not all(key in whole.key for key in between)


def lies_in(key: str, line: str, whole: str, between: Callable[[int], str]) -> Alignment | None:
    """Where a folded row lies in a longer one, if nothing but copying sets them apart.

    line: the row as it stands; between: what stands in front of a character of the longer one, behind the last.
    """
    if chinese(key) * 3 < len(key):
        return None
    found = place(key, whole)
    if found is None or _is_named(between(found.start), between(found.end)):
        return None
    if is_ended(line) and found.end < len(whole) and not has_end(between(found.end)):
        return None  # a sentence ends here that goes on there
    copied = all(copying_makes(key[d.i : d.j], whole[d.k : d.m]) for d in found.differences)
    missing = len(whole) - (found.end - found.start)
    both = len(key) >= LONG and not is_ended(line)
    return found if copied and missing >= 2 and (missing >= 6 or found.start == 0 or both) else None


def _is_named(before: str, behind: str) -> bool:
    """Whether a row stands whole in quotes elsewhere: a title, and what speaks of it."""
    return before[-1:] in QUOTE_PAIRS and behind[:1] == QUOTE_PAIRS[before[-1:]]


def is_cut_piece(
    key: str, line: str, whole: str, found: Alignment, between: Callable[[int], str], beside: Callable[[], bool]
) -> bool:
    """Whether a piece shows by itself that it was cut: it starts or ends inside a sentence, and is no heading.

    beside: whether it stands beside its whole; the others are those of `lies_in`.
    """
    if found.start == 0 and SERIES.match(whole[found.end :]):
        return False
    return is_cut(line, len(key), len(whole), found, between(found.start), between(found.end), beside)
