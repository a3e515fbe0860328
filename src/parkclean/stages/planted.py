"""One more rule of stage `boilerplate`: names and addresses of sites that were written into the middle of sentences.

A site marks its copy by putting its name anywhere, in brackets or bare, behind a comma or inside a word.
What shows it is that the same string comes again and again where nothing may stand: the characters on both sides of it
belong together.
Strings behind paragraphs are in `inside.py`, advertisements behind sentences in `adverts.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import kind
from parkclean.parted import LOOSE, WHOLE, between_characters, parts_words
from parkclean.rules import Seen, rule
from parkclean.stages.adverts import addresses
from parkclean.stages.tagged import means_tags
from parkclean.tables import HAN, SITE_SAYS, SITE_SIGNS

TIMES = 3
FEWEST = 2
"""So many places show that a name was planted; an address or a name in brackets needs fewer."""
BEHIND = 4
"""So many show it where all of them stand behind marks."""
BETTER = 0.5
"""Bits by which what follows must go better with the mark in front than with the name."""
SOME = 4
WORSE = 12.0
"""Bits that a name costs its neighbours: 13 to 19 where it was planted, 5 where `国家水网` stands in a sentence."""
MOST = 12.0
"""Bits that the characters on both sides of a name may need on average."""
MOST_OF_ONE = 16.0
LONGEST = 40
SHORTEST = 3
KEY = 3
"""Strings are compared by so many characters around what is typical of them."""

_VERSION = kind("版")
"""In all signs but the first."""
_ADDRESS = re.compile(r"\.[a-z]{2,4}(?![a-z])", re.IGNORECASE)
_SITE = re.compile(SITE_SAYS)
_SITES = ("网站", "網站", "平台", "公司")
_MARKS = "，。；：！？、,;:!?\n\r\t“”‘’《》"
_BEHIND = "，。；！？、："
_HAN = re.compile(f"[{HAN}]")
_BRACKETS = dict(zip("[【（(［〖{『〔<＜", "]】）)］〗}』〕>＞", strict=True))
_CLOSERS = frozenset(_BRACKETS.values())


def _repeated(seen: Seen) -> list[list[tuple[int, int]]]:
    """Where the same characters stand around a sign of a site, and where addresses of one site do."""
    text = seen.text
    asked = SITE_SIGNS if seen.look.present & _VERSION else SITE_SIGNS[:1]
    signs = [sign for sign in asked if text.count(sign) >= FEWEST]
    every = seen.share(addresses)
    if not signs and not every:
        return []
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            groups[text[max(0, at - KEY) : at + len(sign)]].append((at, at + len(sign)))
            at = text.find(sign, at + len(sign))
    often = [spans for spans in groups.values() if len(spans) >= FEWEST]
    sites: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for m in every:
        sites[m["site"].lower()].append(m.span())
    return often + [spans for spans in sites.values() if len(spans) >= FEWEST]


def _planted(seen: Seen) -> list[Edit]:
    """Every place of every string that was written into sentences."""
    text = seen.text
    found: list[tuple[int, int]] = []
    for spans in seen.share(_repeated):
        whole = _extended(text, spans)
        inside = [span for span in whole if _is_inside(text, *span)]
        if _is_planted(text, whole, inside):
            found += inside
    if not found or seen.once(means_tags):
        return []
    code = seen.once(code_spans)
    spans = _apart(sorted(set(found)))
    return [
        Edit(a, b, "", "boilerplate.planted") for a, b in spans if not code.covers(a) or _ADDRESS.search(text, a, b)
    ]


def _extended(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with the characters in front of them and behind that nearly all of them share."""
    left = _agreed(text, [a - 1 for a, _ in spans], -1)
    right = _agreed(text, [b for _, b in spans], 1)
    return [(a - left, b + right) for a, b in spans if a >= left and b + right <= len(text)]


