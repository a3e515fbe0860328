"""One more rule of stage `boilerplate`: strings that were written into paragraphs again and again.

A site marks its copy by putting its address, its name, a sign or an advertisement inside words, or its offer behind
sentences.
What shows it is that the same string comes again and again where the characters on both sides of it belong together,
or that it offers something to read.
Strings behind paragraphs are in `inside.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import ascii_letters, digits

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import spans as spans_of
from parkclean.parted import LETTERS, LOOSE, WHOLE, Needed, between_characters, fell_by_lot, mean_bits, parts_words
from parkclean.questions import Recurs
from parkclean.rules import Seen, rule
from parkclean.stages.tagged import means_tags
from parkclean.tables import ADVERTISED, COMMON_SIGNS, HAN, NEIGHBOURS

TIMES = 3
FEWEST = 2
"""So many places show that a name was planted; an address or a name in brackets needs fewer."""
SOME = 4
LONGEST = 60
SHORTEST = 3
KEY = 3
"""Strings are compared by so many characters in front of their sign."""
SIGN = "网"
"""What names of sites end with."""
_HELD, _ANY_OTHER = Needed(3, 2.0, 0.35), Needed(4, 2.5, 0.6)
"""What brackets hold needs less than letters do, and so does anything else."""
_MOST_STRINGS = 50
SELDOM = 10_000
"""What comes once in more characters is a term of a long text, in which nearly all pairs stand somewhere."""

_DOMAIN = r"\.(?P<domain>com|net|org|cc|cn|la|me|tv|co|info|so|us|xyz|top|vip|biz|app)(?![a-z0-9-])"
_DOMAIN_END = re.compile(_DOMAIN, re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<![\w.@/-])(?P<front>(?:https?://)?(?:(?:www|wap|m)\.)?)(?P<site>[a-z0-9-]{2,30}"
    rf"{_DOMAIN})(?:/[\w./?=&%-]{{0,80}})?",
    re.ASCII | re.IGNORECASE,
)
_SITE_CHARACTERS = ascii_letters + digits + "-"
_LONGEST_SITE = 30
_FRONTS = [scheme + host for scheme in ("https://", "http://", "") for host in ("www.", "wap.", "m.", "")]
"""What may stand before a site in an address, longer ones first."""
_LONGEST_FRONT = max(map(len, _FRONTS))
_SITE = re.compile(r"\.[a-z]{2,4}(?![a-z])", re.IGNORECASE)
_SOLD = re.compile(ADVERTISED, re.IGNORECASE)
_SITES = ("网站", "網站", "平台", "公司")
_MARKS = "，。；：！？、,;:!?\n\r\t“”‘’《》"
_PASSED = "，、,：:"
"""What an advertisement may say more behind."""
_BEHIND = "，。；！？、："
_ENDS = "。！？…!?”’」』]】）)］〗"
"""Behind these a sentence may have ended."""
_HAN = re.compile(f"[{HAN}]")
_QUOTES = "'\"‘’“”"
_ODD = rf"[^{HAN}{NEIGHBOURS}{re.escape(COMMON_SIGNS)}\s\d]"
_RUN = re.compile(rf"(?<=[{HAN}]){_ODD}[^{HAN}，。；：、！？“”‘’《》\s]{{0,{LONGEST}}}(?=[{HAN}])")
_LATIN = re.compile("[!-~\uff01-\uff5e\u0370-\u03ff]+")
_MEANT = re.compile(r"[\\$`|♂♀]|\A</?[A-Za-z]")
"""Code, tags and formulas, and the signs that readers write inside words for fun."""
_BRACKETS = dict(zip("[【（(［〖{『〔<＜", "]】）)］〗}』〕>＞", strict=True))
_CLOSERS = frozenset(_BRACKETS.values())
_recurs = Recurs(COMMON_SIGNS, spans_of(NEIGHBOURS), "".join(_BRACKETS), _HELD.fewest)


def _repeated(text: str) -> list[list[tuple[int, int]]]:
    """Where the same characters stand in front of the sign of a site, and where addresses of one site or form do."""
    named = text.count(SIGN) >= FEWEST
    if not named and "." not in text:
        return []
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    if named:
        for m in re.finditer(SIGN, text):
            groups[text[max(0, m.start() - KEY) : m.end()]].append(m.span())
    for m in _addresses(text) if "." in text else ():
        for name in dict.fromkeys((m["site"].lower(), m[0].lower())):
            groups[name].append(m.span())
    return [spans for spans in groups.values() if len(spans) >= FEWEST]


def _odd(text: str) -> list[list[tuple[int, int]]]:
    """Where the same odd characters stand between Chinese ones; an opening bracket with what it opens."""
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for m in _RUN.finditer(text):
        end = m.end() + (text[m.end() - 1] in _BRACKETS)
        groups[text[m.start() : end]].append((m.start(), end))
    return [spans for spans in groups.values() if len(spans) >= _HELD.fewest]


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """What `_ADDRESS` finds, looked for in front of the ends of domains only."""
    last = 0
    for end in _DOMAIN_END.finditer(text):
        before = text[max(last, end.start() - _LONGEST_SITE) : end.start()]
        size = len(before) - len(before.rstrip(_SITE_CHARACTERS))
        if size < 2:
            continue
        start = end.start() - size
        before = text[max(last, start - _LONGEST_FRONT) : start].lower()
        if m := _ADDRESS.match(text, start - len(next(front for front in _FRONTS if before.endswith(front)))):
            last = m.end()
            yield m


def _extended(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with the characters around them that nearly all of them share, up to a bracket that closes them."""
    left = _agreed(text, [a - 1 for a, _ in spans], -1)
    right = _agreed(text, [b for _, b in spans], 1)
    first, end = spans[0]
    closer = _BRACKETS.get(text[max(0, first - left)], "")
    closed = text.find(closer, end, end + right) if closer else -1
    right = closed + 1 - end if closed >= 0 else right
    return [(a - left, b + right) for a, b in spans if a >= left and b + right <= len(text)]


