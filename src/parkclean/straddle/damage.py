"""How a mirror damages a page byte by byte, forward and backward.

A mirror works on the GBK bytes of a page.
For each character of its list, in pinyin order, it puts `(reading)` behind the two bytes of that character, wherever
the two bytes stand: also where the first is the second half of one character and the second the first half of the
next. 日報 is C8 D5 88 F3 and holds D5 88, which is 請.
It also cuts text at marks such as ！ (A3 A1), again without looking at borders.
Reading the result as GBK, a lead byte before an ASCII byte below 0x40 gives one `?` for both, and so does a pair that
means nothing; everything up to the next ASCII byte is one byte off.

`forward` is that damage, `prove` compares, `starts` says where to look.
The search for the text that was there before is in `parkclean.straddle.search`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush

from parkclean.tables import ANY_CUT_MARK, CUT_MARKS, PINYIN_LETTERS

_WIDE = "，：；！？（）"
FLAT = str.maketrans(_WIDE, ",:;!?()")
_WIDEN = re.compile(r"(?<=[^\x00-\x7f])[,:;!?]|(?<=[^\x00-\x7f])\(|\((?=[^\x00-\x7f])|\)(?=[^\x00-\x7f]|$)")
TO_WIDE = str.maketrans(",:;!?()", _WIDE)
_CUTS = tuple(mark.encode("gbk") for mark in CUT_MARKS)
TAG = re.compile(r"/?[a-z]{1,8}[1-6]? ?/?>")
SWALLOWED_GLOSS = re.compile(rf" ?([{PINYIN_LETTERS}]{{1,8}}[1-5]?) ?[)）]")
GLOSS = re.compile(rf"[(（] ?([{PINYIN_LETTERS}]{{1,8}}[1-5]?) ?[)）]")
GLOSS_AT_END = re.compile(rf"[(（] ?[{PINYIN_LETTERS}]{{1,8}}[1-5]? ?[)）]\Z")
STARTS = re.compile(rf"\?(?=[{ANY_CUT_MARK}]| ?[{PINYIN_LETTERS}]{{1,8}}[1-5]? ?[)）])")
"""Where a straddle may begin: a lost byte before a cut mark or before the rest of a gloss."""

WIDE_LETTERS = {bytes((0xA8, letter)).decode("gbk"): chr(letter) for letter in range(0x61, 0x7B)}
"""What the second byte of （ (A3 A8) and the first letter of a reading look like together: ╞ for b."""
TORN_LETTERS = "".join(WIDE_LETTERS)
TORN = re.compile(rf"([{TORN_LETTERS}])([{PINYIN_LETTERS}]{{0,7}})）")
"""A gloss with a full-width bracket that was torn: `浚╩ù）` for the second byte of a character and `（mù）`."""

_TORN_LETTER = re.compile(f"[{TORN_LETTERS}]")

LOST = "parkclean-lost"


def _lost(error: UnicodeError) -> tuple[str, int]:
    """Read an impossible pair as one `?`, as the mirrors' converter does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "?", min(error.start + 2, len(error.object))


codecs.register_error(LOST, _lost)


@lru_cache(None)
def pair(lead: int, trail: int) -> str:
    """The character of two bytes; empty if they make none."""
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""


def forward(text: str, table: Mapping[str, str], brackets: tuple[str, str] = ("(", ")")) -> bytes:
    """The bytes of the damaged page: `(reading)` behind the bytes of every character of `table`, in pinyin order."""
    data = text.encode("gbk", "replace")
    waiting = _listed(data, table)
    heapify(waiting)
    while waiting:
        turn = reading, char = heappop(waiting)
        two = char.encode("gbk")
        glossed = two + reading.join(brackets).encode("gbk", "ignore")
        first, *others = data.split(two)
        data = glossed.join([first, *others])
        for new in {new for part in others for new in _listed(glossed[1:] + part[:1], table)}:
            if new > turn and new not in waiting:
                heappush(waiting, new)
    return data


