"""The tags of a text and the elements that they make; what becomes of them is decided in `markup.py`."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from parkclean.stages.tagged import LIST_MARK


class Tag(NamedTuple):
    """A tag: where it stands, its name in lower case, its attributes as (name, value).

    veiled: its brackets are references or full-width.
    """

    start: int
    end: int
    name: str
    closing: bool
    attributes: tuple[tuple[str, str], ...]
    veiled: bool = False


class Element(NamedTuple):
    """The tags an element consists of (one if it is void or unclosed), and whether it holds no text."""

    tags: tuple[Tag, ...]
    empty: bool

    @property
    def name(self) -> str:
        return self.tags[0].name

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        return self.tags[0].attributes


def elements_of(text: str, tags: list[Tag]) -> list[Element]:
    """Every element; it is empty if nothing but blanks, list marks and other empty elements lies between its tags.

    One pass with a stack, so that nesting costs nothing. An unclosed element counts as empty.
    """
    filled = _filled(text, tags)
    found: list[Element] = []
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
            found.append(Element((other,), True))
        where[tag.name].pop()
        first, number = open_tags[at]
        found.append(Element((first, tag), filled[n] == filled[number]))
        del open_tags[at:]
    found += [Element((tag,), True) for tag, _ in open_tags]
    return found


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
    return LIST_MARK.match(text[last + 1 : end]) is not None
