"""More rules of stage `chars`: what was dropped into the middle of words.

The evidence is shared: what was dropped parts characters that stand side by side elsewhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from parkclean.edits import Edit
from parkclean.kinds import BEYOND, kind
from parkclean.kinds import HAN as HAN_KIND
from parkclean.parted import AGAIN, WHOLE, between_characters, parts_words
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.tables import (
    BIDI,
    CONTROLS,
    HAN,
    HANGUL_FILLERS,
    INVISIBLE,
    JOINERS,
    LINE_CONTROLS,
    SOFT_HYPHEN,
    STRAY,
    STRAY_MARKS,
)

ANY_UNSEEN = INVISIBLE + SOFT_HYPHEN + HANGUL_FILLERS + JOINERS + BIDI + CONTROLS + LINE_CONTROLS + STRAY
"""One trigger for the rules about what cannot be seen: clean text has next to nothing of it."""
kind(ANY_UNSEEN, rare=True)
_HAN = re.compile(f"[{HAN}]")
_STRAY = re.compile(f"[{STRAY_MARKS}]+")
_SELECTORS = re.compile(f"(?<=[{HAN}])[\ufe00-\ufe02\U000e0100-\U000e01ef]+")
_NO_SELECTORS = re.compile(f"(?<=[{HAN}])[\ufe03-\ufe0f\u180b-\u180d\u180f]+")
"""Selectors that no Chinese character has: behind one they show nothing."""
_SUPPLEMENTARY = re.compile("[\U000f0000-\U0010ffff]+")
_MUSIC_CONTROLS = re.compile("[\U0001d173-\U0001d17a]+")
_stray_behind_character = Beside(kind(ANY_UNSEEN), before=HAN_KIND)


beyond_basic_plane = Beside(BEYOND)
"""Has some character a code point above U+FFFF? As triggers there would be a million."""


def dropped_in(text: str, spans: list[tuple[int, int]], most: int = 5) -> bool:
    """Whether what stands there was dropped between characters, three times or more.

    One in `most`, with two different pairs at least, parts Chinese characters that stand side by side elsewhere.
    """
    if len(spans) < 3:
        return False
    sample = spans[:200]
    parted = [text[a - 1] + text[b] for a, b in sample if a > 0 and b < len(text)]
    attested = [pair for pair in parted if all(map(_HAN.match, pair)) and pair in text]
    return len(set(attested)) >= 2 and len(attested) * most >= len(sample)


def strewn(text: str, spans: list[tuple[int, int]], most: int = 5, whole: float = WHOLE) -> bool:
    """The same, or whether the characters on both sides belong together as words do in any text: see `parts_words`.

    What falls by lot hardly ever falls on the same pair with the same sign again; a name is written so each time.
    """
    parted = [text[max(0, a - 1) : b + 1] for a, b in spans[:200]]
    if len(parted) > AGAIN * len(set(parted)):
        return False
    return dropped_in(text, spans, most) or parts_words(text, spans, whole=whole)


def is_no_character(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether private-use characters were dropped into a text: they part words, and none stands for a rare character.

    A character that has no other place comes again in the same words, behind or in front of the same characters.
    """
    words = [side for a, b in spans for side in (text[max(0, a - 1) : b], text[a : b + 1]) if _HAN.search(side)]
    again = len(words) - len(set(words))
    return again * 4 <= len(words) and strewn(text, spans, most=2)


@rule(
    "chars.stray_mark",
    "Marks that belong to other characters go where they were dropped behind Chinese ones.",
    trigger=ANY_UNSEEN,
    when=_stray_behind_character,
)
def stray_mark(text: str, seen: Seen) -> Iterator[Edit]:
    """Selectors of emoji, accents, Mongolian selectors and the blank of Braille do nothing between Chinese characters.

    Needs several that part characters which stand side by side elsewhere, on the evidence of `chars.pictograph`; only
    selectors that no Chinese character has go by themselves, as they show nothing.
    Dots and lines that people put under, over or through words, and the sequences of fonts, stay.

    >>> clean("高新区的园区里，高\\ufe0f新区管委会请园\\u0300区企业来，企\\u2800业都来了。")
    '高新区的园区里，高新区管委会请园区企业来，企业都来了。'
    >>> clean("重\\u0323要\\u0323的是信\\u0336任\\u0336。")
    '重\\u0323要\\u0323的是信\\u0336任\\u0336。'
    """
    if seen.look.characters.isdisjoint(STRAY):
        return
    found = [m.span() for m in _NO_SELECTORS.finditer(text)]
    marks = _between_characters(text, _STRAY)
    in_rows = sum(a - before == 1 for (_, before), (a, _) in pairwise(marks))
    if in_rows * 4 <= len(marks) and strewn(text, marks):
        found += marks
    if found:
        found += [m.span() for m in _SELECTORS.finditer(text)]
    yield from (Edit(a, b, "", "chars.stray_mark") for a, b in sorted(found))


@rule(
    "chars.beyond",
    "Invisible and private-use characters beyond U+FFFF go where they were dropped into words.",
    when=beyond_basic_plane,
)
def beyond(text: str) -> Iterator[Edit]:
    """Controls of musical notation mean nothing between Chinese characters.

    Private-use characters beyond U+FFFF go on the evidence of `chars.pictograph`; one by itself may be a rare name.

    >>> clean("高\\U0001d173新区")
    '高新区'
    >>> clean("他叫刘\\U000f0863明。")
    '他叫刘\\U000f0863明。'
    """
    for a, b in _between_characters(text, _MUSIC_CONTROLS):
        yield Edit(a, b, "", "chars.beyond")
    found = _between_characters(text, _SUPPLEMENTARY)
    if is_no_character(text, found):
        yield from (Edit(a, b, "", "chars.beyond") for a, b in found)


def _between_characters(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where something stands between two Chinese characters."""
    return [m.span() for m in pattern.finditer(text) if between_characters(text, *m.span())]
