"""What the characters at the edges of rows tell: halves of a sentence around a stranger, words that were torn."""

from __future__ import annotations

import re

from parkclean.cuts import BLANKS, stops_short
from parkclean.neardup.cuts import ENDED, SHORT, signs
from parkclean.seambits import CLEAR, NEVER, PLAIN, STRONG, seam_bits
from parkclean.tables import HAN, LIST_START, SENTENCE_END

__all__ = [
    "BETTER",
    "CLEAR",
    "NEVER",
    "PLAIN",
    "STRONG",
    "WORSE",
    "is_complete",
    "is_first_half",
    "leaked",
    "part_a_sentence",
    "torn",
]

LONG = 30
"""Whoever takes up a sentence in one of his own says so in a word or with a mark if it has so many characters."""

BEFORE = 8
BETTER = 1.0
WORSE = -6.0
"""What goes on behind a leak has so many bits more: of leaks 80 in 100, of pieces of a paragraph 14.

With fewer than the other figure, which one leak in 100 has, it is a piece; between the two nobody knows.
"""

_HAN = re.compile(f"[{HAN}]")
_LIST = re.compile(LIST_START)
_INSIDE = re.compile(f"[，、；{SENTENCE_END}]")


def part_a_sentence(above: str, line: str, below: str, needed: float = PLAIN, cut: bool = False) -> bool:
    """Whether a paragraph stands in the middle of a sentence of others.

    needed: bits that say that what stands around it goes on with each other; cut: where the paragraph is a piece that
    was cut, better than with it.

    >>> part_a_sentence("这座桥修好以后，镇上的人都从这里过河，再也不用等渡",
    ...                 "雨停了，山上的雾散了，船工们又回到了码头。", "船了。")
    True

    A heading above is no first half.

    >>> part_a_sentence("河口镇：桥修好以后", "雨停了，山上的雾散了，船工们又回到了码头。", "船了。")
    False
    """
    left, right = above.strip(BLANKS), below.strip(BLANKS)
    if not is_first_half(left) or not (cut or is_complete(line)):
        return False
    if not _HAN.match(right) or _LIST.match(right) or not ENDED.search(right):
        return False
    bits = seam_bits(left, right)
    return bits >= needed and not (cut and bits <= max(seam_bits(left, line), seam_bits(line, right)))


def is_first_half(line: str) -> bool:
    """Whether a line without blanks at its ends may go on in another one: running text that stops inside a sentence."""
    if len(line) < SHORT or not stops_short(line) or not _HAN.match(line[-1]):
        return False
    return _INSIDE.search(line[:-1]) is not None and not _LIST.match(line)


def torn(before: str, piece: str) -> float:
    """Bits that say that a long piece of a paragraph begins in the middle of a word; both without their marks.

    >>> torn("走进二楼最显眼的是一面印章墙墙上的玻", "璃柜里封存着一百零九枚旧印章全部由一枚代替") > STRONG
    True
    >>> torn("老话说得好", "远亲不如近邻有了难处先找隔壁的人商量") > CLEAR
    False
    """
    if len(piece) < SHORT:
        return 0.0
    return seam_bits(before, piece) + (CLEAR if len(piece) >= LONG else 0.0)


def is_complete(line: str) -> bool:
    """Whether a row starts and ends as paragraphs do, as far as its edges show."""
    return not signs(line.strip(BLANKS))


def leaked(whole: str, start: int, end: int) -> float:
    """Bits that say that a paragraph, without its marks, goes on behind what stands in its middle, and not with it.

    >>> leaked("镇上的人都从这里过河再也不用等渡雨停了山上的雾散了船", 16, 25) > BETTER
    True
    >>> leaked("俗话说远亲不如近邻这话不假", 3, 9) < WORSE
    True
    """
    before, said, behind = whole[:start], whole[start:end], whole[end:]
    if len(before) < BEFORE or not behind or not (_HAN.match(before[-1]) and _HAN.match(behind)):
        return -NEVER
    bits = seam_bits(before, behind)
    return bits - seam_bits(before, said) if bits >= PLAIN else -NEVER