def _agreed(text: str, places: list[int], step: int) -> int:
    """How many characters from these places on are the same nearly everywhere, up to the end of a sentence or line."""
    size = agreed = 0
    while size < LONGEST:
        chars = [text[p].lower() if 0 <= p < len(text) else "\n" for p in places]
        times = Counter(chars)
        most = max(times, key=lambda c: (times[c], c))
        if most in _MARKS and (step < 0 or most not in _PASSED):
            break
        if times[most] * 10 < len(chars) * 9:
            break
        places = [p + step for p in places]
        size += 1
        agreed = agreed if most in _MARKS else size
    return agreed


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a sentence goes on behind a span, and runs or has just ended in front of it."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before and after) and (_HAN.match(before) or before in _BEHIND) and _HAN.match(after) is not None


def _is_sold(text: str, whole: Sequence[tuple[int, int]]) -> bool:
    """Whether a string with an address offers something to read, and stands behind sentences nearly everywhere."""
    string = text[slice(*whole[0])] if whole else ""
    behind = sum(text[start - 1 : start] in _ENDS for start, _ in whole if start)
    return (
        behind >= TIMES
        and behind * 2 >= len(whole)
        and _SITE.search(string) is not None
        and _SOLD.search(string) is not None
        and _is_closed(string)
    )


def _is_planted(text: str, whole: Sequence[tuple[int, int]], inside: Sequence[tuple[int, int]]) -> bool:
    """Whether an address or a name in brackets stands in words by chance only, and nearly never elsewhere."""
    if len(inside) < FEWEST or len(inside) * 3 < len(whole) * 2:
        return False
    string = text[slice(*inside[0])]
    if any(text.startswith(_SITES, end) for _, end in inside):
        return False  # the text speaks of the site
    if not SHORTEST <= len(string) <= LONGEST or string[0] in _CLOSERS or not _is_closed(string):
        return False
    if string[0] in _QUOTES and string[-1] in _QUOTES:
        return False  # a sentence names it
    within = [span for span in inside if between_characters(text, *span)]
    if len(within) * 2 < len(inside) or not (string[0] in _BRACKETS or _SITE.search(string)):
        return False
    return parts_words(text, within, *((SOME, LOOSE) if len(within) >= SOME else (FEWEST, WHOLE)))


