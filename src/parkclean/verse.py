"""Whether lines are verse: short ones, most of which end where no sentence does.

Whoever joins lines, drops repeated ones or takes buttons out of a text asks here first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parkclean.tables import HAN, SENTENCE_END

LONGEST = 40
FEWEST = 6
"""Of so many lines, nearly all of them no longer, poems are made."""

RUN_OVER = 3
SEAMS = 5
LONG_SEAMS = 3
"""More than one in so many lines of a poem has no end; of those fewer than one in so many look like a cut, or of the
long ones."""

STANZA = 4
FOOT = 4
"""So many clauses of one size, and each of so many characters, are no prose."""

NARROWEST = 24
SHARE = 4
"""Long lines with so many characters, most of them of one width and one in so many lines, were wrapped."""

SONG = 1500
SUNG = 0.08
"""In a song more than so many of its characters, words said twice counting five times, are `我` and `你`."""

_HAN = re.compile(f"[{HAN}]")
_SONG = re.compile(
    r"^[ \t\u3000]*(?:流行|民|童|山)?(?:歌|歌[词詞曲謠谣]|作[词詞曲]|演唱|原唱)(?:[ \t]?[:：].*)?$", re.MULTILINE
)
_TWICE = re.compile(f"(?!一)([{HAN}]{{2,8}})[，、的啊呀]?\\1|([{HAN}])\\2\\2")
_CALLS = re.compile("[我你妳您阮咱恁汝伊啊唷]")
_CLAUSES = re.compile(r"\w+")
_STOPS = frozenset(SENTENCE_END + '：:；;”」』"')


def is_verse(lines: Sequence[str]) -> bool:
    """Whether lines, none of them blank, are a poem or a song: short, and most of them without an end.

    >>> is_verse(["春天来了", "河水涨了", "渡船停在对岸", "没有人喊它", "也没有风", "我坐着等"])
    True
    """
    return are_short(lines) and sum([line.rstrip()[-1:] not in _STOPS for line in lines]) * 2 > len(lines)


def is_metrical(line: str) -> bool:
    """Whether all clauses of a line, four or more, have as many characters: a stanza, which comes again as a refrain.

    >>> is_metrical("求你领我走过深水，求你领我登上高山；前路再远心里不怕，一步一步有你同在。")
    True
    >>> is_metrical("河水涨了，渡船停在对岸，没有人喊它。")
    False
    """
    sizes = [len(part) for part in _CLAUSES.findall(line)]
    return len(sizes) >= STANZA and sizes[0] >= FOOT and len(set(sizes)) == 1


def is_sung(text: str) -> bool:
    """Whether a short text is a song whose stanzas are paragraphs: it says so, or says its words twice at once and
    speaks of me and you, as no prose does.

    >>> is_sung("今夜的月亮月亮照着你的窗，我等你等你回来，啊，我等你等你等到天光。")
    True
    """
    if len(text) > SONG:
        return False
    if _SONG.search(text):
        return True
    twice = len(_TWICE.findall(text))
    return twice > 1 and twice * 5 + len(_CALLS.findall(text)) > len(_HAN.findall(text)) * SUNG


def runs_over(lines: Sequence[str], opened: Sequence[int], seams: int, long: int) -> bool:
    """Whether lines are a poem whose sentences run over the ends of its lines: what was wrapped has more seams.

    opened: the sizes of the lines without an end, `long` of which are long; seams: how many of them look like a cut.
    """
    few = seams * SEAMS < len(opened) or seams * LONG_SEAMS < long
    return few and len(opened) * RUN_OVER > len(lines) and are_short(lines) and not _are_of_one_width(opened)


def are_short(lines: Sequence[str]) -> bool:
    """Whether nine of ten lines, and there are some, are no longer than a verse."""
    return len(lines) >= FEWEST and sorted(map(len, lines))[len(lines) * 9 // 10] <= LONGEST


def _are_of_one_width(sizes: Sequence[int]) -> bool:
    """Whether most long lines are as long as a page was wide, but for two characters that did not fit."""
    times = Counter(sizes)
    width = max(times, key=lambda size: (times[size] * (size >= NARROWEST), size))
    full = sum([times[width + more] for more in (-2, -1, 0, 1)])
    long = sum([size * 2 >= width for size in sizes])
    return width >= NARROWEST and full * 2 > long and full * SHARE > len(sizes)
