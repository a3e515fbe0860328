"""Tags that a program dropped anywhere into a text: they part words, whatever their names and attributes.

Whoever marks up a text puts tags around words, and whoever writes about tags puts them between words.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from operator import itemgetter

from parkclean.parted import FEWEST, LOOSE, WHOLE, between_characters, mean_bits, parts_words
from parkclean.rules import Seen
from parkclean.stages.elements import Element, Tag, elements_of
from parkclean.stages.tagged import means_tags
from parkclean.tables import HAN, HTML_NAMES, WORD_PREFIXES

LOT = re.compile(r"(?=[a-z0-9]*[0-9][a-z]|[a-z]{1,4}[0-9]{1,3}[a-z0-9])[a-z0-9]{5,10}\Z")
"""Letters and figures as in no word: `k3xq9`, `tk942`, but not `h2` or `col-3`."""
_DRAWN_NAME = re.compile(r"(?=[a-z0-9]*[0-9][a-z])[a-z0-9]{3,12}\Z")
"""A name with a figure in front of a letter: no `part12`."""
_WORSE = 2.0
"""Bits that characters need more beside an advertisement than across it."""
_MOST_WORDS = 50
_FEWEST_WRAPPED, _SHORTEST_WRAPPED = 4, 20
"""So many lines of one length are no verse."""
_FEWEST_ANCHORS = 2
_AROUND = 300
"""So many characters of a line are looked at on both sides of a picture."""
_LINE_BREAK = re.compile(r"[ \t]*\r?\n[ \t\u3000]*")
_HAN = re.compile(f"[{HAN}]")
_WHOLE_LINE = re.compile(r"<(p|div|h[1-6]|li|td)(?:\s[^<>]{0,300})?>.*</\1>")
_ANCHORED = re.compile(rf"<a (?:name|id)=[^<>]{{1,80}}></a>[{HAN}“《「（(]")
_ONLY_TAGS = re.compile(r"(?:</?[A-Za-z][^<>]{0,300}>\s*)+")
_ADVERT = re.compile(r"[^<>\n。！？；，]{2,24}\Z")


def runs(tags: list[Tag]) -> list[tuple[Tag, ...]]:
    """The tags in groups with nothing between them."""
    breaks, n = [0], 0
    for tag, other in pairwise(tags):
        n += other.start != tag.end
        breaks.append(n)
    return [tuple(tag for _, tag in run) for _, run in groupby(zip(breaks, tags, strict=False), key=itemgetter(0))]


def in_words(text: str, tags: list[Tag], fewest: int = 1, whole: float = LOOSE) -> bool:
    """Whether most tags were written into the middle of words."""
    return stand_in_words(text, [(run[0].start, run[-1].end) for run in runs(tags)], fewest, whole)


def stand_in_words(text: str, spans: list[tuple[int, int]], fewest: int = FEWEST, whole: float = WHOLE) -> bool:
    """Whether most of what stands there was written into the middle of words, as no example of tags is."""
    inside = [span for span in spans if between_characters(text, *span)]
    return len(inside) * 2 > len(spans) and parts_words(text, inside, fewest, whole)


def wrapped(text: str, tags: list[Tag]) -> bool:
    """Whether `<br>` breaks lines of prose at one and the same length, as a program does, or inside words."""
    ends = [(tag.start, m.end()) for tag in tags if tag.name == "br" and (m := _LINE_BREAK.match(text, tag.end))]
    lengths = Counter(end - text.rfind("\n", 0, end) - 1 for end, _ in ends)
    length, times = max(lengths.items(), key=itemgetter(1), default=(0, 0))
    if times >= _FEWEST_WRAPPED and times * 2 > len(ends) and length >= _SHORTEST_WRAPPED:
        return True
    return parts_words(text, ends, whole=LOOSE)


def unopened(text: str, tags: list[Tag]) -> bool:
    """Whether all tags are ends of elements that never began, most of them between Chinese characters."""
    inside = sum(between_characters(text, tag.start, tag.end) for tag in tags)
    return inside >= FEWEST and inside * 2 > len(tags) and all(tag.closing for tag in tags)


def are_lines_of_a_page(text: str) -> bool:
    """Whether lines with Chinese are an element each, from end to end, empty anchors stand in front of some, or all
    tags stand above a text without any and below it."""
    lines = [line.strip() for line in text.split("\n") if line and not line.isspace()]
    if len(lines) < 2:
        return False
    whole = sum(bool(_WHOLE_LINE.fullmatch(line) and _HAN.search(line)) for line in lines)
    anchors = sum(bool(_ANCHORED.match(line)) for line in lines)
    framed = all(_ONLY_TAGS.fullmatch(line) for line in (lines[0], lines[-1])) and "</" not in lines[0]
    framed = framed and not any("<" in line for line in lines[1:-1])
    return (whole >= FEWEST and whole < len(lines)) or anchors >= _FEWEST_ANCHORS or framed


def is_picture(text: str, tag: Tag) -> bool:
    """Whether the tag is a picture from the web, and nothing but tags stands on its line."""
    source = dict(tag.attributes).get("src", "")
    if tag.name != "img" or not source.startswith(("http://", "https://", "/")):
        return False
    before = text[max(0, tag.start - _AROUND) : tag.start].rpartition("\n")[2]
    behind = text[tag.end : tag.end + _AROUND].partition("\n")[0]
    return "\n" in text and _ONLY_TAGS.fullmatch(before + text[tag.start : tag.end] + behind) is not None


def strangers(seen: Seen, tags: list[Tag], taken: list[tuple[int, int]]) -> list[Tag]:
    """Tags of names that no page has, in the middle of words; taken: the advertisements.

    Of names drawn by lot one is enough; an empty element of another name must part two, and what may stand for what a
    reader fills in (`<name>`) three, and more surely if names come again. What holds text is a mark of somebody who
    annotates, or an advertisement.
    """
    odd = [tag for tag in tags if _is_stranger(tag.name)]
    if not odd:
        return []
    ends = {at for span in taken for at in span}
    odd = [tag for tag in odd if tag.start not in ends and tag.end not in ends]
    if _are_drawn(odd):
        return odd if in_words(seen.text, odd) and not seen.once(means_tags) else []
    marks = {tag for element in elements_of(seen.text, odd) if not element.empty for tag in element.tags}
    odd = [tag for tag in odd if tag not in marks]
    pairs = sum(len(run) > 1 for run in runs(odd)) * 2 > len(odd) // 2
    differ = len({tag.name for tag in odd}) * 4 > len(odd) * 3
    if not pairs and not differ:
        return []
    sure = in_words(seen.text, odd, 2 if pairs else FEWEST, LOOSE)
    return odd if sure and (in_words(seen.text, odd, FEWEST, WHOLE) or not seen.once(means_tags)) else []


def adverts(text: str, elements: list[Element]) -> list[tuple[int, int]]:
    """Links and elements of no known name that part words together with the few words that they hold.

    A link of the text stands around words of it, which go well with the characters beside them, or come again.
    """
    held = [
        e
        for e in elements
        if len(e.tags) > 1 and (e.name == "a" or _is_stranger(e.name))
        if _ADVERT.match(text, e.tags[0].end, e.tags[1].start)
    ]
    spans = [(e.tags[0].start, e.tags[1].end) for e in held]
    inside = [e.tags for e in held if between_characters(text, e.tags[0].start, e.tags[1].end)]
    if len(inside) * 2 <= len(spans) or not parts_words(text, [(a.start, b.end) for a, b in inside], FEWEST, LOOSE):
        return []
    words = Counter(text[e.tags[0].end : e.tags[1].start] for e in held)
    if any(text.count(word) > times for word, times in words.most_common(_MOST_WORDS)):
        return []
    across = mean_bits((text[a.start - 1], text[b.end]) for a, b in inside)
    beside = mean_bits(
        pair for a, b in inside for pair in ((text[a.start - 1], text[a.end]), (text[b.start - 1], text[b.end]))
    )
    return spans if across + _WORSE < beside else []


def _is_stranger(name: str) -> bool:
    return name not in HTML_NAMES and not name.startswith(WORD_PREFIXES)


def _are_drawn(tags: list[Tag]) -> bool:
    """Whether a third of the names look drawn by lot."""
    names = {tag.name for tag in tags}
    drawn = sum(_DRAWN_NAME.match(name) is not None for name in names)
    return drawn * 3 >= len(names) > 0