def _agreed(text: str, places: list[int], step: int) -> int:
    """How many characters from these places on are the same nearly everywhere, marks of sentences aside."""
    size = 0
    while size < LONGEST:
        chars = [text[p].lower() if 0 <= p < len(text) else "\n" for p in places]
        most = max(set(chars), key=lambda c: (chars.count(c), c))
        if most in _MARKS or chars.count(most) * 10 < len(chars) * 9:
            break
        places = [p + step for p in places]
        size += 1
    return size


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a sentence goes on behind a span, and runs or has just ended in front of it."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and (_HAN.match(before) or before in _BEHIND) and _HAN.match(after) is not None


def _is_planted(text: str, whole: Sequence[tuple[int, int]], inside: Sequence[tuple[int, int]]) -> bool:
    """Whether a string stands in sentences by chance only, and nearly never elsewhere."""
    if len(inside) < FEWEST or len(inside) * 3 < len(whole) * 2:
        return False
    string = text[slice(*inside[0])]
    if any(text.startswith(_SITES, end) for _, end in inside):
        return False  # the text speaks of the site
    if not SHORTEST <= len(string) <= LONGEST or string[0] in _CLOSERS or not _is_closed(string):
        return False
    within = [span for span in inside if between_characters(text, *span)]
    if len(within) * 2 < len(inside):
        return len(inside) >= BEHIND and _SITE.search(string) is not None and _goes_on_badly(text, inside)
    if string[0] in _BRACKETS or _ADDRESS.search(string):
        return parts_words(text, within, *((SOME, LOOSE) if len(within) >= SOME else (FEWEST, WHOLE)))
    if len({text[start - 1] for start, _ in within}) * 2 <= len(within):
        return False  # the last word of a phrase: `其他经营者的网络产品`
    return parts_words(text, within, TIMES, MOST) and _fits_badly(text, within)


def _fits_badly(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the characters beside a name go far worse with it than with one another."""
    from parkclean.mojibake.model import bits

    more = 0.0
    for start, end in spans:
        places = (start - 1, start), (end - 1, end), (start - 1, end)
        before, behind, across = (min(bits(text[i], text[j]), MOST_OF_ONE) for i, j in places)
        more += before + behind - across
    return more >= WORSE * len(spans)


def _goes_on_badly(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether what follows a string behind marks follows the marks better than the string."""
    from parkclean.mojibake.model import bits

    better = {
        text[end]: min(bits(text[end - 1], text[end]), MOST_OF_ONE) - bits(text[start - 1], text[end])
        for start, end in spans
    }
    return len(better) * 3 >= len(spans) * 2 and sum(better.values()) >= BETTER * len(better)


def _is_closed(string: str) -> bool:
    """Whether brackets that open in a string close in it."""
    opened = [c for c in string if c in _BRACKETS]
    closed = [c for c in string if c in _CLOSERS]
    return [_BRACKETS[c] for c in opened] == closed


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without spans that begin inside the one before."""
    return [b for a, b in pairwise([(0, 0), *spans]) if b[0] >= a[1]]


@rule(
    "boilerplate.planted",
    "Names and addresses of sites that were written into the middle of sentences go.",
    when=_repeated,
)
def planted(text: str, seen: Seen) -> list[Edit]:
    """`山上的桃【河口小说网】花都开了`: one string of this kind again and again, inside words.

    Needs three places where the characters on both sides belong together; a site that a text speaks of stays.

    >>> clean("山上的桃河口小说网花都开了，河河口小说网边的青草都绿了，燕河口小说网子也飞回来了。")
    '山上的桃花都开了，河边的青草都绿了，燕子也飞回来了。'
    >>> clean("记者从河口网获悉，据河口网报道，在河口网发布的公告里，河口网的编辑写了三回。")
    '记者从河口网获悉，据河口网报道，在河口网发布的公告里，河口网的编辑写了三回。'
    """
    return seen.share(_planted)
