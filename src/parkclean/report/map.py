"""The repeats of a document as a map: which paragraph is a copy or a piece of which, and where the kept one stands.

`repeats_map` finds the places, `drawn` gives them to a page: paragraphs in the order of the source, one line each, and
on their left a rail for every paragraph that stays, from it to all that went because of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from parkclean.copies import Copy, copies
from parkclean.document import Document
from parkclean.neardup.results import Finding, Kind
from parkclean.report.element import Element, Node, el, visible
from parkclean.rules import Layer, split_lines

Role = Literal["kept", "gone", "alike", "heading", "gap"]

SHOWN = 120
"""Paragraphs that a map shows; of a longer list the head."""
HEADING = 40
"""Characters that a heading has at most."""
ROW = 30
"""Pixels from one line of the map to the next."""
RAIL = 16
"""Pixels from one rail to the next."""
LANES = 12
"""Rails beside one another; of more some share a lane."""
HUES = 8
"""Colours for rails, in `page.css`."""

_WORDS = {"exact": "copy", "near": "near copy", "contained": "piece"}


class Place(NamedTuple):
    """A paragraph: its lines in the source, the head of its text, and how long it is."""

    first: int
    last: int
    text: str
    size: int

    @property
    def lines(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


class Link(NamedTuple):
    """A paragraph that repeats the one at `kept`, by their numbers.

    kind: how it repeats it; `via`: the copy of it that was found first and went itself, because of the kept one;
    rule: how it repeats that one, by which its edit is named.
    """

    gone: int
    kept: int
    kind: Kind
    found: Finding
    dropped: bool
    via: int | None = None
    rule: Kind | None = None


@dataclass(frozen=True)
class RepeatsMap:
    """The paragraphs of a document, and which of them repeat another one."""

    places: tuple[Place, ...]
    links: tuple[Link, ...]
    headings: tuple[int, ...] = field(repr=False)

    @cached_property
    def dropped(self) -> list[Link]:
        return [link for link in self.links if link.dropped]

    @cached_property
    def astray(self) -> list[Link]:
        """Those that went and stood in front of the one that stays, under another heading: they had leaked there."""
        return [
            one for one in self.dropped if one.gone < one.kept and self.headings[one.gone] != self.headings[one.kept]
        ]


def repeats_map(document: Document) -> RepeatsMap | None:
    """The map of a document; None if nothing in it repeats."""
    starts = split_lines(document.decoded).starts
    for depth, layer in enumerate(document.layers):
        if layer.stage != "repeats":
            continue
        lines = split_lines(layer.before)
        spans = [(at, at + len(line)) for line, at in lines if line.strip()]
        places = tuple(_place(document, depth, layer, span, starts) for span in spans)
        links = tuple(_links((one for one in copies(document) if one.depth == depth), [start for start, _ in spans]))
        return RepeatsMap(places, links, tuple(_headings(places)))
    return None


def _place(document: Document, depth: int, layer: Layer, span: tuple[int, int], starts: Sequence[int]) -> Place:
    start, end = document.source_span(*span, depth)
    first = bisect_right(starts, start)
    last = bisect_right(starts, max(start, end - 1))
    return Place(
        first, max(first, last), layer.before[span[0] : min(span[1], span[0] + HEADING + 1)], span[1] - span[0]
    )


def _links(found: Iterable[Copy], starts: Sequence[int]) -> Iterator[Link]:
    """What was found, each with the paragraph that stays in the end."""
    for one in found:
        gone, kept = (bisect_right(starts, start) - 1 for start in (one.found.start, one.found.kept_start))
        via = bisect_right(starts, one.via[0]) - 1 if one.via else None
        yield Link(gone, kept, one.found.kind, one.found, one.found.dropped, via, one.rule)


def _headings(places: Sequence[Place]) -> Iterator[int]:
    """For every paragraph the number of the heading it stands under, -1 for none.

    Of short lines that follow one another, such as a title and a byline, the longest is the heading; a line with a
    comma is rather the end of a paragraph that was cut.
    """
    heading = -1
    run: list[int] = []
    for n, place in enumerate(places):
        if place.size <= HEADING and place.text.rstrip("”’」』）)")[-1:] not in "。！？；.!?;…":
            run.append(n)
            heading = max(run, key=lambda i: ("，" not in places[i].text, places[i].size))
        else:
            run = []
        yield heading


# --- the picture --------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """One line of the picture: a paragraph, or `skipped` ones that have no part in it."""

    role: Role
    place: int
    skipped: int = 0


def drawn(found: RepeatsMap, most: int = SHOWN) -> Element:
    """The map as an element: sentences, then rails and lines.

    most: how many paragraphs that have a part in a repeat are shown.
    """
    lines, hidden = _lines(found, most)
    rows = {line.place: n for n, line in enumerate(lines) if line.role in ("kept", "gone", "alike")}
    links = [link for link in found.links if link.gone in rows and link.kept in rows]
    colours = {kept: n % HUES for n, kept in enumerate(dict.fromkeys(link.kept for link in links))}
    lanes = _lanes(links, rows)
    width = RAIL * (max(lanes.values(), default=-1) + 2)
    items = [_item(found, line, colours) for line in lines]
    return el(
        "div",
        el("p", *_sentences(found), class_="pk-lead"),
        el(
            "div",
            _rails(links, rows, lanes, colours, width, len(lines)),
            el("ol", *items, class_="pk-map-lines"),
            class_="pk-map",
            style=f"--rails:{width}px;--row:{ROW}px",
        ),
        el("p", f"and {hidden:,} more paragraphs that repeat", class_="pk-quiet") if hidden else None,
        _legend(),
    )


def _legend() -> Element:
    return el(
        "p",
        el("span", class_="pk-dot pk-dot-kept"),
        " kept ",
        el("span", class_="pk-dot pk-dot-gone"),
        " removed, because the paragraph at the other end of its rail has all of it. Numbers are lines of the source; "
        "bars show length; lines in bold are headings.",
        class_="pk-quiet pk-legend",
    )


def _sentences(found: RepeatsMap) -> Iterator[Node]:
    dropped = found.dropped
    copies = sum(1 for link in dropped if link.kind != "contained")
    pieces = len(dropped) - copies
    parts = [f"{n} {word}{'' if n == 1 else end}" for n, word, end in _kinds(copies, pieces) if n]
    stays = len({link.kept for link in dropped})
    if dropped:
        yield el("strong", f"{' and '.join(parts)} {'was' if len(dropped) == 1 else 'were'} removed")
        yield f" because of {stays} paragraph{'' if stays == 1 else 's'} that {'is' if stays == 1 else 'are'} kept. "
    if found.astray:
        count = len(found.astray)
        where = ", ".join(found.places[link.gone].lines for link in found.astray[:6])
        yield (
            f"{count} of them had leaked into a section in front of the right one "
            f"(line{'' if count == 1 else 's'} {where}); what is kept stands where its neighbours continue it. "
        )
    yield from _by_another(found)
    nearly = len(found.links) - len(dropped)
    if nearly:
        yield f"{nearly} more {'is' if nearly == 1 else 'are'} alike but differ in what counts, so they are kept."


def _by_another(found: RepeatsMap) -> Iterator[str]:
    """Why the rules may count more copies and fewer pieces than the map."""
    other = [link for link in found.dropped if link.via is not None and link.rule not in (None, link.kind)]
    if len(other) == 1:
        (link,) = other
        here, there = found.places[link.gone].lines, found.places[link.via or 0].lines
        yield f"Line {here} is a {_WORDS[link.rule or link.kind]} of line {there}, which went, too: "
        yield f"the rules count it as that, the map as a {_WORDS[link.kind]} of line {found.places[link.kept].lines}, "
        yield "which is kept. "
    elif other:
        where = ", ".join(found.places[link.gone].lines for link in other[:6])
        yield f"{len(other)} of them (lines {where}) repeat paragraphs that went, too: "
        yield "the rules count what they are of those, the map what they are of what is kept. "


def _kinds(copies: int, pieces: int) -> list[tuple[int, str, str]]:
    whole = "whole cop" + ("y" if copies == 1 else "ies")
    return [(copies, whole, ""), (pieces, "cut piece", "s")]


def _lines(found: RepeatsMap, most: int) -> tuple[list[Line], int]:
    """Paragraphs that have a part in a repeat, the heading each stands under, and how many lie between."""
    roles: dict[int, Role] = {}
    for link in found.links:
        roles.setdefault(link.gone, "gone" if link.dropped else "alike")
        if roles.get(link.kept) != "gone":
            roles[link.kept] = "kept"
    for link in found.dropped:
        roles[link.gone] = "gone"
    shown: set[int] = set()
    # Both ends of a rail or none: a copy without the paragraph that is kept says little.
    for link in sorted(found.links, key=lambda link: not link.dropped):
        if len(shown) < most:
            shown |= {link.gone, link.kept}
    heads = {found.headings[n] for n in shown} - {-1} - shown
    lines: list[Line] = []
    before = -1
    for n in sorted([*shown, *heads]):
        if n - before > 1:
            lines.append(Line("gap", before + 1, n - before - 1))
        lines.append(Line(roles.get(n, "heading"), n))
        before = n
    rest = len(found.places) - before - 1
    if rest and len(roles) == len(shown):
        lines.append(Line("gap", before + 1, rest))
    return lines, len(roles) - len(shown)


def _item(found: RepeatsMap, line: Line, colours: dict[int, int]) -> Element:
    if line.role == "gap":
        word = "paragraph" if line.skipped == 1 else "paragraphs"
        return el("li", el("span", f"⋯ {line.skipped:,} {word}", class_="pk-gap"), class_="pk-l-gap")
    place = found.places[line.place]
    number = el("a", place.lines, href=f"#L{place.first}", class_="pk-no")
    text = el("span", *visible(place.text), "…" if place.size > HEADING else None, class_="pk-snip", lang="zh")
    if line.role == "heading":
        return el("li", number, text, class_="pk-l-heading")
    own = [link for link in found.links if link.gone == line.place]
    link = next((one for one in own if one.dropped), None) or (own[0] if own and line.role == "alike" else None)
    colour = colours.get(link.kept if link and line.role != "kept" else line.place, 0)
    size = el(
        "span", class_="pk-size", style=f"width:{min(100, 4 + place.size // 8)}px", title=f"{place.size} characters"
    )
    said = el("span", *_said(found, line, link), class_="pk-said")
    return el("li", number, text, size, said, class_=f"pk-l-{line.role} pk-h{colour}", data_rail=str(colour))


def _said(found: RepeatsMap, line: Line, link: Link | None) -> Iterator[Node]:
    if line.role == "kept" or link is None:
        gone = [one for one in found.links if one.kept == line.place and one.dropped]
        yield el("b", "kept")
        if gone:
            yield f" · {len(gone)} removed"
        return
    kept = found.places[link.kept]
    yield f"{_WORDS[link.kind]} of "
    yield el(
        "a",
        el("span", "line " if kept.first == kept.last else "lines ", class_="pk-via"),
        kept.lines,
        href=f"#L{kept.first}",
    )
    if link.via is not None:
        yield el("span", f", as line {found.places[link.via].lines}", class_="pk-via")
    if link in found.astray:
        yield el("span", " · leaked", el("span", " here", class_="pk-via"), class_="pk-leaked")
    if not link.dropped:
        differs = ", ".join(f"{a or '–'} / {b or '–'}" for a, b in link.found.differences[:2])
        yield " · kept"
        if differs:
            yield el("span", f": {differs[:40]}", lang="zh")


def _lanes(links: Sequence[Link], rows: dict[int, int]) -> dict[int, int]:
    """A lane for each rail: the first one that is free over its whole length, short rails next to the text."""
    spans: dict[int, tuple[int, int]] = {}
    for link in links:
        low, high = sorted((rows[link.gone], rows[link.kept]))
        here = spans.get(link.kept, (low, high))
        spans[link.kept] = min(low, here[0]), max(high, here[1])
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[int, int] = {}
    for kept, (low, high) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[1])):
        lane = next((n for n, used in enumerate(taken) if all(high < a or b < low for a, b in used)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes[kept] = lane % LANES
    return lanes


def _rails(
    links: Sequence[Link], rows: dict[int, int], lanes: dict[int, int], colours: dict[int, int], width: int, count: int
) -> Element:
    right = width - 6
    shapes: list[Node] = []
    dots: list[Node] = []
    for link in links:
        lane = right - RAIL * (lanes[link.kept] + 1)
        low, high = _middle(rows[link.gone]), _middle(rows[link.kept])
        down = 6 if high > low else -6
        path = f"M{right} {low}H{lane + 6}Q{lane} {low} {lane} {low + down}V{high - down}"
        path += f"Q{lane} {high} {lane + 6} {high}H{right}"
        kind = "" if link.dropped else " pk-alike"
        shapes.append(el("path", d=path, class_=f"pk-rail pk-h{colours[link.kept]}{kind}"))
        dots.append(el("circle", cx=right, cy=low, r=4, class_=f"pk-c-gone pk-h{colours[link.kept]}"))
    for kept, colour in colours.items():
        dots.append(el("circle", cx=right, cy=_middle(rows[kept]), r=5, class_=f"pk-c-kept pk-h{colour}"))
    return el("svg", *shapes, *dots, width=width, height=count * ROW, class_="pk-rails", aria_hidden="true")


def _middle(row: int) -> int:
    return row * ROW + ROW // 2