def _listed(data: bytes, table: Mapping[str, str]) -> list[tuple[str, str]]:
    """(reading, character): those of a list whose two bytes stand somewhere in the data."""
    chars = {pair(*data[i : i + 2]) for i in range(len(data) - 1)}
    return [(table[c], c) for c in chars if c in table]


def _brackets(damaged: str) -> tuple[str, str]:
    """The brackets of a page's glosses, with the blank that they may hold."""
    if TORN.search(damaged):
        return "（", "）"
    m = GLOSS.search(damaged)
    if m is None:
        return "(", ")"
    shown = m[0]
    return shown[: m.start(1) - m.start()], shown[m.end(1) - m.start() :]


def prove(repaired: str, damaged: str, table: Mapping[str, str]) -> bool:
    """Whether damaging `repaired` with the page's table gives exactly `damaged`.

    table: reading by character, as the page annotates, for example `{"請": "qǐng", "報": "bào"}`.
    Texts are compared line by line; a line's own `</p>` shows only where a straddle has swallowed its start.
    If the page's full-width marks were flattened to ASCII, so is the result before it is compared.

    >>> prove("日報記者", "日?qǐng)?bào)記者", {"請": "qǐng", "報": "bào"})
    True
    >>> prove("日期記者", "日?qǐng)?bào)記者", {"請": "qǐng", "報": "bào"})
    False
    """
    ours, theirs = repaired.splitlines(), damaged.splitlines()
    if len(ours) != len(theirs) or _outside_gbk(repaired) != _outside_gbk(damaged):
        return False
    flat = damaged.translate(FLAT) == damaged
    brackets = _brackets(damaged)
    return all(_line_proved(a, b, table, flat, brackets) for a, b in zip(ours, theirs, strict=True))


def _line_proved(repaired: str, damaged: str, table: Mapping[str, str], flat: bool, brackets: tuple[str, str]) -> bool:
    end = "</p>" if damaged.endswith("?/p>") else ""
    variants = [repaired + end]
    if flat:
        variants.append(_WIDEN.sub(lambda m: m[0].translate(TO_WIDE), repaired) + end)
    return any(_gives(forward(text, table, brackets), damaged, flat) for text in variants)


def _gives(data: bytes, damaged: str, flat: bool) -> bool:
    """Whether `data`, cut at some of its marks and read as GBK, is `damaged`."""
    at = i = 0
    while i < len(damaged):
        if damaged[i] == "?" and data[at + 1 : at + 3] in _CUTS and data[at] > 0x80:
            mark = data[at + 1 : at + 3].decode("gbk")
            if damaged[i + 1 : i + 2] in (mark, mark.translate(FLAT)):
                at, i = at + 3, i + 2
                continue
        size = 2 if data[at : at + 1] > b"\x80" else 1
        char = data[at : at + size].decode("gbk", LOST)
        shown = char.translate(FLAT) if flat else char
        if shown != damaged[i] and (char != "?" or _in_gbk(damaged[i])):
            return False
        at, i = at + size, i + 1
    return at >= len(data)


def _in_gbk(char: str) -> bool:
    return char.encode("gbk", "replace") != b"?" or char == "?"


def _outside_gbk(text: str) -> str:
    """The characters that the damage cannot touch, because the page could not hold them as bytes."""
    return "".join(c for c in text if c > "\x7f" and not _in_gbk(c))


def starts(text: str) -> list[int]:
    """Where straddles may begin, in order."""
    found = [m.start() for m in STARTS.finditer(text)]
    if "）" in text and _TORN_LETTER.search(text):
        found += [m.start() - 1 for m in TORN.finditer(text) if m.start()]
    return sorted(found)


def is_gloss(line: str, start: int) -> bool:
    """Whether a straddle begins with a gloss; only the page of a mirror has those."""
    return SWALLOWED_GLOSS.match(line, start + 1) is not None or TORN.match(line, start + 1) is not None
