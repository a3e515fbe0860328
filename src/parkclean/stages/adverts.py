"""One more rule of stage `boilerplate`: advertisements of sites that were written into paragraphs.

Sites that copy novels put their name and address behind sentences, in brackets or bare, spelled `wWw.example.coM`
so that no filter finds it. What shows them is that the same site stands behind sentences again and again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from string import ascii_letters, digits
from typing import NamedTuple

from parkclean.edits import Edit
from parkclean.rules import Seen, rule
from parkclean.stages.tagged import means_tags
from parkclean.tables import ADVERTISED

TIMES = 3
"""A site that is spelled as sites are stands behind so many sentences."""
LONGEST = 60
"""Characters of an advertisement in front of the address, and behind it."""

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
_BRACKETS = dict(zip("[【（(［〖", "]】）)］〗", strict=True))
_MARKS = r"。！？…!?”’」』\]】）)］〗"
"""Behind these a sentence may have ended."""
_EDGES = "[]【】（）()［］〖〗。！？…!?”“<>\n"
"""What an advertisement has at most in front of itself."""
_BEFORE = re.compile(rf"(?:(?<=[{_MARKS}])|(?P<open>[\[【（(［〖]))[^{re.escape(_EDGES)}]{{0,{LONGEST}}}\Z")
_CLOSED = re.compile(rf"[^\[\]【】（）()［］〖〗<>\n]{{0,{LONGEST}}}(?P<close>[\]】）)］〗])")
_NAMED = re.compile(r"[ 　]?[\[【（(［〖][^\[\]【】（）()［］〖〗。<>\n]{1,20}[\]】）)］〗]")
_ENDED = re.compile("[。！？…!?”’」』]")
_SOLD = re.compile(ADVERTISED, re.IGNORECASE)


class Advert(NamedTuple):
    """What may be an advertisement: its span, the site, and its form in lower case.

    behind: whether it stands behind a sentence; sure: whether it sells reading and its address is disguised, too.
    """

    start: int
    end: int
    site: str
    form: str
    behind: bool
    sure: bool


def _adverts(seen: Seen) -> list[Edit]:
    """The advertisements of every site that has some."""
    text = seen.text
    every = seen.share(addresses)
    if not every:
        return []
    disguised = {m["site"].lower() for m in every if _is_disguised(m)}
    times = Counter(m["site"].lower() for m in every)
    found = list(_found(text, [m for m in every if (site := m["site"].lower()) in disguised or times[site] >= TIMES]))
    forms = Counter(one.form for one in found)
    sites: dict[str, list[Advert]] = defaultdict(list)
    for one in found:
        if forms[one.form] >= TIMES or (one.site in disguised and text[one.start] in _BRACKETS):
            sites[one.site].append(one)
    taken = {one for one in found if one.sure}
    taken.update(one for site, some in sites.items() if _advertises(some, site in disguised) for one in some)
    adverts = sorted(taken)
    if not adverts or seen.once(means_tags):
        return []
    return [Edit(one.start, one.end, "", "boilerplate.advert") for one in adverts]


def addresses(seen: Seen) -> list[re.Match[str]]:
    """The addresses of sites in a text."""
    return list(_addresses(seen.text)) if "." in seen.text else []


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


def _found(text: str, addresses: list[re.Match[str]]) -> Iterator[Advert]:
    """Every address with what stands around it, up to the brackets or the end of the sentence in front of it."""
    last = 0
    for m in addresses:
        first = max(last, m.start() - LONGEST - 1)
        edge = next((i for i in range(m.start() - 1, first, -1) if text[i] in _EDGES), first)
        before = _BEFORE.search(text, edge, m.start())
        if before is None or m.start() < last:
            continue
        start, end = before.start(), m.end()
        if before["open"]:
            closed = _CLOSED.match(text, end)
            if closed is not None and closed["close"] == _BRACKETS[before["open"]]:
                end = closed.end()
        elif named := _NAMED.match(text, end):
            end = named.end()
        behind = start == last > 0 or _ENDED.match(text, start - 1) is not None
        sure = behind and _is_disguised(m) and _SOLD.search(text, start, end) is not None
        yield Advert(start, end, m["site"].lower(), text[start:end].lower(), behind, sure)
        last = end


def _is_disguised(m: re.Match[str]) -> bool:
    """Whether an address is spelled as nobody spells one: `wWw.example.com`, `example.coM`."""
    front, domain = m["front"], m["domain"]
    odd = front != front.lower() and front != front.capitalize()
    if domain == domain.capitalize() and not front:  # the first word of a sentence: `all around you.So will …`
        return False
    return (odd or domain != domain.lower()) and m[0] != m[0].upper()


def _advertises(some: list[Advert], disguised: bool) -> bool:
    """Whether a site does not belong to the text: it stands behind sentences, and sells reading or hides its name."""
    behind = sum(one.behind for one in some)
    return behind >= TIMES and behind * 2 >= len(some) and (disguised or any(_SOLD.search(one.form) for one in some))


@rule("boilerplate.advert", "Advertisements of sites that were written behind sentences go.", when=_adverts)
def advert(text: str, seen: Seen) -> list[Edit]:
    """`[河口小说网www.example.com]`, `（wWw.example.coM 无弹窗）`, `example.com [河口小说]` or the like in a paragraph.

    Needs a site that stands behind three sentences and offers something to read, or that is spelled as nobody does.

    >>> clean("山上花开了。[txt下载wWw.example.coM]河边草绿了。")
    '山上花开了。河边草绿了。'
    >>> clean("看票请到本站（www.example.com）。")
    '看票请到本站（www.example.com）。'
    """
    return seen.share(_adverts)