def _fell_by_lot(seen: Seen, whole: Sequence[tuple[int, int]]) -> bool:
    """Whether a string stands in the middle of words so often that nobody can have meant it there."""
    string = seen.text[slice(*whole[0])] if whole else ""
    if not string or _MEANT.search(string) or not _is_closed(string):
        return False
    if 2 * sum(b - a == len(string) + 1 for (a, _), (b, _) in pairwise(whole)) >= len(whole):
        return False  # single characters are strung together: `春→夏→秋→冬`
    held = string[0] in _BRACKETS and string[-1] == _BRACKETS[string[0]]
    if len(whole) * SELDOM < len(seen.text) or (held and _reads_on(seen.text, whole)):
        return False
    return fell_by_lot(seen, whole, _HELD if held else LETTERS if _LATIN.fullmatch(string) else _ANY_OTHER)


def _reads_on(text: str, whole: Sequence[tuple[int, int]]) -> bool:
    """Whether what brackets hold goes together with what stands around them: `经济(上)的`, `老师(们)和`."""
    around = [text[a - 1 : b + 1] for a, b in whole if between_characters(text, a, b)]
    return mean_bits(pair for near in around for pair in ((near[0], near[2]), (near[-3], near[-1]))) < LOOSE


def _places(text: str, string: str) -> list[tuple[int, int]]:
    """Where a string stands that fell into words by lot: in all lines but at their edges; nowhere, if words are few."""
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(string), text)]
    if sum(between_characters(text, *span) for span in places) * 2 < len(places):
        return []
    return [(a, b) for a, b in places if text[a - 1 : a].strip() and text[b : b + 1].strip()]


def _is_closed(string: str) -> bool:
    """Whether brackets that open in a string close in it."""
    opened = [c for c in string if c in _BRACKETS]
    closed = [c for c in string if c in _CLOSERS]
    return [_BRACKETS[c] for c in opened] == closed


@rule("boilerplate.planted", "Strings that were written into paragraphs again and again, inside words, go.")
def planted(text: str, seen: Seen) -> list[Edit]:
    """`山上的桃【河口小说网】花都开了`: an address, an advertisement or a sign again and again, inside words.

    So goes what offers something to read behind three sentences: `[河口小说网www.example.com]`, `txt下载example.com`.
    Needs places where the characters on both sides belong together: two for the name of a site in brackets or an
    address, three for what brackets hold, four for anything else, five for letters, which may be a term.
    What a text speaks of, tags, code and formulas stay.

    >>> clean("山上的桃【河口小说网】花都开了，河【河口小说网】边的青草都绿了，燕【河口小说网】子也飞回来了。")
    '山上的桃花都开了，河边的青草都绿了，燕子也飞回来了。'
    >>> clean("记者从河口网获悉，据河口网报道，在河口网发布的公告里，河口网的编辑写了三回。")
    '记者从河口网获悉，据河口网报道，在河口网发布的公告里，河口网的编辑写了三回。'
    """
    found: list[tuple[int, int]] = []
    strings = [_extended(text, spans) for spans in _odd(text)] if _recurs(seen) else []
    for spans in _repeated(text):
        whole = _extended(text, spans)
        inside = [span for span in whole if _is_inside(text, *span)]
        if _is_sold(text, whole):
            found += whole
        elif _is_planted(text, whole, inside):
            found += inside
        else:
            strings.append(whole)
    fell = {text[slice(*whole[0])] for whole in strings if _fell_by_lot(seen, whole)}
    found += [span for string in sorted(fell)[:_MOST_STRINGS] for span in _places(text, string)]
    if not found or seen.once(means_tags):
        return []
    code = seen.once(code_spans)
    spans = sorted(set(found), key=lambda span: (span[0], -span[1]))
    return [Edit(a, b, "", "boilerplate.planted") for a, b in spans if not code.covers(a) or _SITE.search(text, a, b)]
