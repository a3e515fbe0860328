"""Whether a text is made of set phrases, as sutras, liturgies and catalogues are: what comes again there is no copy.

Where text was copied a phrase goes on as it did before; where an author counts through what he says it goes on in
many ways.
"""

from __future__ import annotations

import re
from collections import Counter

from parkclean.tables import HAN

SAMPLE = 20_000
PHRASE = 6
WAYS = 4
"""A set phrase has so many characters and goes on in so many ways; copies, cut pieces and stamps leave hardly one."""
FEWEST = 15
SHARE = 1 / 400

_OTHER = re.compile(f"[^{HAN}]+")


def is_formulaic(text: str) -> bool:
    """Whether many phrases of a text go on in many ways; marks and line breaks do not count.

    >>> virtues = "布施 持戒 安忍 精進 靜慮 般若 智慧 慈悲 喜捨 解脫".split()
    >>> said = "".join(f"一切眾生應當{act}{one}。" for act in "學修行思念觀說聞持守護求得住入出" for one in virtues)
    >>> is_formulaic(said), is_formulaic("老厂房空了十年，今年春天等来了新的主人，是一家小公司。" * 40)
    (True, False)
    """
    said = _OTHER.sub("", text[: 2 * SAMPLE])[:SAMPLE]
    phrases = Counter(longer[:PHRASE] for longer in {said[n : n + PHRASE + 1] for n in range(len(said) - PHRASE)})
    counted = sum(ways >= WAYS for ways in phrases.values())
    return counted >= FEWEST and counted >= SHARE * len(phrases)
