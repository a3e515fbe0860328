"""Rows of a document as elements: what came in on one side, what goes out on the other, each change in its colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parkclean.report.aligned import Mark, Segment
from parkclean.report.element import Element, Node, el, visible
from parkclean.report.families import family

MARKED = 1_200
"""Characters of one changed stretch that a page shows."""
PIECES = 4_000
"""Stretches that a page shows of one row."""


def pane(
    segments: Sequence[Segment],
    marks: Mapping[int, Mark],
    *,
    after: bool,
    room: int,
    titles: bool = False,
    longest: int = MARKED,
) -> list[Node]:
    """One side of a row.

    room: characters that an untouched stretch shows beside a change, on either side.
    longest: characters of a changed stretch; of a longer one head and tail are shown.
    titles: name the rule of a change in a tooltip, for pages without a script.
    """
    nodes: list[Node] = []
    shown = segments[:PIECES]
    for n, segment in enumerate(shown):
        if not segment.marks:
            head = 0 if n == 0 and len(shown) > 1 else room
            tail = 0 if n == len(shown) - 1 and len(shown) > 1 else room
            nodes += _clipped(segment.text.replace("\r\n", "\n"), head, tail, room)
            continue
        change = marks[segment.marks[0]].change
        look = "gap" if not segment.text else "new" if after else "old" if change.after else "gone"
        nodes.append(
            el(
                "mark",
                *_short(segment.text, longest),
                class_=f"pk-m pk-{look} {family(change.rule).css}",
                data_c=" ".join(map(str, segment.marks)),
                title=" · ".join(marks[i].change.rule for i in segment.marks[:4]) if titles else None,
            )
        )
    if nodes and isinstance(nodes[-1], Element):
        nodes[-1] = _without_last_break(nodes[-1])
    if len(segments) > PIECES:
        nodes.append(el("span", f"⋯ {len(segments) - PIECES:,} more pieces of this line", class_="pk-skip"))
    return nodes


def _without_last_break(mark: Element) -> Element:
    """The break that ends a row is named, not made: the row ends there anyhow."""
    return mark._replace(children=mark.children[:-1]) if mark.children and mark.children[-1] == "\n" else mark


def _short(text: str, longest: int) -> list[Node]:
    if len(text) <= longest:
        return visible(text, all=True)
    half = longest // 2
    gap = el("span", f"⋯ {len(text) - 2 * half:,} ⋯", class_="pk-skip")
    return [*visible(text[:half], all=True), gap, *visible(text[-half:], all=True)]


def _clipped(text: str, head: int, tail: int, room: int) -> list[Node]:
    """An untouched stretch: as far from its neighbours as there is room."""
    if len(text) <= 2 * room + 12:
        return visible(text)
    gap = el("span", f"⋯ {len(text) - head - tail:,} ⋯", class_="pk-skip")
    return [*visible(text[:head]), gap, *visible(text[-tail:] if tail else "")]
