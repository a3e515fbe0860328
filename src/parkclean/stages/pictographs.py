"""More rules of stage `chars`: pictographs and emoji that were dropped into the middle of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from parkclean.edits import Edit
from parkclean.parted import between_characters
from parkclean.rules import Seen, rule
from parkclean.stages.dropped import beyond_basic_plane, strewn
from parkclean.tables import CJK_MARKS, HAN, PICTOGRAPHS, SHAPES

_ONE = (
    f"(?:[{PICTOGRAPHS}\U0001f000-\U0001f3fa\U0001f400-\U0001faff]|[0-9#*](?=\ufe0f?\u20e3))"
    "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff]*"
)
"""With its selector, its colour of skin, the box around a figure, or the second half of a flag."""
APART = 10.0
"""Bits that characters on both sides may need: 7 to 9 where pictographs fall by lot, 11.4 where readers put them."""
_PICTOGRAPHS = re.compile(f"{_ONE}(?:\u200d?{_ONE})*")
"""Some in a row are dropped at once."""
_HAN = re.compile(f"[{HAN}]")
_TEXT = re.compile(f"[{HAN}{CJK_MARKS}0-9,.!?;:]")


@rule("chars.pictograph", "Pictographs that were dropped into the middle of words go.", trigger=PICTOGRAPHS)
def pictograph(text: str, seen: Seen) -> Iterator[Edit]:
    """Ornaments dropped into sentences break words; where people use them they stand between words.

    Needs three of them between Chinese characters, a fifth of which (and two at least) part two characters that stand
    side by side elsewhere in the text, or which part words as chance has it.
    Then the same ones go from beside marks and figures, too; any, where hardly one of them comes again.

    >>> clean("高新区的园区里，高★新区管委会请园◆区企业来，企☆业都来了。")
    '高新区的园区里，高新区管委会请园区企业来，企业都来了。'
    >>> clean("春天★夏天★秋天★冬天，一年四季")
    '春天★夏天★秋天★冬天，一年四季'
    """
    return (edit for edit in seen.once(_pictographs) if edit.rule == "chars.pictograph")


@rule("chars.emoji", "Emoji that were dropped into the middle of words go.", when=beyond_basic_plane)
def emoji(text: str, seen: Seen) -> Iterator[Edit]:
    """The same as `chars.pictograph`, on the same evidence, for emoji.

    >>> clean("高新区的园区里，高😀新区管委会请园🎉区企业来，企🔥业都来了。")
    '高新区的园区里，高新区管委会请园区企业来，企业都来了。'
    >>> clean("今天很开心😄晚上吃火锅🍲大家都来🎉快")
    '今天很开心😄晚上吃火锅🍲大家都来🎉快'
    """
    return (edit for edit in seen.once(_pictographs) if edit.rule == "chars.emoji")


def _pictographs(text: str) -> list[Edit]:
    found = [m.span() for m in _PICTOGRAPHS.finditer(text)]
    dropped = [span for span in found if between_characters(text, *span)]
    if len(dropped) * 4 < len(found) or not strewn(text, dropped, whole=APART):
        return []  # who drops them lets few stand elsewhere; readers write them for a word now and then
    if sum(_is_stop(text, *span) for span in found) * 4 > len(found):
        return []
    signs = Counter(c for a, b in dropped for c in text[a:b])
    by_lot = 2 * len(signs) > signs.total()
    dropped = [
        (a, b) for a, b in found if (by_lot or not signs.keys().isdisjoint(text[a:b])) and _is_in_sentence(text, a, b)
    ]
    dropped += [(at, at + 1) for shape in SHAPES for at in _only_between(text, shape)]
    return [Edit(a, b, "", "chars.emoji" if text[a] > "\uffff" else "chars.pictograph") for a, b in sorted(dropped)]


def _is_stop(text: str, a: int, b: int) -> bool:
    """Whether a sign ends a line behind a character: its writer sets it for a full stop, between sentences too."""
    return a > 0 and not text[b : b + 1].strip() and _HAN.match(text, a - 1) is not None


def _is_in_sentence(text: str, a: int, b: int) -> bool:
    """Whether a Chinese character stands on one side of a place, and another one, a mark or a figure on the other."""
    if a == 0 or not (_TEXT.match(text, a - 1) and _TEXT.match(text, b)):
        return False
    return _HAN.match(text, a - 1) is not None or _HAN.match(text, b) is not None


def _only_between(text: str, shape: str) -> list[int]:
    """Where a shape stands, if that is inside sentences everywhere."""
    places = [m.start() for m in re.finditer(shape, text)]
    return places if all(_is_in_sentence(text, at, at + 1) for at in places) else []
