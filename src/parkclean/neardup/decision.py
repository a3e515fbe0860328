"""What a pair of rows differs in, and whether copying makes such differences.

Similarity finds the pairs; it cannot judge them: real copies and different facts have the same Jaccard.
A figure, 甲方 and 乙方, 应当 and 可以 make another text, a dropped 的 does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from parkclean.tables import EXCHANGED_WORDS, FUNCTION_WORDS, RESIDUE

REACH = 8
"""How far to look for the place where two texts meet again."""

AGREE = 4
"""Characters that must agree there; at the end of a text fewer will do."""

MOST_DIFFERENCES = 64
"""Texts with more differences are not copies; the rest is reported in one piece."""


COPIED_WORDS = FUNCTION_WORDS.union("的地得和与及")
"""Words of one character that a copy may have more, fewer, or others of."""

_COPIED = dict.fromkeys(map(ord, COPIED_WORDS))


class Difference(NamedTuple):
    """What stands between two places where the texts agree: `a[i:j]` against `b[k:m]`."""

    i: int
    j: int
    k: int
    m: int


class Alignment(NamedTuple):
    """How a piece lies in a longer text: it covers `whole[start:end]` but for the differences."""

    start: int
    end: int
    differences: tuple[Difference, ...]


def differences(a: str, b: str) -> list[Difference]:
    """Where two folded texts differ, in order; linear in their length.

    >>> [(d.i, d.j, d.k, d.m) for d in differences("今天的题目是声音", "今天题目是声音")]
    [(2, 3, 2, 2)]
    """
    return list(_differences(a, b))


def _differences(a: str, b: str) -> Iterator[Difference]:
    i = k = count = 0
    while i < len(a) or k < len(b):
        same = _agree(a, i, b, k)
        i += same
        k += same
        if i == len(a) and k == len(b):
            break
        j, m = _meet(a, i, b, k) if count < MOST_DIFFERENCES else (len(a), len(b))
        yield Difference(i, j, k, m)
        count += 1
        i, k = j, m


def copied(a: str, b: str) -> bool:
    """Whether two folded texts differ only as copies do; stops at the first other difference.

    >>> copied("今天的题目是声音", "今天题目是声音"), copied("甲方应当付款", "乙方应当付款")
    (True, False)
    """
    return all(copying_makes(a[d.i : d.j], b[d.k : d.m]) for d in _differences(a, b))


def _agree(a: str, i: int, b: str, k: int) -> int:
    """How many characters agree from here."""
    step = 64
    count = 0
    most = min(len(a) - i, len(b) - k)
    while count < most:
        size = min(step, most - count)
        if a[i + count : i + count + size] == b[k + count : k + count + size]:
            count += size
            continue
        if size == 1:
            break
        step = max(1, size // 2)
    return count


def _meet(a: str, i: int, b: str, k: int) -> tuple[int, int]:
    """The nearest place where the texts agree again; both ends if there is none in reach."""
    for total in range(1, 2 * REACH + 1):
        for over in range(max(0, total - REACH), min(total, REACH) + 1):
            j, m = i + over, k + total - over
            if j > len(a) or m > len(b):
                continue
            if a[j : j + AGREE] == b[m : m + AGREE] and (j + AGREE <= len(a) or len(a) - j == len(b) - m):
                return j, m
    return len(a), len(b)


def place(piece: str, whole: str) -> Alignment | None:
    """Where a piece lies in a longer text, small differences allowed; None if it has no place there."""
    at = whole.find(piece)
    if at >= 0:
        return Alignment(at, at + len(piece), ())
    for k in range(0, min(len(piece) - 2 * AGREE, 3 * REACH) + 1, 3):
        anchor = whole.find(piece[k : k + 2 * AGREE])
        if anchor >= 0:
            return _place_at(piece, k, whole, anchor)
    return None


def _place_at(piece: str, k: int, whole: str, anchor: int) -> Alignment | None:
    front = _forward(piece[:k][::-1], whole[max(0, anchor - k - REACH) : anchor][::-1])
    back = _forward(piece[k:], whole[anchor : anchor + len(piece) - k + REACH + MOST_DIFFERENCES])
    if front is None or back is None:
        return None
    turned = [Difference(k - d.j, k - d.i, anchor - d.m, anchor - d.k) for d in reversed(front[1])]
    shifted = [Difference(d.i + k, d.j + k, d.k + anchor, d.m + anchor) for d in back[1]]
    return Alignment(anchor - front[0], anchor + back[0], (*turned, *shifted))


def _forward(a: str, b: str) -> tuple[int, list[Difference]] | None:
    """How much of `b` the whole of `a` covers, from the start of both; None if they part."""
    found: list[Difference] = []
    i = k = 0
    while True:
        same = _agree(a, i, b, k)
        i += same
        k += same
        if i == len(a):
            return k, found
        if len(found) > MOST_DIFFERENCES:
            return None
        j, m = _meet(a, i, b, k)
        if j == len(a) and len(a) - i > REACH:
            return None
        if j == len(a):
            m = min(len(b), k + (j - i))
        found.append(Difference(i, j, k, m))
        i, k = j, m


def skeleton(text: str) -> str | None:
    """What copying leaves of a folded text; two copies have the same, and None holds what lost characters leave behind.

    >>> skeleton("今天的题目和声音")
    '今天题目声音'
    """
    if any(mark in text for mark in RESIDUE):
        return None
    return text.replace("and", "").translate(_COPIED)


def copying_makes(one: str, other: str) -> bool:
    """Whether a copyist may have left `other` where `one` stood.

    >>> copying_makes("的", ""), copying_makes("", "不"), copying_makes("甲", "乙")
    (True, False, False)
    """
    if not one or not other:
        return one + other in FUNCTION_WORDS or _residue(one + other)
    if _residue(one) or _residue(other):
        return True
    return any(one in words and other in words for words in EXCHANGED_WORDS)


def _residue(text: str) -> bool:
    """Whether a text is made of what lost characters leave behind."""
    for mark in RESIDUE:
        text = text.replace(mark, "")
    return not text
