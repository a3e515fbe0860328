"""Stage `markup`: tags that were injected into a text, and tags that a page left behind.

Real HTML pages are read by `formats/html.py`; here a text holds a few tags that are not part of it.
A text *about* tags keeps them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.rules import RuleStage, Seen, rule, split_lines
from parkclean.tables import HTML_NAMES, MEANINGFUL_EMPTY, VOID_NAMES

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,19})(?P<rest>(?:\s[^<>]{0,200})?)/?>")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,20})\s?=\s?(?:"([^"]{0,80})"|'([^']{0,80})'|([^\s"'>]{1,80}))""")
_TOKEN = re.compile(r"[A-Za-z0-9]{3,10}\Z")
_RESIDUE = re.compile(r"[ \t]*(?:[•·●○◦▪■\-*+]|\d{1,3}[.、)])?[ \t]*\Z")

SPAM_NAMES = 3
"""So many different empty elements with one value, or side by side, are no accident."""


class Tag(NamedTuple):
    """A tag: where it stands, its name in lower case, its attributes as (name, value)."""

    start: int
    end: int
    name: str
    closing: bool
    attributes: tuple[tuple[str, str], ...]


class Element(NamedTuple):
    """An element without text of its own: the tags it consists of (one for a void or unclosed element)."""

    tags: tuple[Tag, ...]

    @property
    def name(self) -> str:
        return self.tags[0].name

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        return self.tags[0].attributes


def _tags(text: str) -> list[Tag]:
    """Every tag outside quoted code."""
    code = code_spans(text)
    found = []
    for m in _TAG.finditer(text):
        if code.covers(m.start()):
            continue
        attributes = tuple((a.lower(), b or c or d) for a, b, c, d in _ATTRIBUTE.findall(m["rest"]))
        found.append(Tag(m.start(), m.end(), m["name"].lower(), bool(m["close"]), attributes))
    return found


def _empty_elements(text: str, tags: list[Tag]) -> list[Element]:
    """Elements that hold nothing but blanks and other empty elements, void and unclosed ones included.

    One pass with a stack, so that nesting costs nothing: an element is empty if no text lies between its tags.
    """
    filled = _filled(text, tags)
    empty: list[Element] = []
    open_tags: list[tuple[Tag, int]] = []
    where: dict[str, list[int]] = defaultdict(list)
    for n, tag in enumerate(tags):
        if not tag.closing:
            where[tag.name].append(len(open_tags))
            open_tags.append((tag, n))
            continue
        if not where[tag.name]:
            continue
        at = where[tag.name][-1]
        for other, _ in open_tags[at + 1 :]:
            where[other.name].pop()
            empty.append(Element((other,)))
        where[tag.name].pop()
        first, number = open_tags[at]
        if filled[n] == filled[number]:
            empty.append(Element((first, tag)))
        del open_tags[at:]
    empty += [Element((tag,)) for tag, _ in open_tags]
    return empty


def _filled(text: str, tags: list[Tag]) -> list[int]:
    """For each tag, how many stretches of real text stand before it."""
    counts = []
    at = count = 0
    for tag in tags:
        if text[at : tag.start].strip() and not _list_mark(text, at, tag.start):
            count += 1
        counts.append(count)
        at = tag.end
    return counts


def _list_mark(text: str, start: int, end: int) -> bool:
    """Whether only a list mark stands there, on a line of its own so far."""
    last = max(text.rfind("\n", start, end), text.rfind("\r", start, end))
    if last < 0 or text[start:last].strip():
        return False
    return _RESIDUE.match(text[last + 1 : end]) is not None


def _spam(text: str) -> list[Tag]:
    """The tags that somebody injected to disguise a copy, in order."""
    tags = _tags(text)
    if not tags:
        return []
    empty = _empty_elements(text, tags)
    values = _spam_values(empty)
    shapes = _spam_shapes(text, empty)
    spam = {
        tag
        for element in empty
        if any(pair in values for pair in element.attributes) or _shape(element) in shapes
        for tag in element.tags
        if len(element.tags) > 1 or element.name in VOID_NAMES or _worthless(element)
    }
    spam |= {tag for tag in tags if tag.closing and tag.name in VOID_NAMES and spam}
    return sorted(spam)


def _worthless(element: Element) -> bool:
    """An unclosed element is only taken with a token for its sole attribute."""
    return len(element.attributes) == 1 and _TOKEN.match(element.attributes[0][1]) is not None


