"""Before and after, line up with line: the rows that a page of one document shows.

A row is cut where a line of the source starts and the clean text stands at the edge of a line, too.
So a paragraph that went has a row of its own, and one that was joined shows its pieces in one row.
Rows are made one by one, in the order of the source: a page that shows the head of a long document costs no more.
Nothing here knows what a page looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from typing import NamedTuple

from parkclean.document import Change, Document
from parkclean.rules import split_lines


class Mark(NamedTuple):
    """A change, its number in the order of the source, and where its replacement stands in the clean text."""

    number: int
    change: Change
    start: int
    end: int


class Segment(NamedTuple):
    """Characters that the same changes have touched, the smallest change first; none: they came as they are.

    An empty text with a change is a place where something came in (before), or went (after).
    """

    text: str
    marks: tuple[int, ...]


class Row(NamedTuple):
    """Lines of the source and what became of them.

    line: the first of them, from 1; `lines`: how many; `start`, `end`: their span in the source.
    marks: the changes that begin in this row.
    """

    line: int
    lines: int
    start: int
    end: int
    before: tuple[Segment, ...]
    after: tuple[Segment, ...]
    marks: tuple[Mark, ...]

    @property
    def changed(self) -> bool:
        return any(segment.marks for segment in (*self.before, *self.after))


def marks(document: Document) -> Iterator[Mark]:
    """Every change in the order of the source; those of one place in the order in which they were made."""
    layers = [_read(document)]
    layers += [_layer(document, depth) for depth in range(len(document.layers))]
    for number, (_, _, change, (start, end)) in enumerate(merge(*layers, key=lambda found: found[:2])):
        yield Mark(number, change, start, end)


Found = tuple[int, int, Change, tuple[int, int]]


def _read(document: Document) -> Iterator[Found]:
    """What happened when bytes were read."""
    if document.decoding is None:
        return
    for change in Document(document.source, document.decoded, decoding=document.decoding).changes():
        yield change.start, 0, change, document.text_span(change.start, change.end, 0)


def _layer(document: Document, depth: int) -> Iterator[Found]:
    layer = document.layers[depth]
    reached = shift = 0
    for edit in layer.edits:
        start, end = document.source_span(edit.start, edit.end, depth)
        reached = max(start, reached)
        change = Change(edit.rule, start, end, layer.before[edit.start : edit.end], edit.new, layer.round)
        here = edit.start + shift
        yield reached, depth + 1, change, document.text_span(here, here + len(edit.new), depth + 1)
        shift += len(edit.new) - (edit.end - edit.start)


def rows(document: Document) -> Iterator[Row]:
    """The rows of a document, blank lines that nothing has touched left out."""
    source, text = document.decoded, document.text
    starts = [*split_lines(source).starts, len(source)]
    last = len(starts) - 1
    waiting = marks(document)
    coming = next(waiting, None)
    active: list[Mark] = []
    line = at = reached = 0
    for n, start in enumerate(starts[1:], 1):
        here = document.text_span(start, start, 0)[0] if n < last else len(text)
        if n < last and (not _at_edge(text, here) or _blank_that_went(document, start, starts[n + 1], here)):
            continue
        new: list[Mark] = []
        while coming is not None and (coming.change.start < start or coming.start < here or n == last):
            new.append(coming)
            coming = next(waiting, None)
        active += new
        row = Row(
            line + 1,
            n - line,
            at,
            start,
            _segments(source, at, start, [(m.change.start, m.change.end, m.number) for m in active]),
            _segments(text, reached, here, [(m.start, m.end, m.number) for m in active]),
            tuple(new),
        )
        if row.changed or source[at:start].strip() or text[reached:here].strip():
            yield row
        active = [mark for mark in active if mark.change.end > start or mark.end > here]
        line, at, reached = n, start, here


def _blank_that_went(document: Document, start: int, end: int, here: int) -> bool:
    """Whether a blank line went: it belongs to the row above, which went as well or stands over the gap."""
    return not document.decoded[start:end].strip() and document.text_span(end, end, 0)[0] == here


def _at_edge(text: str, i: int) -> bool:
    return i == 0 or i == len(text) or text[i - 1] in "\r\n" or text[i] in "\r\n"


def _segments(text: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> tuple[Segment, ...]:
    """The characters of `start:end`, cut where a change begins or ends.

    A line break at the end that nothing has touched is not shown; the row ends there anyhow.
    """
    inside = [(max(a, start), min(b, end), n) for a, b, n in spans if max(a, start) < min(b, end)]
    places: dict[int, list[int]] = {}
    for a, b, n in spans:
        if a == b and start <= a <= end:
            places.setdefault(a, []).append(n)
    cuts = sorted({start, end, *places, *(a for a, _, _ in inside), *(b for _, b, _ in inside)})
    opening: dict[int, list[tuple[int, int, int]]] = {}
    for span in inside:
        opening.setdefault(span[0], []).append(span)
    live: list[tuple[int, int, int]] = []
    found: list[Segment] = []
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        if a in places:
            found.append(Segment("", tuple(places[a])))
        live = [span for span in live if span[1] > a] + opening.get(a, [])
        if a < b:
            numbers = tuple(n for _, _, n in sorted(live, key=lambda span: (span[1] - span[0], -span[2])))
            piece = text[a:b] if b < end or numbers else text[a:b].rstrip("\r\n")
            if piece:
                found.append(Segment(piece, numbers))
    return tuple(found)
