"""Which paragraph stays because of which: what the stage `repeats` found, followed to the copy that is still there.

The stage judges paragraphs two by two, so the copy that it names for one may go itself, because of a third.
The audit, `Document.duplicates` and the map of the report all ask here, and name the third.
How copies are found is in `parkclean.neardup`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from parkclean.edits import Offsets, source_span

if TYPE_CHECKING:
    from parkclean.document import Document
    from parkclean.neardup.results import Finding, Kind
    from parkclean.rules import Layer

LONGEST_CHAIN = 100
"""Copies of copies that are followed to the one that stays."""

WEAKER: tuple[Kind, ...] = ("exact", "near", "contained")
"""What a copy of a copy is: the weaker of the two."""


class Copy(NamedTuple):
    """A paragraph that repeats another one.

    depth: the layer that found it, whose text the offsets are those of.
    found: what it repeats: the paragraph that stays in the end, and how alike those two are.
    rule: the kind that the stage gave it, which its edit is named by.
    via: the span of the paragraph beside which it was found, if that one went, too.
    """

    depth: int
    found: Finding
    rule: Kind
    via: tuple[int, int] | None = None


def copies(document: Document) -> Iterator[Copy]:
    """What repeats in a document, in the order it was found; borderline cases with `dropped=False`."""
    layers = [depth for depth, layer in enumerate(document.layers) if layer.stage == "repeats"]
    if not layers:
        return
    from parkclean.stages.repeats import findings

    found = {
        depth: list(_as_edited(document.layers[depth], findings(document.layers[depth].before))) for depth in layers
    }
    gone = {depth: {one.start: one for one in some if one.dropped} for depth, some in found.items()}
    for depth, some in found.items():
        for one in some:
            copy = _followed(document, depth, one, gone)
            if copy.found.kept_start != one.start:  # else it is only alike, and the other one went because of it
                yield copy


def _as_edited(layer: Layer, found: list[Finding]) -> Iterator[Finding]:
    """What the stage found and did: it leaves code and headings alone."""
    starts = [edit.start for edit in layer.edits]
    for one in found:
        at = bisect_right(starts, one.start) - 1
        near = layer.edits[max(0, at) : at + 2]
        yield one._replace(dropped=one.dropped and any(e.start <= one.start and one.end <= e.end for e in near))


def _followed(document: Document, depth: int, one: Finding, gone: dict[int, dict[int, Finding]]) -> Copy:
    chain = [one]
    kept = one.kept_start, one.kept_end
    while len(chain) <= LONGEST_CHAIN and (found := _next(document, depth, kept, gone)) is not None:
        step, kept = found
        chain.append(step)
    if len(chain) == 1:
        return Copy(depth, one, one.kind)
    kind = max((step.kind for step in chain), key=WEAKER.index)
    stays = document.layers[depth].before[slice(*kept)]
    whole = one._replace(
        kind=kind,
        kept_start=kept[0],
        kept_end=kept[1],
        similarity=_similarity(kind, one.text, stays),
        differences=tuple(pair for step in chain for pair in step.differences),
    )
    return Copy(depth, whole, one.kind, (one.kept_start, one.kept_end))


def _next(
    document: Document, depth: int, kept: tuple[int, int], gone: dict[int, dict[int, Finding]]
) -> tuple[Finding, tuple[int, int]] | None:
    """Because of what a paragraph went in this round or a later one, and its place in the text of this one."""
    for later, dropped in gone.items():
        if later < depth:
            continue
        between = [Offsets(layer.edits) for layer in document.layers[depth:later]]
        start, end = kept
        for offsets in between:
            start, end = offsets.forward(start), offsets.forward(end)
        if start < end and start in dropped:
            step = dropped[start]
            return step, source_span(between, step.kept_start, step.kept_end)
    return None


def _similarity(kind: Kind, text: str, kept: str) -> float:
    """As the stage measures it: Jaccard, and for a piece how much of it the other one holds."""
    from parkclean.neardup.shingles import fold_row, grams, jaccard

    one, other = fold_row(text), fold_row(kept)
    if one in other and kind == "contained":
        return 1.0
    a, b = grams(one), grams(other)
    return jaccard(a, b) if kind == "near" else len(a & b) / max(1, len(a))
