"""One more rule of stage `chars`: signs and letters of other scripts that were dropped into Chinese words, by lot.

Whoever disguises a copy, or tests who sees it, writes a circled number, a Greek letter, a kana or an ASCII sign between
two characters here and there. What an author writes there stands between words; what falls by lot parts words.
"""

from __future__ import annotations

import re
from itertools import pairwise

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.parted import parts_words
from parkclean.rules import Seen, rule
from parkclean.stages.dropped import dropped_in
from parkclean.tables import HAN

_SCRIPTS = (0x391, 0x3CA), (0x3041, 0x3097), (0x30A1, 0x30FB), (0x3105, 0x312A), (0xAC00, 0xD7A4)
LETTERS = "".join(chr(code) for first, end in _SCRIPTS for code in range(first, end))
"""Greek, kana, zhuyin and Hangul."""
NUMBERS = "".join(map(chr, (*range(0x2460, 0x2500), *range(0x2776, 0x2794))))
"""Circled and bracketed numbers and letters."""
SIGNS = "*#^~_|`@$%&=+"

KINDS = (f"[{LETTERS}]", f"[{NUMBERS}]", f"[{re.escape(SIGNS)}]")
FEWEST = 5
"""So many different pairs of characters must be parted."""
FEWEST_SIGNS = 8
"""The same for ASCII signs, which mean something in some texts."""
DIFFERENT = 3
"""So many different signs fall by lot; one that comes again and again is meant."""
MOST = 9.2
"""Bits that the second character of a pair may need on average, the first one known; clean text has 13."""
MOST_SIGNS = 8.5
_INSIDE = tuple(re.compile(f"{one}(?<=[{HAN}].)(?=[{HAN}])") for one in KINDS)
_ANY = tuple(map(re.compile, KINDS))

_TRIGGER = "*#^~|@$+"
"""Of the ASCII signs those that are rare; three of them stand where all fall by lot."""
_MEMBERS = (frozenset(LETTERS), frozenset(NUMBERS), frozenset(_TRIGGER))

kind(LETTERS, rare=True)
kind(NUMBERS, rare=True)
kind("*^|@$", rare=True)


def _count_on(signs: list[str]) -> bool:
    """Whether numbers rise, or most of them are the next ones: those of notes, or of answers and gaps in order."""
    following = sum(ord(b) - ord(a) == 1 for a, b in pairwise(signs))
    return signs == sorted(signs) or following * 3 >= len(signs) - 1


@rule(
    "chars.stranger",
    "Letters, numbers and signs that were dropped into Chinese words by lot go.",
    trigger=LETTERS + NUMBERS + _TRIGGER,
)
def stranger(text: str, seen: Seen) -> list[Edit]:
    """`山上的桃α花`, `河③边`, `燕*子`: a Greek letter, a kana, a circled number, an ASCII sign in the middle of words.

    Needs five of one kind (eight ASCII signs), three of them different, where the characters on both sides belong
    together, and few elsewhere; ASCII signs must part some that stand side by side elsewhere.
    Japanese, notes, sums and Markdown stay.

    >>> clean("山上的桃α花都开了，河β边的青γ草都绿了，燕δ子也飞回来了，孩ε子们在山β坡上放风γ筝。")
    '山上的桃花都开了，河边的青草都绿了，燕子也飞回来了，孩子们在山坡上放风筝。'
    >>> clean("设角α和角β相等，则角γ是直角，角δ是锐角，角ε是钝角。")
    '设角α和角β相等，则角γ是直角，角δ是锐角，角ε是钝角。'
    """
    found: list[tuple[int, int]] = []
    for n, inside in enumerate(_INSIDE):
        if len(_MEMBERS[n] & seen.look.vague) < DIFFERENT:
            continue
        spans = [m.span() for m in inside.finditer(text)]
        fewest, most = (FEWEST_SIGNS, MOST_SIGNS) if n == 2 else (FEWEST, MOST)
        signs = [text[a] for a, _ in spans]
        if len(spans) < fewest or len(set(signs)) < DIFFERENT or (n == 1 and _count_on(signs)):
            continue
        if n == 2 and not dropped_in(text, spans, most=8):
            continue
        if len(spans) * 4 >= 3 * sum(1 for _ in _ANY[n].finditer(text)) and parts_words(text, spans, fewest, most):
            found += spans
    return [Edit(a, b, "", "chars.stranger") for a, b in sorted(found) if not seen.once(code_spans).covers(a)]
