"""The rule `mojibake.western`: accents and quotes of Western words, which ftfy knows best.

ftfy decides, word by word and with its encoding step alone: its defaults would flatten Chinese punctuation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from parkclean.edits import Edit, diff
from parkclean.mojibake.judge import quoted
from parkclean.rules import Seen, rule

_WORD = re.compile("[^\\s\u2e80-\uffff\U00010000-\U0010ffff]{1,200}")
"""A run without blanks and without anything Asian."""
_TORN = re.compile("[Ã-ßÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\x80€]")


@rule("mojibake.western", "Western letters that were read in the wrong charset are read again.", trigger="ÂÃâ")
def western(text: str, seen: Seen) -> Iterator[Edit]:
    """UTF-8 read as Latin-1 or Windows-1252 tears the accents and quotes of Western words in two.

    A word is repaired where ftfy finds it implausible as it stands; one that an article quotes as an example stays.

    >>> clean("他们约在CafÃ© de Flore见面，点了两杯crÃ¨me。")
    '他们约在Café de Flore见面，点了两杯crème。'
    >>> clean("SÃO PAULO和“CafÃ©”：后者是把编码弄错的乱码。")
    'SÃO PAULO和“CafÃ©”：后者是把编码弄错的乱码。'
    """
    first = _TORN.search(text)
    if first is None:
        return
    import ftfy

    lines = seen.lines
    for m in _WORD.finditer(text):
        if not _TORN.search(m[0]):
            continue
        fixed = ftfy.fix_encoding(m[0])
        n = bisect_right(lines.starts, m.start()) - 1
        at = m.start() - lines.starts[n]
        if fixed != m[0] and not quoted(lines.texts, n, at, at + len(m[0]), False):
            yield from diff(m[0], fixed, "mojibake.western", m.start())
