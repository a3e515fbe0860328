"""Which characters two bytes make, and how likely one is behind another: in general, and in this document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from parkclean.han import convert, simplified
from parkclean.straddle.damage import GLOSS, STARTS, pair
from parkclean.tables import SIMPLIFIED_ONLY, TRADITIONAL_ONLY

if TYPE_CHECKING:
    from parkclean.mojibake.model import Pool

Candidates = Callable[[int, bool], tuple[tuple[int, str], ...]]
"""`with_lead` or `with_trail`."""

CHOICES = 24
"""Characters that are tried for one lost byte."""
STEPS = 60_000
"""Branches grown for one text, beside one for every two characters; what a repair has cost is given back."""
DAMAGED = re.compile(rf"{STARTS.pattern}.*")


@lru_cache(None)
def trails() -> dict[int, tuple[int, ...]]:
    """By lead byte: the second bytes that make a character of GBK."""
    table: dict[int, list[int]] = {}
    for lead in range(0x81, 0xFF):
        good = []
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            if pair(lead, trail):
                good.append(trail)
        table[lead] = good
    return {lead: tuple(good) for lead, good in table.items()}


@lru_cache(4096)
def with_lead(lead: int, traditional: bool) -> tuple[tuple[int, str], ...]:
    """(trail, character) for a known lead byte and a lost second byte: characters that people write."""
    return tuple((t, pair(lead, t)) for t in trails().get(lead, ()) if is_written(pair(lead, t), traditional))


@lru_cache(4096)
def with_trail(trail: int, traditional: bool) -> tuple[tuple[int, str], ...]:
    """(lead, character) for a lost lead byte and a known second byte."""
    pairs = ((lead, pair(lead, trail)) for lead in range(0x81, 0xFE))
    return tuple((lead, c) for lead, c in pairs if c and is_written(c, traditional))


def is_written(char: str, traditional: bool) -> bool:
    """Whether a lost character may be filled with this one."""
    if char in "。，、；：？！“”‘’《》（）…—":
        return True
    if char < "\u3400" or char in (SIMPLIFIED_ONLY if traditional else TRADITIONAL_ONLY):
        return False
    form = simplified(char) if traditional else char
    try:
        return 0xB0 <= form.encode("gb2312")[0] <= 0xF7 and len(form) == 1
    except UnicodeEncodeError:
        return False


@lru_cache(512)
def _pool(candidates: Candidates, byte: int, traditional: bool) -> tuple[Pool, dict[str, int]]:
    """The candidates as a pool of characters, and the lost byte of each."""
    from parkclean.mojibake.model import Pool

    missing = {char: lost for lost, char in candidates(byte, traditional)}
    return Pool(list(missing)), missing


@lru_cache(1)
def _frequent() -> Pool:
    """The simplified characters that are written most often."""
    from parkclean.mojibake.model import Pool, common

    return Pool(list(common(2500, False)))


@lru_cache(512)
def _following(before: str) -> tuple[str, ...]:
    """The simplified characters that follow most often."""
    return tuple(c for _, c in _frequent().likeliest(before, 60))


class Model:
    """How likely a character is behind another: in general, and in this document."""

    def __init__(self, text: str) -> None:
        from parkclean.mojibake.model import bits, fold

        self.budget = STEPS + len(text) // 2
        self._bits, self._fold = bits, fold
        plain = convert(GLOSS.sub("", DAMAGED.sub("", text)), "t2s")
        self._pairs = Counter(pairwise(plain))
        self._single = Counter(plain)
        self._behind: dict[str, list[str]] = defaultdict(list)
        for a, b in self._pairs:
            self._behind[a].append(b)
        self._cost: dict[tuple[str, str], float] = {}
        self._ranked: dict[tuple[str, Candidates, int], tuple[tuple[float, int, str], ...]] = {}
        self._following: dict[tuple[str, bool], list[str]] = {}

    def cost(self, before: str, char: str) -> float:
        """Bits."""
        pair = (before, char)
        known = self._cost.get(pair)
        if known is None:
            known = self._cost[pair] = self._weighed(before, char)
        return known

    def _weighed(self, before: str, char: str) -> float:
        a, b = self._fold(before), self._fold(char)
        general = self._bits(before, char)
        seen = self._pairs.get((a, b), 0)
        return -log2(0.7 * 2**-general + 0.3 * seen / (self._single[a] + 1)) if seen else general + 0.5

    def ranked(
        self, before: str, candidates: Candidates, byte: int, traditional: bool
    ) -> tuple[tuple[float, int, str], ...]:
        """(bits, lost byte, character): the likeliest characters with a known byte behind another character."""
        key = (before, candidates, byte)
        if key not in self._ranked:
            self._ranked[key] = self._rank(before, *_pool(candidates, byte, traditional))
        return self._ranked[key]

    def _rank(self, before: str, pool: Pool, missing: Mapping[str, int]) -> tuple[tuple[float, int, str], ...]:
        """Those that stand there in this document are weighed one by one, of the others the likeliest in general."""
        first = self._fold(before)
        here = {c for b in self._behind.get(first, ()) for c in pool.classes.get(b, "")}
        likely = pool.likeliest(first, CHOICES + len(here))
        found = [(price + 0.5, missing[c], c) for price, c in likely if c not in here]
        found += [(self.cost(before, c), missing[c], c) for c in here]
        return tuple(sorted(found)[:CHOICES])

    def text_cost(self, before: str, text: str) -> float:
        """Bits of a text behind a character."""
        return sum(self.cost(a, b) for a, b in zip(before + text, text, strict=False))

    def following(self, before: str, traditional: bool) -> list[str]:
        """Characters that often follow, in the script of the page."""
        key = (self._fold(before), traditional)
        if key not in self._following:
            self._following[key] = self._follow(*key)
        return self._following[key]

    def _follow(self, first: str, traditional: bool) -> list[str]:
        found = Counter({b: self._pairs[first, b] for b in self._behind.get(first, ())})
        likely = [c for c, _ in found.most_common(20)] + list(_following(first))
        form = convert("".join(likely), "s2t") if traditional else "".join(likely)
        return [c for c in dict.fromkeys(form) if len(c.encode("gbk", "replace")) == 2]
