"""What stage `script` asks of a whole text: whether the two scripts are woven through each other, word by word.

Nobody writes 国 and 國 in turn within his sentences. A table of both forms does, a speaker of one script is quoted by
one of the other, and users of a forum answer each other: so only prose counts, and what alternates within its lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from parkclean.han import SIMPLIFIED, TRADITIONAL, simplified

_PROSE = re.compile("[，。！？；]")
FEWEST = 12
"""Traditional characters in prose."""
SELDOM = 50
"""One in so many of the characters that have two forms: a few that old books keep stand in any long article on them."""
MOST = 1.5
"""Where they are more by so much, the text may have been traditional."""
BOTH = 3
"""So many of them stand in the text in their simplified form, too."""
LEANING = 4
"""A line with more traditional characters for each simplified one is traditional, with a slip."""
TURNS = 0.6
"""The scripts change so often, measured by what chance would do; words turned as a whole change less often."""
INSIDE = 0.8
"""So large a share of the traditional characters stand in lines with simplified ones."""


def woven(lines: Iterable[str]) -> bool:
    """Whether single characters or words of a simplified text were turned traditional all through it.

    Editions of old books tell 於 and 于, 後 and 后 apart: if most of the characters are such, they were not turned.
    """
    old: Counter[str] = Counter()
    new: set[str] = set()
    inside = alone = simple = pairs = 0
    turns = chance = 0.0
    for line in lines:
        if not _PROSE.search(line):
            continue
        marks = [c for c in line if c in TRADITIONAL or c in SIMPLIFIED]
        flags = [c in TRADITIONAL for c in marks]
        a, b = sum(flags), len(flags) - sum(flags)
        simple += b
        old.update(c for c in marks if c in TRADITIONAL)
        new.update(c for c in marks if c in SIMPLIFIED)
        if not a or a > LEANING * b:
            alone += a
            continue
        inside += a
        turns += sum(x != y for x, y in pairwise(flags))
        chance += 2 * a * b / (a + b)
        pairs += sum(_is_pair(x, y) for beside in (1, 2) for x, y in zip(line, line[beside:], strict=False))
    if not max(FEWEST, simple / SELDOM) <= inside + alone <= MOST * simple or inside < INSIDE * (inside + alone):
        return False
    both = sum(simplified(c) in new for c in old)
    if sum(times for c, times in old.items() if in_traditional(simplified(c))) * 2 > old.total():
        return False
    return both >= BOTH and turns >= TURNS * chance and pairs * FEWEST <= inside


@lru_cache(4096)
def in_traditional(char: str) -> bool:
    """Whether traditional text writes a simplified character, too, as another word: 后 beside 後."""
    try:
        return bool(char.encode("big5"))
    except UnicodeEncodeError:
        return False


def _is_pair(a: str, b: str) -> bool:
    """Whether two characters are the two forms of one character: the text shows them."""
    return (a in TRADITIONAL and simplified(a) == b) or (b in TRADITIONAL and simplified(b) == a)
