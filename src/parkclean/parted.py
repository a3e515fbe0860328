"""Whether something was written into the middle of words: the characters on both sides of it belong together.

What an author puts between characters stands between words, so the two rarely go together; what a program drops
anywhere parts words as often as not.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence, Set
from itertools import islice
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from parkclean.han import simplified
from parkclean.tables import HAN

if TYPE_CHECKING:
    from parkclean.rules import Seen

FEWEST = 3
"""So many different pairs of characters must be parted."""

WHOLE = 8.5
"""Bits that the second character of a pair may need on average, the first one known.

Three places in running text need 7.1 on average, places where Latin words stand 9.9, names of sites 13.3."""

LOOSE = 10.5

WORD = 5.0
"""Bits below which two characters are a word or belong to one: two of five pairs in running text, one of 20 where Latin
words stand."""

MOST = 16.0
"""Bits that one pair counts at most."""

SAMPLE = 60

AGAIN = 1.5
"""So often what stands between two characters comes again between the same ones where it belongs to a name."""

UNLIKELY = -0.3
"""Pairs of which lot is no likelier than that on average are not looked for in the text."""

BY_LOT = (
    (1, (-1.0, 0.8)),
    (2, (0.1, 1.2)),
    (3, (0.6, 1.8)),
    (4, (0.7, 2.2)),
    (6, (1.9, 3.2)),
    (99, (2.6, 4.0)),
)
"""How much likelier a pair of characters is parted by what falls by lot than by names, terms and marks that an author
repeats, as a logarithm: by the bits of association that it has less than, alone and where it stands in the text, too.

Counted over 50 million characters; what falls by lot has 1.1 a pair on average, what an author repeats -0.8."""

_HAN = re.compile(f"[{HAN}]")


def between_characters(text: str, start: int, end: int) -> bool:
    """Whether Chinese characters stand on both sides of a span."""
    return start > 0 and _HAN.match(text, start - 1) is not None and _HAN.match(text, end) is not None


def parts_words(text: str, spans: Sequence[tuple[int, int]], fewest: int = FEWEST, whole: float = WHOLE) -> bool:
    """Whether what stands there was written into the middle of words, more often than chance has it.

    fewest: so many different pairs of characters must be parted; whole: bits that they may need on average.
    Fewer pairs, and more bits (`LOOSE`), do for what is hardly ever text.

    >>> text = "山上的桃#花都开了，河#边的青草都绿了，燕#子也飞回来了。"
    >>> parts_words(text, [(n, n + 1) for n, c in enumerate(text) if c == "#"])
    True
    >>> text = "先写#再写，然后是#或者别的，最后用#收尾。"
    >>> parts_words(text, [(n, n + 1) for n, c in enumerate(text) if c == "#"])
    False
    """
    if len(spans) < fewest:
        return False
    needed = _bits((text[a - 1], text[b]) for a, b in spans[:SAMPLE] if between_characters(text, a, b))
    if len(needed) < fewest:
        return False
    return sum(needed) < whole * len(needed) and any(one < WORD for one in needed)


def likeliness_of_lot(pairs: Sequence[str], standing: Set[str] = frozenset()) -> list[float]:
    """How much likelier it is for each pair of characters that lot parted it; standing: pairs that stand in the text.

    >>> likeliness_of_lot(["桃花", "河边", "和在"], {"桃花"})
    [4.0, 1.9, -1.0]
    """
    from parkclean.mojibake.model import association

    limits = [limit for limit, _ in BY_LOT]
    return [
        BY_LOT[bisect(limits, association(simplified(pair[0]), simplified(pair[1])))][1][pair in standing]
        for pair in pairs
    ]


class Needed(NamedTuple):
    """So many pairs must be parted, and lot be so much likelier, altogether and on average."""

    fewest: int
    least: float
    mean: float


LETTERS = Needed(5, 6.0, 0.75)
"""What letters and signs need, as names, terms and code have them."""


def fell_by_lot(seen: Seen, spans: Sequence[tuple[int, int]], needed: Needed = LETTERS) -> bool:
    """Whether what stands there was dropped between characters so often that nobody can have meant it there."""
    text = seen.text
    within = [text[a - 1 : b + 1] for a, b in spans if between_characters(text, a, b)]
    if len(set(within)) < max(needed.fewest, len(within) / AGAIN):
        return False
    pairs = sorted({around[0] + around[-1] for around in within})[:SAMPLE]
    if len(pairs) < needed.fewest or sum(likeliness_of_lot(pairs)) < UNLIKELY * len(pairs):
        return False
    return sum(likeliness_of_lot(pairs, seen.once(pairs_of))) > max(needed.least, needed.mean * len(pairs))


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of characters that stand in a text."""
    return frozenset(map(add, text, text[1:]))


def mean_bits(pairs: Iterable[tuple[str, str]]) -> float:
    """Bits that the second characters of pairs need on average, the first ones known; 0 of no pairs.

    >>> mean_bits([("桃", "花")]) < WORD < mean_bits([("花", "都"), ("天", "河")])
    True
    """
    needed = _bits(islice(pairs, SAMPLE))
    return sum(needed) / max(1, len(needed))


def share_of_words(pairs: Iterable[tuple[str, str]]) -> float:
    """How many of the pairs are words, or belong to one; 0 of no pairs."""
    needed = _bits(islice(pairs, SAMPLE))
    return sum(one < WORD for one in needed) / max(1, len(needed))


def _bits(pairs: Iterable[tuple[str, str]]) -> list[float]:
    from parkclean.mojibake.model import bits

    distinct = sorted({simplified(first) + simplified(second) for first, second in pairs})
    return [min(bits(*pair), MOST) for pair in distinct]