def _spam_values(empty: list[Element]) -> set[tuple[str, str]]:
    """Attributes with one and the same token on empty elements of several names.

    An id is unique in a page that people made.
    """
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for element in empty:
        for pair in element.attributes:
            if _TOKEN.match(pair[1]):
                names[pair].add(element.name)
    return {pair for pair, found in names.items() if len(found - MEANINGFUL_EMPTY) >= SPAM_NAMES}


def _shape(element: Element) -> tuple[str, ...]:
    """The attribute names of an element whose values are tokens; what spam tags have in common when values differ."""
    if not element.attributes or not all(_TOKEN.match(value) for _, value in element.attributes):
        return ("",)
    return tuple(name for name, _ in element.attributes)


def _spam_shapes(text: str, empty: list[Element]) -> set[tuple[str, ...]]:
    """Shapes of empty elements of several names that stand side by side, one of them of no known name or nested."""
    names: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for element in empty:
        shape = _shape(element)
        if shape != ("",):
            names[shape][element.name] += 1
    return {
        shape
        for shape, found in names.items()
        if len(set(found) - MEANINGFUL_EMPTY) >= SPAM_NAMES + 1
        or (len(set(found) - MEANINGFUL_EMPTY) >= SPAM_NAMES - 1 and any(name not in HTML_NAMES for name in found))
    }


def _removals(text: str, tags: list[Tag], rule_id: str) -> Iterator[Edit]:
    """Take tags out; a line that held nothing else goes with its list mark and the blank lines around it."""
    texts, starts = split_lines(text)
    lines: dict[int, list[Tag]] = defaultdict(list)
    for tag in tags:
        lines[bisect_right(starts, tag.start) - 1].append(tag)
    gone = {n for n, found in lines.items() if _only(texts[n], starts[n], found)}
    for n, found in lines.items():
        if n not in gone:
            yield from (Edit(tag.start, tag.end, "", rule_id) for tag in found)
    yield from (Edit(a, b, "", rule_id) for a, b in _blocks(text, texts, starts, gone))


def _only(line: str, start: int, tags: list[Tag]) -> bool:
    """Whether the line holds the tags, blanks and at most a list mark in front."""
    at = 0
    for n, tag in enumerate(tags):
        between = line[at : tag.start - start]
        if not (_RESIDUE.match(between) if n == 0 else not between.strip()):
            return False
        at = tag.end - start
    return not line[at:].strip()


def _blocks(text: str, texts: list[str], starts: list[int], gone: set[int]) -> Iterator[tuple[int, int]]:
    """Spans of whole lines to delete, so that one of the two separators around them stays."""
    for first, last in _groups(texts, gone):
        above, below = first - 1, last + 1
        while above >= 0 and not texts[above].strip():
            above -= 1
        while below < len(texts) and not texts[below].strip():
            below += 1
        if above < 0:
            yield 0, starts[below] if below < len(texts) else len(text)
        elif below == len(texts):
            # At the end the text keeps its own last line break, if it had one.
            yield starts[above] + len(texts[above]), starts[last] + len(texts[last])
        elif _keeps_first(first - above, below - last):
            yield starts[first], starts[below]
        else:
            yield starts[above + 1], starts[last + 1]


def _keeps_first(above: int, below: int) -> bool:
    """Of two separators, in line breaks, the one that parts paragraphs stays; of two that do, the shorter."""
    return above <= below if min(above, below) > 1 else above >= below


def _groups(texts: list[str], gone: set[int]) -> Iterator[tuple[int, int]]:
    """First and last line of each run of lines that go, blank lines between them included."""
    first = last = -2
    for n in sorted(gone):
        if last >= 0 and not any(text.strip() for text in texts[last + 1 : n]):
            last = n
            continue
        if last >= 0:
            yield first, last
        first = last = n
    if last >= 0:
        yield first, last


@rule("markup.spam_tags", "Empty tags that were injected to disguise a copy go.", trigger="<")
def spam_tags(text: str, seen: Seen) -> Iterator[Edit]:
    """Empty elements that share one random id, or are of no known name, go with the list marks in front of them.

    >>> clean('<samp id="k3xq9"></samp>\\n  • <delect id="k3xq9"><sup id="k3xq9"></sup></delect>\\n\\n春天到了。')
    '春天到了。'
    >>> clean("删除线的标签是<del>，不是<delete>。")
    '删除线的标签是<del>，不是<delete>。'
    """
    return _removals(text, seen.once(_spam), "markup.spam_tags")


STAGE = RuleStage("markup", (spam_tags,))
